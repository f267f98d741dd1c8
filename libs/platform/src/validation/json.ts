import { isUtf8 } from 'node:buffer';
import { generalProblems } from '../problems/general.js';
import { Problem, type InputError } from '../problems/problem.js';
import { pointerTo } from './pointer.js';

/** Levels of objects and arrays inside one another. No command needs more than four. */
const maxDepth = 16;

const malformed = (detail: string): Problem => new Problem(generalProblems['malformed-json'], detail);

/**
 * Reads a body strictly: UTF-8, one JSON value, no member twice, at most 16 levels, and every string well-formed
 * Unicode without NUL (neither PostgreSQL's text nor a canonical form can hold others).
 * @throws Problem `malformed-json` or `invalid-input`
 */
export const readJson = (body: Buffer): unknown => {
  if (!isUtf8(body)) throw malformed('The body must be UTF-8; it holds bytes that are not.');
  const text = body.toString('utf8');
  if (text.trim() === '') throw malformed('The body is empty; it must be one JSON object, at least {}.');
  const value = parse(text);
  const errors: InputError[] = [];
  const members = inspect(value, [], errors);
  if (members !== membersWritten(text)) throw malformed('A member is named twice in one object; name each once.');
  if (errors.length > 0) {
    throw new Problem(generalProblems['invalid-input'], 'Some text cannot be kept as it is.', { errors });
  }
  return value;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const place = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    throw malformed(
      `The body must be one JSON object; reading it stopped ${place === undefined ? 'at its end' : `at character ${place}`}.`,
    );
  }
};

/** Counts the members of every object in the value, and collects text that cannot be kept. */
const inspect = (value: unknown, path: string[], errors: InputError[]): number => {
  if (typeof value === 'string') {
    if (!isKeepable(value)) errors.push({ pointer: pointerTo(path), detail: 'must be well-formed Unicode without NUL' });
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  if (path.length >= maxDepth) throw malformed(`Objects and arrays may be nested ${maxDepth} levels deep, no more.`);
  let members = 0;
  const depth = path.length;
  const list = Array.isArray(value);
  for (const [name, part] of Object.entries(value)) {
    path.push(name);
    if (!list) {
      members += 1;
      if (!isKeepable(name)) errors.push({ pointer: pointerTo(path), detail: 'has a name that is not well-formed Unicode' });
    }
    members += inspect(part, path, errors);
    path.length = depth;
  }
  return members;
};

/** Well-formed Unicode without NUL. */
export const isKeepable = (text: string): boolean => !/[\p{Cs}\0]/u.test(text);

/** Colons outside strings: in well-formed JSON, one for each member as written, doubles included. */
const membersWritten = (text: string): number => {
  let count = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) inString = !inString;
    else if (inString && code === 92) at += 1;
    else if (!inString && code === 58) count += 1;
  }
  return count;
};
