/**
 * A column of many rows as one parameter. PostgreSQL's own array text would have every quote of every JSON document
 * escaped here and unescaped there; separators that no value contains need neither.
 */
const separator = '\u001f';
const nothing = '\u001e';

export type Sent = string | number | boolean | null;

/** The values must be free of control characters; see `plain`. The first separator keeps a lone '' a value. */
export function listOf(values: readonly Sent[]): string {
  let text = '';
  for (const value of values) text += separator + (value === null ? nothing : String(value));
  return text;
}

/** The SQL that turns parameter `n` into an array of `type` again. */
export const listParameter = (n: number, type: string): string =>
  `(string_to_array($${n}, E'\\x1f', E'\\x1e'))[2:]::${type}[]`;

/** `unnest` over parameters 1, 2, … of these types. */
export const unnestLists = (types: readonly string[]): string =>
  `unnest(${types.map((type, index) => listParameter(index + 1, type)).join(', ')})`;

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

/** Text without the control characters that neither a list nor PostgreSQL's text has room for. */
export const plain = (text: string): string => text.replace(controls, ' ');
