import { MalformedError } from './errors.js';

/** Deeper nesting is refused, so that a hostile value cannot exhaust the stack. */
export const MAX_JSON_DEPTH = 200;

const loneSurrogate = /\p{Surrogate}/u;
/** Nothing in it that JSON would escape: most names and many values; worth a look, because it is the way of every fact. */
const plainAscii = /^[ !#-[\]-~]*$/;

function text(value: string): string {
  if (plainAscii.test(value)) return `"${value}"`;
  if (loneSurrogate.test(value)) throw new MalformedError('json', 'a string has half of a surrogate pair');
  return JSON.stringify(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_JSON_DEPTH) throw new MalformedError('json', `nested deeper than ${MAX_JSON_DEPTH}`);
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new MalformedError('json', `${value} is not a JSON number`);
      return JSON.stringify(value);
    case 'object':
      break;
    default:
      throw new MalformedError('json', `a value of type ${typeof value} has no JSON form`);
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    let items = '';
    for (let i = 0; i < value.length; i++) items += `${i === 0 ? '' : ','}${write(value[i], depth + 1)}`;
    return `[${items}]`;
  }
  if (!isPlain(value)) throw new MalformedError('json', 'only plain objects, arrays and scalars have a JSON form');
  return object(value as Readonly<Record<string, unknown>>, depth);
}

function inCodeUnitOrder(names: string[]): string[] {
  for (let i = 1; i < names.length; i++) if ((names[i - 1] ?? '') > (names[i] ?? '')) return names.sort();
  return names;
}

function object(value: Readonly<Record<string, unknown>>, depth: number): string {
  let members = '';
  for (const name of inCodeUnitOrder(Object.keys(value))) {
    const member = value[name];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${text(name)}:${write(member, depth + 1)}`;
  }
  return `{${members}}`;
}

/**
 * The canonical form of a JSON value, RFC 8785: no white space, members in the order of their UTF-16 code units,
 * numbers and strings as ECMAScript writes them.
 *
 * A member whose value is `undefined` is left out. Everything else that JSON cannot carry is refused, and not
 * rewritten as `JSON.stringify` does: `undefined` elsewhere, NaN and the infinities, bigint, functions, symbols,
 * dates and other class instances, half surrogate pairs.
 * @throws MalformedError
 */
export const canonicalJson = (value: unknown): string => write(value, 0);

const indexLike = /^(?:0|[1-9][0-9]*)$/;

/** Members in canonical order already, and none that JavaScript would move to the front? */
function inOrder(value: unknown, depth: number): boolean {
  if (depth > MAX_JSON_DEPTH) return false;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => inOrder(item, depth + 1));
  let previous: string | undefined;
  for (const [name, member] of Object.entries(value)) {
    if ((previous !== undefined && previous >= name) || indexLike.test(name)) return false;
    if (typeof member === 'object' && !inOrder(member, depth + 1)) return false;
    previous = name;
  }
  return true;
}

/**
 * Is `text` the canonical form of `value`, which was parsed from it? The same as `canonicalJson(value) === text`,
 * and several times faster for a text that is: an auditor asks this of every entry.
 */
export function isCanonical(value: unknown, text: string): boolean {
  // Half surrogate pairs are written as escapes by `stringify`, where the canonical form has none at all.
  if (inOrder(value, 0) && JSON.stringify(value) === text && !/\\ud[89a-f]/.test(text)) return true;
  try {
    return canonicalJson(value) === text;
  } catch {
    return false;
  }
}
