import { MalformedError } from './errors.js';
import { MAX_ENTRY_BYTES } from './entry.js';
import { TILE_WIDTH } from './tile.js';

/**
 * An entry bundle (C2SP tlog-tiles): for each entry its length as a big-endian uint16, then its bytes.
 * @throws RangeError for more than 256 entries, or one larger than 65,535 bytes
 */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > TILE_WIDTH) throw new RangeError(`a bundle holds ${TILE_WIDTH} entries, not ${entries.length}`);
  const bundle = new Uint8Array(entries.reduce((length, entry) => length + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_BYTES) throw new RangeError(`an entry of ${entry.length} bytes fits no bundle`);
    bundle[at] = entry.length >> 8;
    bundle[at + 1] = entry.length & 0xff;
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
}

/**
 * Where each entry of a bundle ends; it begins two bytes after the end of the one before. Exactly `width` of them must
 * fill it.
 * @throws MalformedError
 */
export function entryEnds(bundle: Uint8Array, width: number): Uint32Array {
  const ends = new Uint32Array(width);
  let count = 0;
  let at = 0;
  while (at < bundle.length) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
    at += 2 + length;
    if (at > bundle.length) throw new MalformedError('bundle', `entry ${count} of it is cut off`);
    if (count === width) throw new MalformedError('bundle', `more than the ${width} entries expected`);
    ends[count++] = at;
  }
  if (count !== width) throw new MalformedError('bundle', `${count} entries where ${width} were expected`);
  return ends;
}

/**
 * The entries of a bundle, as views into it. Exactly `width` of them must fill it.
 * @throws MalformedError
 */
export function decodeBundle(bundle: Uint8Array, width: number): Uint8Array[] {
  const ends = entryEnds(bundle, width);
  return Array.from(ends, (end, i) => bundle.subarray((ends[i - 1] ?? 0) + 2, end));
}
