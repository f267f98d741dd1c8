// How the bytes of an entry are read fast: four at a time where that can be, and never with a new object.
import { utf8 } from './bytes.js';

export const QUOTE = 0x22;
export const ZERO = 0x30;
export const BACKSLASH = 0x5c;

/** A text that must stand there: by four bytes, and those that are left. */
export interface Literal {
  readonly length: number;
  readonly words: Int32Array;
  readonly rest: Uint8Array;
}

export function literal(text: string): Literal {
  const bytes = utf8(text);
  const view = new DataView(bytes.buffer);
  const words = Int32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getInt32(4 * i, true));
  return { length: bytes.length, words, rest: bytes.slice(4 * words.length) };
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

/** Bytes that were found right where they stood. What follows the same bytes elsewhere is as it was after them. */
export class Stretch {
  length = 0;
  #words: DataView = new DataView(new ArrayBuffer(0));
  #start = 0;

  keep(words: DataView, start: number, end: number): void {
    this.#words = words;
    this.#start = start;
    this.length = end - start;
  }

  /** Do the same bytes stand there? */
  isAt(words: DataView, at: number): boolean {
    if (this.length === 0) return false;
    const before = this.#words;
    const end = this.#start + this.length;
    let i = this.#start;
    for (; i + 4 <= end; i += 4, at += 4) if (before.getInt32(i) !== words.getInt32(at)) return false;
    for (; i < end; i++, at++) if (before.getUint8(i) !== words.getUint8(at)) return false;
    return true;
  }
}
