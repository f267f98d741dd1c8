import { sameBytes } from './bytes.js';
import { UnprovenError } from './errors.js';
import { HASH_BYTES, portableHasher, type TreeHasher } from './hash.js';
import type { TileReader } from './prover.js';
import { edgeTiles, TILE_WIDTH, tilePath, tileWidth, type TileId } from './tile.js';
import { subtreeRoot, TreeBuilder } from './tree-builder.js';

export interface TileSource {
  readonly read: TileReader;
  /** Where to look a second time for a tile whose first copy was wrong, as a damaged file beside its server. */
  readonly readAgain?: TileReader;
  /** Told of each tile once it is known to belong to the tree, before anybody else gets it. */
  readonly accepted?: (tile: TileId, hashes: Uint8Array) => void | Promise<void>;
}

/**
 * The tiles of one tree, each checked before it is given out: those at the right edge must lead to the tree's root,
 * and every full one to its hash in the tile above it. With a signed root nothing else about the source has to be
 * trusted. Tiles above level 0 are kept (8 KiB for each 65,536 leaves).
 */
export class AuthenticTiles {
  readonly #kept = new Map<string, Promise<Uint8Array>>();
  #edge: Promise<ReadonlyMap<number, Uint8Array>> | undefined;

  constructor(
    readonly size: number,
    readonly root: Uint8Array,
    private readonly source: TileSource,
    private readonly hasher: TreeHasher = portableHasher,
  ) {}

  /** A tile as it stands in this tree, whole. @throws UnprovenError `tile`; RangeError where the tree has none */
  async tile(level: number, index: number): Promise<Uint8Array> {
    const width = tileWidth(this.size, level, index);
    if (width === 0) throw new RangeError(`a tree of ${this.size} leaves has no tile ${level}/${index}`);
    if (width < TILE_WIDTH) return (await this.edge()).get(level) ?? new Uint8Array(0);
    if (level === 0) return this.#full({ level, index, width });
    const key = `${level}/${index}`;
    const known = this.#kept.get(key) ?? this.#full({ level, index, width });
    this.#kept.set(key, known);
    return known;
  }

  /** For the prover: proofs of this tree and of every smaller one. */
  readonly read: TileReader = ({ level, index }) => this.tile(level, index);

  /** The partial tiles, by level; they are checked together, since only together they lead to the root. */
  edge(): Promise<ReadonlyMap<number, Uint8Array>> {
    this.#edge ??= this.#readEdge();
    return this.#edge;
  }

  async #readEdge(): Promise<ReadonlyMap<number, Uint8Array>> {
    const read = (from: TileReader): Promise<{ tile: TileId; hashes: Uint8Array }[]> =>
      Promise.all(edgeTiles(this.size).map(async (tile) => ({ tile, hashes: await from(tile) })));
    let edge = await read(this.source.read);
    if (!this.#leadsToRoot(edge) && this.source.readAgain !== undefined) edge = await read(this.source.readAgain);
    if (!this.#leadsToRoot(edge)) {
      throw new UnprovenError('tile', `the tiles at the right edge do not lead to the root of the tree of ${this.size}`);
    }
    for (const { tile, hashes } of edge) await this.source.accepted?.(tile, hashes);
    return new Map(edge.map(({ tile, hashes }) => [tile.level, hashes]));
  }

  #leadsToRoot(edge: readonly { tile: TileId; hashes: Uint8Array }[]): boolean {
    if (edge.some(({ tile, hashes }) => hashes.length !== tile.width * HASH_BYTES)) return false;
    const tiles = edge.map(({ tile, hashes }) => ({ ...tile, hashes }));
    return sameBytes(new TreeBuilder(this.hasher, { size: this.size, tiles }).root(), this.root);
  }

  async #full(tile: TileId): Promise<Uint8Array> {
    const above = await this.tile(tile.level + 1, Math.floor(tile.index / TILE_WIDTH));
    const at = (tile.index % TILE_WIDTH) * HASH_BYTES;
    const expected = above.subarray(at, at + HASH_BYTES);
    const holds = (hashes: Uint8Array): boolean =>
      hashes.length === TILE_WIDTH * HASH_BYTES && sameBytes(subtreeRoot(hashes, 0, TILE_WIDTH, this.hasher), expected);
    let hashes = await this.source.read(tile);
    if (!holds(hashes) && this.source.readAgain !== undefined) hashes = await this.source.readAgain(tile);
    if (!holds(hashes)) throw new UnprovenError('tile', `${tilePath(tile)} does not lead to its hash in the tile above it`);
    await this.source.accepted?.(tile, hashes);
    return hashes;
  }
}
