import { sha256 as noble } from '@noble/hashes/sha2.js';

/**
 * SHA-256 of some bytes, as a new array. Injected, because Node's own is twice as fast and a browser has none that
 * answers at once: Node processes pass `(bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'binary')` with the
 * `hash` of `node:crypto`.
 * It must not keep the array it is given, which is reused.
 */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const HASH_BYTES = 32;

export const portableSha256: Sha256 = (bytes) => noble(bytes);

/** The hashes of a Merkle tree as RFC 6962 §2.1 defines them. */
export interface TreeHasher {
  readonly sha256: Sha256;
  /** `SHA-256(0x00 || entry)` */
  leaf(entry: Uint8Array): Uint8Array;
  /** `SHA-256(0x01 || left || right)` */
  node(left: Uint8Array, right: Uint8Array): Uint8Array;
  /** `SHA-256("")`, the root of the tree without leaves. */
  empty(): Uint8Array;
}

export function treeHasher(sha256: Sha256 = portableSha256): TreeHasher {
  const pair = new Uint8Array(1 + 2 * HASH_BYTES);
  pair[0] = 0x01;
  let scratch = new Uint8Array(4096);
  return {
    sha256,
    leaf(entry) {
      if (scratch.length <= entry.length) scratch = new Uint8Array(2 * entry.length + 1);
      scratch[0] = 0x00;
      scratch.set(entry, 1);
      return sha256(scratch.subarray(0, entry.length + 1));
    },
    node(left, right) {
      pair.set(left, 1);
      pair.set(right, 1 + HASH_BYTES);
      return sha256(pair);
    },
    empty: () => sha256(new Uint8Array(0)),
  };
}

/** The tree's hashes by portable code; good for one proof, slow for a million leaves. */
export const portableHasher: TreeHasher = treeHasher();

export const leafHash = (entry: Uint8Array, hasher: TreeHasher = portableHasher): Uint8Array => hasher.leaf(entry);
export const nodeHash = (left: Uint8Array, right: Uint8Array, hasher: TreeHasher = portableHasher): Uint8Array =>
  hasher.node(left, right);
export const emptyRoot = (hasher: TreeHasher = portableHasher): Uint8Array => hasher.empty();
