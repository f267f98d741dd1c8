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

/** Reads subtree roots of one tree out of its tiles, each tile once. */
class Hashes {
  readonly #tiles = new Map<string, Promise<Uint8Array>>();

  constructor(
    private readonly size: number,
    private readonly read: TileReader,
    private readonly hasher: TreeHasher,
  ) {}

  roots(ranges: readonly Range[]): Promise<Uint8Array[]> {
    return Promise.all(ranges.map((range) => this.root(range)));
  }

  async root(range: Range): Promise<Uint8Array> {
    const parts = await Promise.all(complete(range).map((subtree) => this.#subtree(subtree)));
    return parts.length === 0 ? this.hasher.empty() : parts.reduceRight((right, left) => this.hasher.node(left, right));
  }

  async #subtree({ height, index }: Subtree): Promise<Uint8Array> {
    const level = Math.floor(height / TILE_HEIGHT);
    const count = 2 ** (height % TILE_HEIGHT);
    const first = index * count;
    const tile = Math.floor(first / TILE_WIDTH);
    const hashes = await this.#tile(level, tile);
    return subtreeRoot(hashes, first - tile * TILE_WIDTH, count, this.hasher);
  }

  #tile(level: number, index: number): Promise<Uint8Array> {
    const key = `${level}/${index}`;
    const known = this.#tiles.get(key);
    if (known !== undefined) return known;
    const width = tileWidth(this.size, level, index);
    const reading = this.read({ level, index, width }).then((hashes) => {
      if (hashes.length < width * HASH_BYTES || hashes.length > TILE_WIDTH * HASH_BYTES || hashes.length % HASH_BYTES !== 0) {
        throw new MalformedError('tile', `${key} has ${hashes.length} bytes; ${width * HASH_BYTES} were expected`);
      }
      return hashes;
    });
    this.#tiles.set(key, reading);
    return reading;
  }
}

/**
 * The path from a leaf to the root of the tree of `size` leaves, RFC 6962 §2.1.1.
 * @throws RangeError unless 0 ≤ index < size; MalformedError for a tile that is too short; whatever `read` throws
 */
export async function inclusionProof(
  index: number,
  size: number,
  read: TileReader,
  hasher: TreeHasher = portableHasher,
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
  return new Hashes(size, read, hasher).roots(path.reverse());
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
  return new Hashes(to, read, hasher).roots(path.reverse());
}

/** The root of the tree of `size` leaves, from its tiles. */
export function rootFromTiles(size: number, read: TileReader, hasher: TreeHasher = portableHasher): Promise<Uint8Array> {
  if (!isCount(size)) throw new RangeError(`${size} is not a tree size`);
  return new Hashes(size, read, hasher).root([0, size]);
}
