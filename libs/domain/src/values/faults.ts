import type { Refusal } from '../kernel/refusal.js';
import { refuseRule } from '../kernel/refusal.js';
import type { Vocabulary } from '../vocabularies/vocabulary.js';
import { hasCode } from '../vocabularies/vocabulary.js';
import { isDate } from './dates.js';
import { limits } from './limits.js';

/** What is wrong with one member of a body, as refusals that point at it. An absent member has no fault here. */
export type Faults = readonly Refusal[];

const none: Faults = [];

/**
 * No lone surrogate and no NUL, which UTF-8, PostgreSQL and the public log could not carry unchanged; and no other
 * control character but tab and line end: no text of people needs one, and where it is shown it may do harm.
 */
export const isWellFormed = (text: string): boolean => !suspect.test(text) || !/\p{Surrogate}|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/u.test(text);

/** Finds half a character wherever there may be one, also in a whole one: most texts need no closer look. */
const suspect = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]/;

/** Every ill-formed string anywhere in a body, member names included. */
export const illFormed = (value: unknown, pointer = ''): Faults => (isSound(value) ? none : faultsIn(value, pointer));

/** Nearly every body is; where a fault would be is only worked out for one that has some. */
const isSound = (value: unknown): boolean => {
  if (typeof value === 'string') return isWellFormed(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSound);
  return Object.entries(value).every(([member, inner]) => isWellFormed(member) && isSound(inner));
};

function faultsIn(value: unknown, pointer: string): Faults {
  if (typeof value === 'string') return isWellFormed(value) ? none : [refuseRule('ill-formed-text', {}, pointer)];
  if (typeof value !== 'object' || value === null) return none;
  return Object.entries(value).flatMap(([member, inner]) => {
    const at = `${pointer}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return isWellFormed(member) ? faultsIn(inner, at) : [refuseRule('ill-formed-text', {}, pointer)];
  });
}

/** Something that can be seen: blanks, control characters and invisible marks alone say nothing. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Some words, not only blanks and what cannot be seen, and not too many (counted in code points). */
export function textFaults(pointer: string, text: string | undefined, limit: number = limits.text): Faults {
  if (text === undefined) return none;
  if (!visible.test(text)) return [refuseRule('text-missing', {}, pointer)];
  const length = text.length <= limit ? text.length : [...text].length;
  return length <= limit ? none : [refuseRule('text-too-long', { limit, length }, pointer)];
}

export const dateFaults = (pointer: string, date: string | undefined): Faults =>
  date === undefined || isDate(date) ? none : [refuseRule('invalid-date', { given: cut(date) }, pointer)];

/** A day that has come: what happened cannot lie in the future. */
export function pastFaults(pointer: string, date: string | undefined, today: string): Faults {
  if (date === undefined) return none;
  if (!isDate(date)) return dateFaults(pointer, date);
  return date <= today ? none : [refuseRule('date-in-future', { given: date, today }, pointer)];
}

export function codeFaults(pointer: string, code: string | undefined, vocabulary: Vocabulary<string>): Faults {
  if (code === undefined || hasCode(vocabulary, code)) return none;
  return [refuseRule('unknown-code', { vocabulary: vocabulary.name, given: cut(code) }, pointer)];
}

export function numberFaults(
  pointer: string,
  value: number | undefined,
  range: { readonly least: number; readonly most: number; readonly whole: boolean },
): Faults {
  if (value === undefined) return none;
  const good = value >= range.least && value <= range.most && (!range.whole || Number.isInteger(value));
  return good ? none : [refuseRule('invalid-number', { ...range }, pointer)];
}

/** A list within its limits, and each of its items. `least` 0 means that it may be left out. */
export function listFaults<T>(
  pointer: string,
  items: readonly T[] | undefined,
  { least, most }: { readonly least: number; readonly most: number },
  each: (item: T, pointer: string) => Faults,
): Faults {
  const list = items ?? [];
  if (list.length < least) return [refuseRule('items-missing', { least, given: list.length }, pointer)];
  if (list.length > most) return [refuseRule('too-many-items', { most, given: list.length }, pointer)];
  return list.flatMap((item, index) => each(item, `${pointer}/${index}`));
}

/** No two items with the same key. */
export function repeatedFaults(pointer: string, keys: readonly string[]): Faults {
  return keys.flatMap((key, index) =>
    keys.indexOf(key) < index ? [refuseRule('repeated-item', { given: cut(key) }, `${pointer}/${index}`)] : [],
  );
}

/** A list of codes of one vocabulary, none of them twice. */
export const codesFaults = (
  pointer: string,
  codes: readonly string[] | undefined,
  vocabulary: Vocabulary<string>,
  bounds: { readonly least: number; readonly most: number } = { least: 0, most: limits.items },
): Faults => [
  ...listFaults(pointer, codes, bounds, (code, at) => codeFaults(at, code, vocabulary)),
  ...repeatedFaults(pointer, codes ?? []),
];

/** What was given, short enough to be shown back. */
export const cut = (text: string): string => [...text].slice(0, 80).join('');
