import { HASH_BYTES, type SubtreeRoot, TILE_WIDTH, type TileId, type TreeHasher } from '@covenant/transparency';
import { LRUCache } from 'lru-cache';
import { hashNodes, type NodesOfTile } from '../hasher.js';

/** The nodes above a tile's hashes, numbered as in a heap: 1 is the root, 2n and 2n + 1 are the children of n. */
interface Inner {
  readonly hashes: Buffer;
  readonly known: Uint8Array;
}

/** 8.4 KiB each. Enough for all tiles above the leaves' of a log of some thirty million, and for the busy ones. */
const CACHED_TILES = 512;

/**
 * The inner nodes of tiles, computed when a proof first needs them and remembered. A tile only grows, and what was in
 * it stays, so the root of a complete subtree never changes, also in a tile that is not full yet.
 */
export class KnownSubtrees {
  readonly #tiles = new LRUCache<string, Inner>({ max: CACHED_TILES });

  constructor(
    private readonly hasher: TreeHasher,
    private readonly nodesOf: NodesOfTile = hashNodes,
  ) {}

  readonly root: SubtreeRoot = (tile, hashes, first, count) =>
    this.#node(this.#inner(tile, hashes), hashes, (TILE_WIDTH + first) / count);

  /** To be called where tiles are read anew, because those read before are in doubt. */
  forget(): void {
    this.#tiles.clear();
  }

  /** A proof needs nearly all nodes of its leaf's tile, so those of a whole one are computed together. */
  #inner({ level, index }: TileId, tile: Uint8Array): Inner {
    const key = `${level}/${index}`;
    const had = this.#tiles.get(key);
    if (had !== undefined) return had;
    const made = { hashes: Buffer.alloc(TILE_WIDTH * HASH_BYTES), known: new Uint8Array(TILE_WIDTH) };
    if (tile.length === made.hashes.length) {
      this.nodesOf(tile, made.hashes);
      made.known.fill(1);
    }
    this.#tiles.set(key, made);
    return made;
  }

  #node(inner: Inner, tile: Uint8Array, n: number): Uint8Array {
    if (n >= TILE_WIDTH) return hashAt(tile, n - TILE_WIDTH);
    if (inner.known[n] === 0) {
      inner.hashes.set(this.hasher.node(this.#node(inner, tile, 2 * n), this.#node(inner, tile, 2 * n + 1)), n * HASH_BYTES);
      inner.known[n] = 1;
    }
    return hashAt(inner.hashes, n);
  }
}

const hashAt = (hashes: Uint8Array, n: number): Uint8Array => hashes.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES);
