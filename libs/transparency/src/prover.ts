import { isCount } from './bytes.js';
import { MalformedError } from './errors.js';
import { HASH_BYTES, portableHasher, type TreeHasher } from './hash.js';
import { TILE_HEIGHT, TILE_WIDTH, tileWidth, type TileId } from './tile.js';
import { subtreeRoot } from './tree-builder.js';

/**
 * Where tiles come from: a table, a folder, a server. Asked for a tile as it stands in the tree in question; may
 * give more hashes than asked for, since a tile only grows, never fewer.
 */
export type TileReader = (tile: TileId) => Promise<Uint8Array>;

/** The root over `count` (a power of two) of a tile's hashes, from number `first`, which is a multiple of `count`. */
export type SubtreeRoot = (tile: TileId, hashes: Uint8Array, first: number, count: number) => Uint8Array;

const computed =
  (hasher: TreeHasher): SubtreeRoot =>
  (_, hashes, first, count) =>
    subtreeRoot(hashes, first, count, hasher);

/** Leaves `[start, end)`. */
type Range = readonly [start: number, end: number];

/** A complete subtree: `2^height` leaves from `index * 2^height`. */
interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** The largest power of two smaller than `n`, for n > 1. */
function split(n: number): number {
  let k = 2 ** Math.floor(Math.log2(n));
  if (k > n) k /= 2;
  return k === n ? k / 2 : k;
}

function complete([start, end]: Range): Subtree[] {
  const found: Subtree[] = [];
  for (let at = start; at < end; ) {
    let height = 0;
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= end) height++;
    found.push({ height, index: at / 2 ** height });
    at += 2 ** height;
  }
  return found;
}

const tileOf = ({ height, index }: Subtree): { level: number; index: number; first: number; count: number } => {
  const count = 2 ** (height % TILE_HEIGHT);
  const tile = Math.floor((index * count) / TILE_WIDTH);
  return { level: Math.floor(height / TILE_HEIGHT), index: tile, first: index * count - tile * TILE_WIDTH, count };
};

/** The roots of ranges of one tree, out of its tiles: all that are needed are read at once, each one time. */
async function rootsOf(
  ranges: readonly Range[],
  size: number,
  read: TileReader,
  hasher: TreeHasher,
  root: SubtreeRoot = computed(hasher),
): Promise<Uint8Array[]> {
  const parts = ranges.map((range) => complete(range).map(tileOf));
  const tiles = new Map<string, { id: TileId; hashes: Uint8Array }>();
  for (const { level, index } of parts.flat()) {
    const id = { level, index, width: tileWidth(size, level, index) };
    tiles.set(`${level}/${index}`, { id, hashes: new Uint8Array(0) });
  }
  await Promise.all([...tiles.values()].map(async (tile) => (tile.hashes = checked(tile.id, await read(tile.id)))));
  return parts.map((subtrees) => {
    const roots = subtrees.map(({ level, index, first, count }) => {
      const tile = tiles.get(`${level}/${index}`);
      if (tile === undefined) throw new Error(`tile ${level}/${index} was not read`);
      return root(tile.id, tile.hashes, first, count);
    });
    return roots.length === 0 ? hasher.empty() : roots.reduceRight((right, left) => hasher.node(left, right));
  });
}

function checked(tile: TileId, hashes: Uint8Array): Uint8Array {
  const { length } = hashes;
  const expected = tile.width * HASH_BYTES;
  if (length < expected || length > TILE_WIDTH * HASH_BYTES || length % HASH_BYTES !== 0) {
    throw new MalformedError('tile', `${tile.level}/${tile.index} has ${length} bytes; ${expected} were expected`);
  }
  return hashes;
}

/**
 * The path from a leaf to the root of the tree of `size` leaves, RFC 6962 §2.1.1. Who proves often from the same
 * tiles may pass a `root` that remembers.
 * @throws RangeError unless 0 ≤ index < size; MalformedError for a tile that is too short; whatever `read` throws
 */
export async function inclusionProof(
  index: number,
  size: number,
  read: TileReader,
  hasher: TreeHasher = portableHasher,
  root?: SubtreeRoot,
): Promise<Uint8Array[]> {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const path: Range[] = [];
  let [start, end]: Range = [0, size];
  while (end - start > 1) {
    const middle = start + split(end - start);
    if (index < middle) {
      path.push([middle, end]);
      end = middle;
    } else {
      path.push([start, middle]);
      start = middle;
    }
  }
  return rootsOf(path.reverse(), size, read, hasher, root);
}

/**
 * The proof that the tree of `to` leaves continues the tree of `from` leaves, RFC 6962 §2.1.2; empty when there is
 * nothing to prove (equal sizes, or from the empty tree).
 * @throws RangeError unless 0 ≤ from ≤ to; MalformedError for a tile that is too short; whatever `read` throws
 */
export async function consistencyProof(
  from: number,
  to: number,
  read: TileReader,
  hasher: TreeHasher = portableHasher,
  root?: SubtreeRoot,
): Promise<Uint8Array[]> {
  if (!isCount(from) || !isCount(to) || from > to) throw new RangeError(`no tree of ${to} leaves continues one of ${from}`);
  if (from === 0 || from === to) return [];
  const path: Range[] = [];
  let [start, end]: Range = [0, to];
  let whole = true;
  while (from !== end) {
    const middle = start + split(end - start);
    if (from <= middle) {
      path.push([middle, end]);
      end = middle;
    } else {
      path.push([start, middle]);
      start = middle;
      whole = false;
    }
  }
  if (!whole) path.push([start, end]);
  return rootsOf(path.reverse(), to, read, hasher, root);
}

/** The root of the tree of `size` leaves, from its tiles. */
export async function rootFromTiles(
  size: number,
  read: TileReader,
  hasher: TreeHasher = portableHasher,
): Promise<Uint8Array> {
  if (!isCount(size)) throw new RangeError(`${size} is not a tree size`);
  const [root] = await rootsOf([[0, size]], size, read, hasher);
  return root ?? hasher.empty();
}
