import type { Json } from '../kernel/json.js';
import { isDate } from '../values/dates.js';
import { listed, text } from './phrases.js';

/** Pieces of English sentences. */

const longDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `31 March 2026`; whatever is no date, as it is. */
export const onDay = (date: Json | undefined): string => {
  const given = text(date);
  return isDate(given) ? longDate.format(new Date(`${given}T00:00:00Z`)) : given;
};

export const quoted = (value: Json | undefined): string => `“${text(value)}”`;

/** `supported-in-part` as people read it: `supported in part`. */
export const spoken = (code: Json | undefined): string => text(code).replaceAll('-', ' ');

/** `open, contested or withdrawn`. */
export const either = (items: Json | undefined, say: (item: Json) => string = spoken): string => listed(items, say, () => 'or');

/** `1 day`, `30 days`. */
export const count = (number: Json | undefined, one: string, many = `${one}s`): string =>
  `${text(number)} ${number === 1 ? one : many}`;
