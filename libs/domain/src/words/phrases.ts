import type { Json } from '../kernel/json.js';
import { isDate } from '../values/dates.js';

/** Pieces of sentences that every language is made of. */

export const text = (value: Json | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** A key without its base 64: the name and the id are what people compare. */
export const shortKey = (key: string): string => key.split('+', 2).join('+');

export const shareOf = (share: number): string => `${Math.round(share * 100)}\u00a0%`;

/** What a code is called; a code that these words do not have yet, of a newer ledger, as it is. */
export const called = (labels: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(labels, code) ? (labels[code] ?? code) : code.replaceAll('-', ' ');

/** A day in words by the names of its month; whatever is no date, as it is. */
export const dayIn =
  (months: readonly string[], say: (day: number, month: string, year: number) => string) =>
  (date: Json | undefined): string => {
    const given = text(date);
    if (!isDate(given)) return given;
    const [year = 0, month = 0, day = 0] = given.split('-').map(Number);
    return say(day, months[month - 1] ?? '', year);
  };

/** `open, contested or withdrawn`: each as it is said, and `or` between the last two. */
export function listed(items: Json | undefined, say: (item: Json) => string, or: (last: string) => string): string {
  const words = (Array.isArray(items) ? (items as readonly Json[]) : []).map(say);
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${or(last)} ${last}`;
}
