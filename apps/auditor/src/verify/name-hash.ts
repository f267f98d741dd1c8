import { randomBytes } from 'node:crypto';

/** So much of the end of a name is its quick hash made of: an id's random part. */
const TELLING = 16;

/** FNV-1a by four bytes, for the few thousand names of a range: names that were chosen to collide make that slow, and nothing else. */
export function quickHash(bytes: DataView, start: number, end: number): number {
  let hash = 0x811c9dc5;
  let at = Math.max(start, end - TELLING);
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ bytes.getInt32(at), 0x01000193);
  for (; at < end; at++) hash = Math.imul(hash ^ bytes.getUint8(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d); // the last bytes count most, and reach the low bits by this only
  return hash ^ (hash >>> 13);
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * HalfSipHash-1-3 under a secret of this process, for the names of a whole log: a log could choose a million names whose
 * quick hashes are all the same, and its audit would never end.
 */
export class SecretHash {
  readonly #key = randomBytes(8);
  readonly #a = this.#key.readInt32LE(0);
  readonly #b = this.#key.readInt32LE(4);

  of(bytes: DataView, start: number, end: number): number {
    let [v0, v1, v2, v3] = [this.#a, this.#b, this.#a ^ 0x6c796765, this.#b ^ 0x74656462];
    const round = (): void => {
      v0 = (v0 + v1) | 0;
      v1 = rotated(v1, 5) ^ v0;
      v0 = rotated(v0, 16);
      v2 = (v2 + v3) | 0;
      v3 = rotated(v3, 8) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = rotated(v3, 7) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = rotated(v1, 13) ^ v2;
      v2 = rotated(v2, 16);
    };
    const word = (value: number): void => {
      v3 ^= value;
      round();
      v0 ^= value;
    };
    let at = start;
    for (; at + 4 <= end; at += 4) word(bytes.getInt32(at, true));
    let last = (end - start) << 24;
    for (let shift = 0; at < end; at++, shift += 8) last |= bytes.getUint8(at) << shift;
    word(last);
    v2 ^= 0xff;
    for (let i = 0; i < 3; i++) round();
    return v1 ^ v3;
  }
}
