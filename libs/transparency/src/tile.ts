import { fromDecimal, isCount } from './bytes.js';

/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles; the tile height is 8). */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;
export const MAX_TILE_LEVEL = 63;

/** Which tile: hashes `index * 256 …` of level `level`, where level l holds the roots of subtrees of 256^l leaves. */
export interface TileId {
  readonly level: number;
  readonly index: number;
  /** 1 to 256; less than 256 for a partial tile. */
  readonly width: number;
}

/** Hashes that a tree of `size` leaves has on a tile level: only complete subtrees count. */
export function hashesOnLevel(size: number, level: number): number {
  let count = size;
  for (let l = 0; l < level && count > 0; l++) count = Math.floor(count / TILE_WIDTH);
  return count;
}

/** The width of a tile in a tree of `size` leaves: 0 where there is none. */
export function tileWidth(size: number, level: number, index: number): number {
  return Math.min(Math.max(hashesOnLevel(size, level) - index * TILE_WIDTH, 0), TILE_WIDTH);
}

/**
 * The partial tiles of a tree, lowest level first: all that has to be known to let it grow. A level whose last
 * tile is full has none.
 */
export function edgeTiles(size: number): readonly TileId[] {
  const edge: TileId[] = [];
  let count = size;
  for (let level = 0; count > 0; level++) {
    const width = count % TILE_WIDTH;
    if (width > 0) edge.push({ level, index: Math.floor(count / TILE_WIDTH), width });
    count = Math.floor(count / TILE_WIDTH);
  }
  return edge;
}

function indexPath(index: number): string {
  if (!isCount(index)) throw new RangeError(`${index} is not a tile index`);
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  return groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/');
}

function withWidth(path: string, width: number): string {
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) throw new RangeError(`${width} is not a tile width`);
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

/** `tile/<L>/<N>[.p/<W>]`, below the log's prefix. */
export const tilePath = ({ level, index, width }: TileId): string => {
  if (!Number.isInteger(level) || level < 0 || level > MAX_TILE_LEVEL) throw new RangeError(`${level} is not a tile level`);
  return withWidth(`tile/${level}/${indexPath(index)}`, width);
};

/** `tile/entries/<N>[.p/<W>]`, below the log's prefix. */
export const entriesPath = (index: number, width: number = TILE_WIDTH): string =>
  withWidth(`tile/entries/${indexPath(index)}`, width);

export type ParsedTilePath =
  | ({ readonly kind: 'hashes' } & TileId)
  | { readonly kind: 'entries'; readonly index: number; readonly width: number };

const pathShape = /^tile\/([0-9]+|entries)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]+))?$/;

/** The reverse of `tilePath` and `entriesPath`; undefined for a path that neither would write. */
export function parseTilePath(path: string): ParsedTilePath | undefined {
  const [, what, groups, partial] = pathShape.exec(path) ?? [];
  if (what === undefined || groups === undefined) return undefined;
  const index = Number(groups.replace(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : fromDecimal(partial);
  if (!isCount(index) || width === undefined || width < 1 || (partial !== undefined && width >= TILE_WIDTH)) {
    return undefined;
  }
  if (what === 'entries') return entriesPath(index, width) === path ? { kind: 'entries', index, width } : undefined;
  const level = fromDecimal(what);
  if (level === undefined || level > MAX_TILE_LEVEL) return undefined;
  return tilePath({ level, index, width }) === path ? { kind: 'hashes', level, index, width } : undefined;
}
