// How the bytes of an entry are read fast: four at a time where that can be, and never with a new object.
import { utf8 } from './bytes.js';

export const QUOTE = 0x22;
export const ZERO = 0x30;
export const BACKSLASH = 0x5c;

/**
 * A text that must stand there: by eight bytes, and those that are left. Eight bytes of ASCII without 0x00 and 0x7f are a
 * double that equals no other, so JavaScript compares them in one step.
 */
export interface Literal {
  readonly length: number;
  readonly words: Float64Array;
  readonly rest: Uint8Array;
}

export function literal(text: string): Literal {
  const bytes = utf8(text);
  const view = new DataView(bytes.buffer);
  const words = Float64Array.from({ length: bytes.length >> 3 }, (_, i) => view.getFloat64(8 * i, true));
  return { length: bytes.length, words, rest: bytes.slice(8 * words.length) };
}

/** Four bytes at once: the high bit of each that ends a run of plain characters, `"` `\\`, control characters and those beyond ASCII. */
const EACH = 0x01010101;
const HIGH = 0x80808080 | 0;
export const stops = (word: number): number =>
  ((word - EACH * 0x20) | ((word ^ (EACH * QUOTE)) - EACH) | ((word ^ (EACH * BACKSLASH)) - EACH) | word) & HIGH;
/** How many bytes stand before the first that has its high bit set, the lowest first. A borrow only ever goes upwards, so that one is right. */
export const before = (high: number): number => (31 - Math.clz32(high & -high)) >> 3;

export const isDigit = (byte: number): boolean => byte >= ZERO && byte <= ZERO + 9;
const continues = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** How many bytes follow the first of a character beyond ASCII; 0 where it is not UTF-8 (RFC 3629 §4). */
export function sequence(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  const more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
  if (more === 0 || at + more >= end) return 0;
  for (let i = 1; i <= more; i++) if (!continues(bytes[at + i])) return 0;
  // Not longer than it need be, no half of a surrogate pair, nothing past U+10FFFF.
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  return first === 0xf4 && second > 0x8f ? 0 : more;
}

/** So much of a stretch is kept; a longer one is read anew each time. */
const ROOM = 256;

/** Bytes that were found right where they stood, kept as a copy. What follows the same bytes elsewhere is as it was after them. */
export class Stretch {
  length = 0;
  readonly #bytes = new Uint8Array(ROOM);
  readonly #words = new DataView(this.#bytes.buffer);

  keep(bytes: Uint8Array, start: number, end: number): void {
    this.length = end - start > ROOM ? 0 : end - start;
    for (let i = 0; i < this.length; i++) this.#bytes[i] = bytes[start + i] ?? 0;
  }

  /** Do the same bytes stand there? By eight at a time, as with a `Literal`: the doubles 0 and -0 would need bytes of 0x00. */
  isAt(words: DataView, at: number): boolean {
    const { length } = this;
    const kept = this.#words;
    let i = 0;
    for (; i + 8 <= length; i += 8) if (kept.getFloat64(i, true) !== words.getFloat64(at + i, true)) return false;
    for (; i < length; i++) if (kept.getUint8(i) !== words.getUint8(at + i)) return false;
    return length > 0;
  }
}
