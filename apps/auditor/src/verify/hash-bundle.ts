import { hash } from 'node:crypto';
import { HASH_BYTES, TILE_WIDTH } from '@covenant/transparency';

// One call of OpenSSL a hash is the smaller part of its cost; new arrays are the larger. So everything is hashed where
// it lies, and each hash is written where it belongs: as text of one character a byte, which Node hands out faster than
// a buffer, and which is put down byte by byte, because a call into Node for 32 of them takes longer.
const LATIN = 'binary';

function put(hash: string, into: Buffer, at: number): void {
  for (let i = 0; i < HASH_BYTES; i++) into[at + i] = hash.charCodeAt(i);
}

/** `0x01 || left || right`, as a node is hashed. */
const SLOT = 1 + 2 * HASH_BYTES;
const slots = Buffer.alloc((TILE_WIDTH / 2) * SLOT);
const slot = Array.from({ length: TILE_WIDTH / 2 }, (_, i) => {
  slots[i * SLOT] = 0x01;
  return new Uint8Array(slots.buffer, slots.byteOffset + i * SLOT, SLOT);
});

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
    put(hash('sha256', new Uint8Array(bundle.buffer, bundle.byteOffset + start, end - start), LATIN), hashes, i * HASH_BYTES);
    before = end;
  }
}

/** The root over the 256 hashes of a whole tile, written into `root`. */
export function hashTile(hashes: Buffer, root: Buffer): void {
  for (let i = 0; i < TILE_WIDTH / 2; i++) hashes.copy(slots, i * SLOT + 1, 2 * i * HASH_BYTES, (2 * i + 2) * HASH_BYTES);
  // Row by row upwards in the same slots: node i goes where half of slot i / 2 was, which was read already.
  for (let nodes = TILE_WIDTH / 2; nodes > 1; nodes /= 2) {
    for (let i = 0; i < nodes; i++) {
      put(hash('sha256', slot[i] ?? slots, LATIN), slots, (i >> 1) * SLOT + 1 + (i & 1) * HASH_BYTES);
    }
  }
  put(hash('sha256', slot[0] ?? slots, LATIN), root, 0);
}
