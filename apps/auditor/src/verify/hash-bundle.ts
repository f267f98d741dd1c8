import { hash } from 'node:crypto';
import { HASH_BYTES, TILE_WIDTH } from '@covenant/transparency';

// One call of OpenSSL a hash is the smaller part of its cost; new arrays are the larger. So everything is hashed where
// it lies. Node hands a hash out fastest as text of one character a byte, and many such texts are put down at once.
const LATIN = 'binary';

/** `0x01 || left || right`, as a node is hashed. */
const SLOT = 1 + 2 * HASH_BYTES;
const NODE = '\u0001';
const slots = Buffer.alloc((TILE_WIDTH / 2) * SLOT, NODE);
const slotsView = new DataView(slots.buffer, slots.byteOffset, slots.length);
const slot = Array.from({ length: TILE_WIDTH / 2 }, (_, i) => new Uint8Array(slots.buffer, slots.byteOffset + i * SLOT, SLOT));

/**
 * `SHA-256(0x00 || entry)` of each entry of a bundle, one after the other into `hashes`. `ends` says where they end
 * (`entryEnds`). The lengths in the bundle are lost: the byte before each entry becomes the 0x00.
 */
export function hashLeaves(bundle: Buffer, ends: Uint32Array, hashes: Buffer): void {
  let before = 0;
  let all = '';
  for (let i = 0; i < ends.length; i++) {
    const end = ends[i] ?? 0;
    const start = before + 1;
    bundle[start] = 0x00;
    all += hash('sha256', new Uint8Array(bundle.buffer, bundle.byteOffset + start, end - start), LATIN);
    before = end;
  }
  hashes.write(all, LATIN);
}

/** The root over the 256 hashes of a whole tile, written into `root`. */
export function hashTile(hashes: Buffer, root: Buffer): void {
  const from = new DataView(hashes.buffer, hashes.byteOffset, hashes.length);
  for (let i = 0; i < TILE_WIDTH / 2; i++) {
    for (let byte = 0; byte < 2 * HASH_BYTES; byte += 4) slotsView.setInt32(i * SLOT + 1 + byte, from.getInt32(2 * i * HASH_BYTES + byte));
  }
  // Row by row upwards in the same slots.
  for (let nodes = TILE_WIDTH / 2; nodes > 1; nodes /= 2) {
    let row = '';
    for (let i = 0; i < nodes; i += 2) row += NODE + hash('sha256', slot[i] ?? slots, LATIN) + hash('sha256', slot[i + 1] ?? slots, LATIN);
    slots.write(row, LATIN);
  }
  root.write(hash('sha256', slot[0] ?? slots, LATIN), LATIN);
}
