import type { Json } from '../kernel/json.js';
import { isDate } from '../values/dates.js';

/** Pieces of English sentences. */

const longDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `31 March 2026`; whatever is no date, as it is. */
export const onDay = (date: Json | undefined): string => {
  const given = text(date);
  return isDate(given) ? longDate.format(new Date(`${given}T00:00:00Z`)) : given;
};

export const text = (value: Json | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

export const quoted = (value: Json | undefined): string => `“${text(value)}”`;

/** `supported-in-part` as people read it: `supported in part`. */
export const spoken = (code: Json | undefined): string => text(code).replaceAll('-', ' ');

/** `open, contested or withdrawn`. */
export function either(items: Json | undefined, say: (item: Json) => string = spoken): string {
  const words = (Array.isArray(items) ? (items as readonly Json[]) : []).map(say);
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** `1 day`, `30 days`. */
export const count = (number: Json | undefined, one: string, many = `${one}s`): string =>
  `${text(number)} ${number === 1 ? one : many}`;
