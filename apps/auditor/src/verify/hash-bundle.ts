import { hash } from 'node:crypto';
import { HASH_BYTES, TILE_WIDTH } from '@covenant/transparency';

// One call of OpenSSL a hash is the smaller part of its cost; new arrays are the larger. So everything is hashed where
// it lies, and each hash is written where it belongs: as text of one
// character a byte, which Node hands out faster than a buffer.
const LATIN = 'binary';

const pair = Buffer.alloc(1 + 2 * HASH_BYTES);
pair[0] = 0x01;
const row = Buffer.alloc(TILE_WIDTH * HASH_BYTES);

/**
 * `SHA-256(0x00 || entry)` of each entry of a bundle, one after the other into `hashes`. `ends` says where they end
 * (`entryEnds`). The lengths in the bundle are lost: the byte before each entry becomes the 0x00.
 */
export function hashLeaves(bundle: Buffer, ends: Uint32Array, hashes: Buffer): void {
  let before = 0;
  for (let i = 0; i < ends.length; i++) {
    const end = ends[i] ?? 0;
    const start = before + 1;
    bundle[start] = 0x00;
    hashes.write(hash('sha256', new Uint8Array(bundle.buffer, bundle.byteOffset + start, end - start), LATIN), i * HASH_BYTES, LATIN);
    before = end;
  }
}

/** The root over the 256 hashes of a whole tile, written into `root`. */
export function hashTile(hashes: Uint8Array, root: Buffer): void {
  row.set(hashes);
  // Parent i takes the place of hash i, whose children 2i and 2i + 1 were read already.
  for (let parents = TILE_WIDTH / 2; parents >= 1; parents /= 2) {
    for (let i = 0; i < parents; i++) {
      row.copy(pair, 1, 2 * i * HASH_BYTES, (2 * i + 2) * HASH_BYTES);
      row.write(hash('sha256', pair, LATIN), i * HASH_BYTES, LATIN);
    }
  }
  row.copy(root, 0, 0, HASH_BYTES);
}
