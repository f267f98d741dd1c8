/**
 * Dates are ISO calendar dates (`2026-03-31`), compared as text. Which day it is depends on the city's time zone;
 * the time itself is always passed in.
 */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** A day that exists, from year 1000 on: `2026-02-30` is none. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** A day, or only its month or year where no more is known: `2003`, `2003-04`, `2003-04-30`. */
export const isPartialDate = (text: string): boolean =>
  isDate(text) ||
  (/^\d{4}-\d{2}$/.test(text) && isDate(`${text}-01`)) ||
  (/^\d{4}$/.test(text) && isDate(`${text}-01-01`));

/** The last date that has four digits for its year, and so the last that compares as text. */
const lastDate = '9999-12-31';

/** The date some days later (earlier, if negative), at the most the last of the year 9999. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00.000Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.getUTCFullYear() > 9999 ? lastDate : at.toISOString().slice(0, 10);
}

/** An IANA name that this computer's time zone data knows; an offset such as `+05:00` is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const calendars = new Map<string, Intl.DateTimeFormat>();

function calendarOf(timeZone: string): Intl.DateTimeFormat {
  const known = calendars.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  calendars.set(timeZone, made);
  return made;
}

/**
 * The date in a time zone at an instant.
 * @param now RFC 3339, e.g. `2026-03-31T23:30:00.000Z`
 * @throws RangeError for a time zone that `isTimeZone` refuses, or a time that is none.
 */
export function todayIn(timeZone: string, now: string): string {
  const parts = calendarOf(timeZone).formatToParts(new Date(now));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
