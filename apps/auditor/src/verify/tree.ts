import {
  decodeBundle,
  entriesPath,
  HASH_BYTES,
  MalformedError,
  sameBytes,
  TILE_WIDTH,
  tilePath,
  tileWidth,
  toBase64,
  TreeBuilder,
  type TileUpdate,
} from '@covenant/transparency';
import type { Progress } from '../cli/progress.js';
import type { MirrorDir } from '../files/mirror-dir.js';
import { nodeHasher } from '../node-crypto.js';
import type { Findings } from '../report/report.js';
import type { Statements } from '../report/statements.js';
import type { Contents } from './contents.js';
import type { KeptCheckpoints } from './checkpoints.js';

/** An entry and its place in the tree's file do not agree; which of the two is wrong, the root tells at the end. */
interface Difference {
  readonly entry: number;
  readonly ofEntry: Uint8Array;
  readonly inTile: Uint8Array;
}

/** Enough to tell; a wholly different tree would fill the memory otherwise. */
const MAX_DIFFERENCES = 1000;

/**
 * Builds the tree anew from the entries alone and holds everything else against it: the signed roots of all
 * checkpoints, and each tile file. No file is trusted for what another says.
 */
export class TreeCheck {
  readonly #builder = new TreeBuilder(nodeHasher);
  readonly #differences: Difference[] = [];
  readonly #tileDifferences: Statements['tile-differs'][] = [];
  #read = 0;
  readonly #stops: readonly number[];

  constructor(
    private readonly dir: MirrorDir,
    private readonly kept: KeptCheckpoints,
    private readonly findings: Findings,
    private readonly contents: Contents | undefined,
    private readonly progress: Progress,
  ) {
    this.#stops = [...new Set(kept.all.map(({ size }) => size))];
  }

  /** True when every entry was read and is what the log signed: what they say may be relied upon. */
  run(): boolean {
    const { size } = this.kept.latest;
    this.#compareRoots();
    for (let index = 0; index * TILE_WIDTH < size; index++) {
      const leaves = this.#leaves(index, tileWidth(size, 0, index));
      if (leaves === undefined) return false;
      this.#grow(leaves);
      this.progress.at(this.#builder.size);
    }
    for (const tile of this.#builder.edge().tiles) this.#compareTile(tile);
    return this.#conclude() && this.#read === size;
  }

  /** The hashes of a bundle's entries, or, where they cannot be read, of its tile, so that the rest is still checked. */
  #leaves(index: number, width: number): Uint8Array[] | undefined {
    const path = entriesPath(index, width);
    const entries = this.#entries(path, index, width);
    const tile = this.#tile({ level: 0, index, width });
    const inTile = tile === undefined ? [] : Array.from({ length: width }, (_, i) => tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
    if (entries === undefined) return tile === undefined ? undefined : inTile;
    this.#read += width;
    return entries.map((bytes, i) => {
      const entry = index * TILE_WIDTH + i;
      const ofEntry = nodeHasher.leaf(bytes);
      const expected = inTile[i];
      if (expected !== undefined && !sameBytes(ofEntry, expected) && this.#differences.length < MAX_DIFFERENCES) {
        this.#differences.push({ entry, ofEntry, inTile: expected });
      }
      this.contents?.look(entry, bytes);
      return ofEntry;
    });
  }

  #entries(path: string, index: number, width: number): Uint8Array[] | undefined {
    const range = { path, first: index * TILE_WIDTH, last: index * TILE_WIDTH + width - 1 };
    const bundle = this.dir.read(path);
    if (bundle === undefined) {
      this.findings.found('bundle-missing', range);
      return undefined;
    }
    try {
      return decodeBundle(bundle, width);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.findings.found('bundle-malformed', { ...range, detail: error.message });
      return undefined;
    }
  }

  #tile(tile: Omit<TileUpdate, 'hashes'>): Uint8Array | undefined {
    const path = tilePath(tile);
    const hashes = this.dir.read(path);
    const expected = tile.width * HASH_BYTES;
    if (hashes?.length === expected) return hashes;
    if (hashes === undefined) this.findings.found('tile-missing', { path });
    else this.findings.found('tile-length', { path, expected, found: hashes.length });
    return undefined;
  }

  #grow(leaves: readonly Uint8Array[]): void {
    let from = 0;
    while (from < leaves.length) {
      const stop = this.#stops.find((size) => size > this.#builder.size) ?? Infinity;
      const to = Math.min(leaves.length, from + stop - this.#builder.size);
      const tiles = this.#builder.append(leaves.slice(from, to));
      for (const tile of tiles) if (tile.level > 0 && tile.width === TILE_WIDTH) this.#compareTile(tile);
      this.#compareRoots();
      from = to;
    }
  }

  #compareRoots(): void {
    const { size } = this.#builder;
    if (!this.#stops.includes(size)) return;
    const found = this.#builder.root();
    for (const { size: keptSize, root } of this.kept.all) {
      if (keptSize !== size || keptSize === this.kept.latest.size || sameBytes(root, found)) continue;
      this.findings.found('kept-root-differs', { size, expected: toBase64(root), found: toBase64(found) });
    }
  }

  /** Level 0 was compared entry by entry. */
  #compareTile(tile: TileUpdate): void {
    if (tile.level === 0) return;
    const file = this.#tile(tile);
    if (file === undefined) return;
    for (let i = 0; i < tile.width; i++) {
      const expected = tile.hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
      const found = file.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
      if (sameBytes(expected, found) || this.#tileDifferences.length >= MAX_DIFFERENCES) continue;
      this.#tileDifferences.push({ path: tilePath(tile), hash: i, expected: toBase64(expected), found: toBase64(found) });
    }
  }

  /** The signed root decides who is wrong: the entries, or the tiles that say otherwise. */
  #conclude(): boolean {
    const { size, root } = this.kept.latest;
    const found = this.#builder.root();
    const entriesHold = sameBytes(found, root);
    if (!entriesHold) this.findings.found('root-differs', { size, expected: toBase64(root), found: toBase64(found) });
    for (const { entry, ofEntry, inTile } of this.#differences) {
      const index = Math.floor(entry / TILE_WIDTH);
      const width = tileWidth(size, 0, index);
      if (entriesHold) {
        const path = tilePath({ level: 0, index, width });
        this.findings.found('tile-differs', { path, hash: entry % TILE_WIDTH, expected: toBase64(ofEntry), found: toBase64(inTile) });
      } else {
        const path = entriesPath(index, width);
        this.findings.found('entry-differs', { entry, path, expected: toBase64(inTile), found: toBase64(ofEntry) });
      }
    }
    if (entriesHold) for (const difference of this.#tileDifferences) this.findings.found('tile-differs', difference);
    return entriesHold;
  }
}
