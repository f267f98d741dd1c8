import { HASH_BYTES, sameBytes, TILE_WIDTH, TreeBuilder, type TileUpdate, toBase64 } from '@covenant/transparency';
import { checkEntries, type CheckedLog } from './check-entries.js';
import { NotaryStopped } from './stopped.js';

/** Entries compared at a time; whole tiles. */
const CHUNK = 16 * TILE_WIDTH;

/**
 * Compares everything: each event of the store with its entry, each tile with the one that these leaves give, and
 * the root with the signed one. Reads the whole store and the whole log; writes nothing.
 * @throws NotaryStopped naming the first entry that differs
 */
export async function verifyAll(log: CheckedLog, onProgress: (done: number, of: number) => void = () => undefined): Promise<void> {
  const { reader, hasher, tree } = log;
  reader.forget();
  const builder = new TreeBuilder(hasher);
  for (let from = 0; from < tree.size; from += CHUNK) {
    const to = Math.min(from + CHUNK, tree.size);
    const leaves = await leavesOf(log, from, to);
    await checkEntries(log, from, to, (entry) => leaves[entry - from] ?? new Uint8Array(0));
    for (const tile of builder.append(leaves)) await checkUpdate(log, tile, from);
    onProgress(to, tree.size);
  }
  if (!sameBytes(builder.root(), tree.root)) {
    const roots = `${toBase64(builder.root())} by its leaves, ${toBase64(tree.root)} by its checkpoint`;
    throw new NotaryStopped('log-damaged', `the root of ${tree.size} entries is ${roots}`);
  }
}

async function leavesOf({ reader }: CheckedLog, from: number, to: number): Promise<Uint8Array[]> {
  const first = Math.floor(from / TILE_WIDTH);
  const widths = Array.from({ length: Math.ceil((to - from) / TILE_WIDTH) }, (_, i) => Math.min(to - from - i * TILE_WIDTH, TILE_WIDTH));
  const tiles = await Promise.all(widths.map((width, i) => reader.tile({ level: 0, index: first + i, width })));
  return Array.from({ length: to - from }, (_, i) => {
    const at = (i % TILE_WIDTH) * HASH_BYTES;
    const leaf = tiles[Math.floor(i / TILE_WIDTH)]?.slice(at, at + HASH_BYTES);
    if (leaf?.length === HASH_BYTES) return leaf;
    throw new NotaryStopped('log-damaged', `the tile with entry ${from + i} lacks its hash`, from + i);
  });
}

/** The table may be ahead of the tree under verification, so that a tile has more hashes than it had then. */
async function checkUpdate({ reader }: CheckedLog, tile: TileUpdate, from: number): Promise<void> {
  const stored = (await reader.tile(tile)).subarray(0, tile.hashes.length);
  if (!sameBytes(stored, tile.hashes)) {
    throw new NotaryStopped('log-damaged', `tile ${tile.index} of level ${tile.level} is not what the leaves give`, from);
  }
}

