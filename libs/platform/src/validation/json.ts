import { isUtf8 } from 'node:buffer';
import { generalProblems } from '../problems/general.js';
import { Problem, type InputError } from '../problems/problem.js';
import type { Told } from '../words/told.js';
import { details, forms } from '../words/words.js';
import { pointerTo } from './pointer.js';

/** Levels of objects and arrays inside one another. No command needs more than four. */
const maxDepth = 16;

const malformed = (told: Told): Problem => new Problem(generalProblems['malformed-json'], told);

/**
 * Reads a body strictly: UTF-8, one JSON value, no member twice, at most 16 levels, and every string well-formed
 * Unicode without NUL (neither PostgreSQL's text nor a canonical form can hold others).
 * @throws Problem `malformed-json` or `invalid-input`
 */
export const readJson = (body: Buffer): unknown => {
  if (!isUtf8(body)) throw malformed(details.notUtf8);
  const text = body.toString('utf8');
  const value = parse(text);
  const { members, depth } = shapeOf(text);
  if (depth > maxDepth) throw malformed(details.tooDeep(maxDepth));
  if (membersOf(value) !== members) throw malformed(details.namedTwice);
  // In well-formed JSON of UTF-8 bytes, only an escape can make text that cannot be kept.
  if (text.includes('\\u')) refuseUnkeepable(value);
  return value;
};

const parse = (text: string): unknown => {
  if (text.trim() === '') throw malformed(details.emptyBody);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const message = error instanceof SyntaxError ? error.message : '';
    const place = /position (\d+)/.exec(message)?.[1];
    throw malformed(details.notOneObject(place !== undefined ? { at: place } : /end of JSON/.test(message) ? 'end' : undefined));
  }
};

/** The members of every object in the value. Called after the depth is known to be small. */
const membersOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) members += membersOf(item);
    return members;
  }
  for (const name of Object.keys(value)) members += 1 + membersOf((value as Record<string, unknown>)[name]);
  return members;
};

const quote = 34;
const colon = 58;
const backslash = 92;

/**
 * Of well-formed JSON text: members as written, doubles included (a colon outside strings each), and how deeply objects
 * and arrays are nested.
 */
const shapeOf = (text: string): { readonly members: number; readonly depth: number } => {
  let members = 0;
  let level = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === colon) members += 1;
    else if (code === 123 || code === 91) depth = Math.max(depth, (level += 1));
    else if (code === 125 || code === 93) level -= 1;
  }
  return { members, depth };
};

const endOfString = (text: string, start: number): number => {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return at;
  }
};

const refuseUnkeepable = (value: unknown): void => {
  const errors: InputError[] = [];
  collectUnkeepable(value, [], errors);
  if (errors.length > 0) throw new Problem(generalProblems['invalid-input'], details.unkeepable, { errors });
};

const collectUnkeepable = (value: unknown, path: readonly string[], errors: InputError[]): void => {
  if (typeof value === 'string' && !isKeepable(value)) {
    errors.push({ pointer: pointerTo(path), detail: forms.keepable });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    const at = [...path, name];
    if (!isKeepable(name)) errors.push({ pointer: pointerTo(at), detail: forms.keepableName });
    collectUnkeepable(part, at, errors);
  }
};

/** Well-formed Unicode without NUL. */
export const isKeepable = (text: string): boolean => !/[\p{Cs}\0]/u.test(text);
