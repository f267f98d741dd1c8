import { entriesPath, HASH_BYTES, sameBytes, TILE_WIDTH, tilePath, tileWidth, toBase64, TreeBuilder, type KeyEntry, type TileUpdate } from '@covenant/transparency';
import type { Progress } from '../cli/progress.js';
import type { MirrorDir } from '../files/mirror-dir.js';
import { nodeHasher } from '../node-crypto.js';
import type { Findings } from '../report/report.js';
import type { Statements } from '../report/statements.js';
import { MAX_DIFFERENCES, type CheckedBundle, type CheckedChunk, type Difference } from './chunk.js';
import type { KeptCheckpoints } from './checkpoints.js';
import type { Contents } from './contents.js';

/**
 * Builds the tree anew from the entries alone and holds everything else against it: the signed roots of all
 * checkpoints, and each tile file. No file is trusted for what another says.
 */
export class TreeCheck {
  readonly #builder = new TreeBuilder(nodeHasher);
  readonly #differences: Difference[] = [];
  readonly #tileDifferences: Statements['tile-differs'][] = [];
  /** The entries about the log's own keys, in their order. */
  readonly keys: KeyEntry[] = [];
  #read = 0;
  /** The bundles in the middle of which one of those trees ends. */
  readonly split: ReadonlySet<number>;
  /** Sizes of trees whose roots are to be compared. */
  readonly #stops: readonly number[];

  constructor(
    private readonly dir: MirrorDir,
    private readonly kept: KeptCheckpoints,
    private readonly findings: Findings,
    private readonly contents: Contents | undefined,
    private readonly progress: Progress,
  ) {
    this.#stops = [...new Set(kept.all.map(({ size }) => size))];
    this.split = new Set(this.#stops.filter((size) => size % TILE_WIDTH > 0).map((size) => Math.floor(size / TILE_WIDTH)));
  }

  /** True when every entry was read and is what the log signed: what they say may be relied upon. */
  async run(chunks: AsyncIterable<CheckedChunk>): Promise<boolean> {
    const { size } = this.kept.latest;
    this.#compareRoots();
    let index = 0;
    for await (const chunk of chunks) {
      this.#take(chunk);
      for (const bundle of chunk.bundles) if (!this.#grow(bundle, tileWidth(size, 0, index++))) return false;
      this.progress.at(this.#builder.size);
    }
    for (const tile of this.#builder.edge().tiles) this.#compareTile(tile);
    return this.#conclude() && this.#read === size;
  }

  #take({ findings, count, differences, contents, keys }: CheckedChunk): void {
    this.keys.push(...keys);
    this.findings.take({ findings, remarks: [], count });
    this.#differences.push(...differences.slice(0, MAX_DIFFERENCES - this.#differences.length));
    if (contents !== undefined) this.contents?.take(contents);
  }

  /** False where the tree cannot go on: neither the entries nor their hashes are there. */
  #grow({ hashes, root, read }: CheckedBundle, width: number): boolean {
    if (read) this.#read += width;
    if (root !== undefined) {
      this.#compareTiles(this.#builder.appendTile(root));
    } else if (hashes === undefined) {
      return false;
    } else {
      const start = this.#builder.size;
      const stops = this.#stops.filter((size) => size > start && size < start + width);
      for (const stop of [...stops, start + width]) {
        const leaves = Array.from({ length: stop - this.#builder.size }, (_, i) => this.#builder.size - start + i);
        this.#compareTiles(this.#builder.append(leaves.map((leaf) => hashes.subarray(leaf * HASH_BYTES, (leaf + 1) * HASH_BYTES))));
        if (stop < start + width) this.#compareRoots();
      }
    }
    this.#compareRoots();
    return true;
  }

  #compareTiles(tiles: readonly TileUpdate[]): void {
    for (const tile of tiles) if (tile.level > 0 && tile.width === TILE_WIDTH) this.#compareTile(tile);
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
