import { InvalidCursor } from './errors.js';

/**
 * Where a page ended: the sort key and the tie-breaking id or number of its last row, with the name of the list and
 * its order. Base64url of JSON; opaque to callers, and checked like any other input when it comes back.
 */
export interface CursorShape {
  /** Which list in which order; a cursor of another one is refused. */
  readonly list: string;
  /** What the parts must look like. */
  readonly parts: readonly RegExp[];
}

const longest = 1_000;

export const encodeCursor = (list: string, parts: readonly string[]): string =>
  Buffer.from(JSON.stringify([list, ...parts])).toString('base64url');

/** @throws InvalidCursor */
export function decodeCursor(cursor: string, { list, parts: shape }: CursorShape): readonly string[] {
  if (cursor.length > longest || !/^[A-Za-z0-9_-]+$/.test(cursor)) throw new InvalidCursor('it is not one of ours');
  const value = parsed(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(value)) throw new InvalidCursor('it is not one of ours');
  const [name, ...parts] = value as unknown[];
  if (name !== list) throw new InvalidCursor('it belongs to another list or order');
  if (parts.length !== shape.length) throw new InvalidCursor('it is not one of ours');
  return shape.map((form, index) => {
    const part = parts[index];
    if (typeof part !== 'string' || !form.test(part)) throw new InvalidCursor('it is not one of ours');
    return part;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidCursor('it is not one of ours');
  }
}

export const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const instantForm = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
export const dayForm = /^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])|infinity)$/;
export const entryForm = /^(0|[1-9]\d{0,15})$/;
/** Any text without NUL. */
export const textForm = /^[^\u0000]*$/;
