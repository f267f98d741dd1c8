import { MAX_JSON_DEPTH } from './canonical-json.js';
import { MalformedError } from './errors.js';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [member: string]: JsonValue };

const space = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const word = /true|false|null/y;

/** Digits and power of ten of a decimal, so that two spellings of one number come out the same. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text) ?? [];
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  if (digits === '') return '0';
  return `${sign}${digits}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(all.length - digits.length)}`;
}

/**
 * Reads JSON (RFC 8259) where somebody may want a person to see one thing and a program another. Refused, beside
 * what is not JSON: a member named twice, a number that a double cannot hold exactly as its shortest spelling,
 * nesting deeper than 200.
 * @throws MalformedError
 */
export function parseJson(text: string): JsonValue {
  let at = 0;
  const fail = (detail: string): never => {
    throw new MalformedError('json', `${detail}, at character ${at}`);
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const next = (character: string): boolean => {
    take(space);
    if (text[at] !== character) return false;
    at++;
    return true;
  };
  const readString = (): string => {
    take(space);
    const found = take(string);
    if (found === undefined) return fail('a string was expected');
    const value: unknown = JSON.parse(found);
    return typeof value === 'string' ? value : fail('a string was expected');
  };
  const readArray = (depth: number): JsonValue => {
    const items: JsonValue[] = [];
    if (next(']')) return items;
    do items.push(readValue(depth));
    while (next(','));
    return next(']') ? items : fail('“]” was expected');
  };
  const readObject = (depth: number): JsonValue => {
    const members = new Map<string, JsonValue>();
    if (next('}')) return {};
    do {
      const name = readString();
      if (members.has(name)) fail(`the member ${JSON.stringify(name)} stands there twice`);
      if (!next(':')) fail('“:” was expected');
      members.set(name, readValue(depth));
    } while (next(','));
    return next('}') ? Object.fromEntries(members) : fail('“}” was expected');
  };
  const readNumber = (spelling: string): number => {
    const value = Number(spelling);
    const exact = Number.isFinite(value) && decimal(JSON.stringify(value)) === decimal(spelling);
    return exact ? value : fail(`the number ${spelling} cannot be kept exactly`);
  };
  const readValue = (depth: number): JsonValue => {
    if (depth > MAX_JSON_DEPTH) fail(`nested deeper than ${MAX_JSON_DEPTH}`);
    if (next('{')) return readObject(depth + 1);
    if (next('[')) return readArray(depth + 1);
    if (text[at] === '"') return readString();
    const constant = take(word);
    if (constant !== undefined) return constant === 'null' ? null : constant === 'true';
    const spelling = take(number);
    return spelling === undefined ? fail('a value was expected') : readNumber(spelling);
  };
  const value = readValue(0);
  take(space);
  if (at < text.length) fail('nothing more was expected');
  return value;
}
