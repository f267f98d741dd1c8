import type { Json } from '../kernel/json.js';
import { dayIn, listed, text } from './phrases.js';

/** Pieces of French sentences. */

const months = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'];
export const onDay = dayIn(months, (day, month, year) => `${day === 1 ? '1er' : day} ${month} ${year}`);

/** French puts a space, one that does not break, inside its quotation marks and before its double signs. */
export const quoted = (value: Json | undefined): string => `«\u00a0${text(value)}\u00a0»`;
export const colon = '\u00a0:';
export const semicolon = '\u00a0;';

export const count = (number: Json | undefined, one: string, many: string): string =>
  `${text(number)} ${typeof number === 'number' && Math.abs(number) < 2 ? one : many}`;

/** `A, B ou C`. */
export const either = (items: Json | undefined, say: (item: Json) => string): string => listed(items, say, () => 'ou');
