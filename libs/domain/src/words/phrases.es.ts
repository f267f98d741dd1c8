import type { Json } from '../kernel/json.js';
import { dayIn, listed, text } from './phrases.js';

/** Pieces of Spanish sentences. */

const months = ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'];
export const onDay = dayIn(months, (day, month, year) => `${day} de ${month} de ${year}`);

export const quoted = (value: Json | undefined): string => `«${text(value)}»`;

export const count = (number: Json | undefined, one: string, many: string): string => `${text(number)} ${number === 1 ? one : many}`;

/** `A, B o C`; before the sound of an o it is `u`. */
export const either = (items: Json | undefined, say: (item: Json) => string): string =>
  listed(items, say, (last) => (/^[«“]?h?[oó]/i.test(last) ? 'u' : 'o'));
