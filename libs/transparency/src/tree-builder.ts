import { HASH_BYTES, portableHasher, type TreeHasher } from './hash.js';
import { edgeTiles, TILE_WIDTH, type TileId } from './tile.js';

/** The content of a tile after a batch: `width * 32` bytes. A tile only ever grows, so a partial one is a prefix. */
export interface TileUpdate extends TileId {
  readonly hashes: Uint8Array;
}

/** All that is needed to let a tree grow: its size and its partial tiles, lowest level first. */
export interface TreeEdge {
  readonly size: number;
  readonly tiles: readonly TileUpdate[];
}

interface Level {
  /** Full tiles to the left of this one. */
  index: number;
  width: number;
  readonly hashes: Uint8Array;
}

/**
 * Grows a Merkle tree leaf by leaf and gives the tiles that changed. Keeps one tile a level in memory (8 KiB each),
 * whatever the size of the tree. Owned by one writer; not shared.
 */
export class TreeBuilder {
  #size = 0;
  readonly #levels: Level[] = [];

  /** @throws RangeError when the tiles are not exactly those of a tree of that size */
  constructor(
    private readonly hasher: TreeHasher = portableHasher,
    edge: TreeEdge = { size: 0, tiles: [] },
  ) {
    const expected = edgeTiles(edge.size);
    const fits = ({ level, index, width }: TileId, i: number): boolean => {
      const tile = edge.tiles[i];
      return tile?.level === level && tile.index === index && tile.hashes.length === width * HASH_BYTES;
    };
    if (expected.length !== edge.tiles.length || !expected.every(fits)) {
      throw new RangeError(`these are not the partial tiles of a tree of ${edge.size} leaves`);
    }
    this.#size = edge.size;
    for (let level = 0, count = edge.size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
      this.#level(level).index = Math.floor(count / TILE_WIDTH);
    }
    for (const tile of edge.tiles) {
      const level = this.#level(tile.level);
      level.width = tile.width;
      level.hashes.set(tile.hashes);
    }
  }

  get size(): number {
    return this.#size;
  }

  /** Takes the next leaves' hashes in order; gives each tile that changed once, with its content at the end. */
  append(leafHashes: Iterable<Uint8Array>): TileUpdate[] {
    const full: TileUpdate[] = [];
    const before = this.#size;
    for (const hash of leafHashes) {
      this.#push(0, hash, full);
      this.#size++;
    }
    if (this.#size === before) return full;
    return [...full, ...this.#levels.flatMap((level, l) => this.#grown(level, l, before))];
  }

  /**
   * Takes a whole tile of leaves by its root, which somebody computed already; the tiles that it gives begin at level 1.
   * @throws RangeError unless the tree ends where a tile begins
   */
  appendTile(root: Uint8Array): TileUpdate[] {
    const level = this.#level(0);
    if (level.width > 0) throw new RangeError(`a tree of ${this.#size} leaves does not end with a tile`);
    const full: TileUpdate[] = [];
    level.index++;
    this.#size += TILE_WIDTH;
    this.#push(1, root, full);
    return full;
  }

  /** RFC 6962 §2.1, at most 255 hashes a tile level. */
  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (const level of this.#levels) {
      let end = level.width;
      while (end > 0) {
        const size = end & -end;
        const left = this.#subtree(level.hashes, end - size, size);
        root = root === undefined ? left : this.hasher.node(left, root);
        end -= size;
      }
    }
    return root ?? this.hasher.empty();
  }

  /** A copy of the edge, for the constructor of another builder. */
  edge(): TreeEdge {
    const tiles = edgeTiles(this.#size).map((tile) => ({ ...tile, hashes: this.#content(this.#level(tile.level)) }));
    return { size: this.#size, tiles };
  }

  #grown(level: Level, l: number, before: number): TileUpdate[] {
    const had = Math.floor(before / TILE_WIDTH ** l);
    const has = level.index * TILE_WIDTH + level.width;
    if (level.width === 0 || has === had) return [];
    return [{ level: l, index: level.index, width: level.width, hashes: this.#content(level) }];
  }

  #push(l: number, hash: Uint8Array, full: TileUpdate[]): void {
    const level = this.#level(l);
    level.hashes.set(hash, level.width * HASH_BYTES);
    level.width++;
    if (level.width < TILE_WIDTH) return;
    full.push({ level: l, index: level.index, width: TILE_WIDTH, hashes: this.#content(level) });
    const root = this.#subtree(level.hashes, 0, TILE_WIDTH);
    level.index++;
    level.width = 0;
    this.#push(l + 1, root, full);
  }

  #subtree(hashes: Uint8Array, start: number, size: number): Uint8Array {
    return subtreeRoot(hashes, start, size, this.hasher);
  }

  #content(level: Level): Uint8Array {
    return level.hashes.slice(0, level.width * HASH_BYTES);
  }

  #level(l: number): Level {
    while (this.#levels.length <= l) {
      this.#levels.push({ index: 0, width: 0, hashes: new Uint8Array(TILE_WIDTH * HASH_BYTES) });
    }
    const level = this.#levels[l];
    if (level === undefined) throw new RangeError(`no tile level ${l}`);
    return level;
  }
}

/** The root over `size` (a power of two) hashes of a tile, from hash number `start`. */
export function subtreeRoot(hashes: Uint8Array, start: number, size: number, hasher: TreeHasher): Uint8Array {
  // A copy, which `slice` is not where a caller's array is a Buffer of Node.
  const row = new Uint8Array(hashes.subarray(start * HASH_BYTES, (start + size) * HASH_BYTES));
  // Row by row upwards in one array: parent i takes the place of hash i, whose children 2i and 2i + 1 were read already.
  for (let parents = size / 2; parents >= 1; parents /= 2) {
    for (let i = 0; i < parents; i++) {
      const at = 2 * i * HASH_BYTES;
      row.set(hasher.node(row.subarray(at, at + HASH_BYTES), row.subarray(at + HASH_BYTES, at + 2 * HASH_BYTES)), i * HASH_BYTES);
    }
  }
  return row.slice(0, HASH_BYTES);
}
