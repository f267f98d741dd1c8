import type { Told } from '../words/told.js';
import { forms } from '../words/words.js';

/** The part of JSON Schema 2020-12 that our fields use. */
export interface KindSchema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'object';
  readonly oneOf?: KindSchema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: string[];
  readonly additionalProperties?: boolean;
  readonly example?: unknown;
}

/**
 * What one value of a field may be: said once, and used for the check, for the sentence in the problem and for
 * the OpenAPI description.
 */
export interface Kind {
  readonly test: (value: unknown) => boolean;
  /** Completes "this …", e.g. `must be a date such as 2026-03-31`. */
  readonly sentence: Told;
  readonly schema: KindSchema;
  /** Name of a shared schema in the OpenAPI document, for closed lists. */
  readonly enumName?: string;
  /** Turns the text of a query parameter into the value; what it cannot read it leaves for `test` to refuse. */
  readonly fromText?: (text: string) => unknown;
}

const string = (value: unknown): value is string => typeof value === 'string';

/** Something that can be seen: blanks, control characters and invisible marks alone say nothing. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Some words, not only blanks and what cannot be seen; characters are counted as code points, as JSON Schema does. */
export const text = (maxLength: number): Kind => ({
  test: (value) =>
    string(value) && (value.length <= maxLength || [...value].length <= maxLength) && visible.test(value),
  sentence: forms.text(maxLength),
  schema: { type: 'string', minLength: 1, maxLength },
});

export const oneOf = (values: readonly string[], enumName: string): Kind => {
  const set = new Set<unknown>(values);
  return {
    test: (value) => set.has(value),
    sentence: values.length <= 16 ? forms.oneOf(values.join(', ')) : forms.oneOfMany(values.slice(0, 3).join(', '), enumName),
    schema: { type: 'string', enum: [...values] },
    enumName,
  };
};

export const matching = (pattern: RegExp, sentence: Told, maxLength: number, example?: string): Kind => ({
  test: (value) => string(value) && value.length <= maxLength && pattern.test(value),
  sentence,
  schema: { type: 'string', pattern: pattern.source, maxLength, ...(example === undefined ? {} : { example }) },
});

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const isUuid = (value: unknown): value is string => string(value) && uuidForm.test(value);

export const uuid: Kind = {
  test: isUuid,
  sentence: forms.uuid,
  schema: { type: 'string', format: 'uuid', example: '01912d68-783e-7a03-8467-5661c1243ad4' },
};

const dateForm = /^(\d{4})-(\d{2})-(\d{2})$/;
export const isDate = (value: unknown): value is string => {
  const parts = string(value) ? dateForm.exec(value) : null;
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year < 1000 || month < 1 || month > 12) return false;
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

export const date: Kind = {
  test: isDate,
  sentence: forms.date,
  schema: { type: 'string', format: 'date', example: '2026-03-31' },
};

const instantForm = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
/** In UTC it lies in the years 1000 to 9999 too: beyond, an offset would make a time that no engine here can hold. */
export const isInstant = (value: unknown): value is string => {
  const parts = string(value) ? instantForm.exec(value) : null;
  return parts !== null && isDate(parts[1]) && isDate(utcDay(parts[0]));
};
const utcDay = (instant: string): string => {
  const at = new Date(instant.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(at.getTime()) ? '' : (at.toISOString().split('T')[0] ?? '');
};

/** The same time in UTC, for engines that take no offset of more than some hours (PostgreSQL: less than 16). */
export const utcInstant = (text: string): string => {
  const [, seconds = '', fraction = '', offset = ''] = /^([^.]{19})(\.\d+)?(.+)$/.exec(text) ?? [];
  return new Date(seconds + offset).toISOString().replace('.000Z', `${fraction}Z`);
};

export const instant: Kind = {
  test: isInstant,
  sentence: forms.instant,
  schema: { type: 'string', format: 'date-time', example: '2026-03-31T09:30:00Z' },
};

const wholeNumber = /^-?\d{1,15}$/;
export const whole = (minimum: number, maximum: number): Kind => ({
  test: (value) => Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum,
  sentence: forms.whole(minimum, maximum),
  schema: { type: 'integer', minimum, maximum },
  fromText: (given) => (wholeNumber.test(given) ? Number(given) : given),
});

export const number = (minimum: number, maximum: number): Kind => ({
  test: (value) => typeof value === 'number' && Number.isFinite(value) && value >= minimum && value <= maximum,
  sentence: forms.number(minimum, maximum),
  schema: { type: 'number', minimum, maximum },
  fromText: (given) => (/^-?\d{1,15}(\.\d{1,15})?$/.test(given) ? Number(given) : given),
});

export const yesNo: Kind = {
  test: (value) => typeof value === 'boolean',
  sentence: forms.yesNo,
  schema: { type: 'boolean' },
  fromText: (given) => (given === 'true' ? true : given === 'false' ? false : given),
};

export const sha256: Kind = {
  test: (value) => string(value) && /^[0-9a-f]{64}$/.test(value),
  sentence: forms.sha256,
  schema: { type: 'string', pattern: '^[0-9a-f]{64}$', example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
};

/** A JSON object whose members are checked elsewhere, by rules that depend on what it is about. */
export const anyObject: Kind = {
  test: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  sentence: forms.object,
  schema: { type: 'object', additionalProperties: true },
};

/** A point in what was recorded: the number of an entry, or a time. */
export const moment: Kind = {
  test: (value) => string(value) && (/^\d{1,15}$/.test(value) || isInstant(value)),
  sentence: forms.moment,
  schema: { type: 'string', maxLength: 40 },
};
