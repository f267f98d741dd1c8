import {
  decodeBundle,
  entriesPath,
  HASH_BYTES,
  MalformedError,
  MAX_ENTRY_BYTES,
  sameBytes,
  TILE_WIDTH,
  tilePath,
  UnprovenError,
  type TileId,
} from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { nodeHasher } from '../node-crypto.js';
import type { LogServer } from './http.js';

const TILE_LIMIT = TILE_WIDTH * HASH_BYTES;
const BUNDLE_LIMIT = TILE_WIDTH * (2 + MAX_ENTRY_BYTES);

/** The files of a log on its server. What they hold is for the caller to check against a signed tree. */
export class LogFiles {
  constructor(private readonly server: LogServer) {}

  tile(tile: TileId): Promise<Uint8Array> {
    const whole = tilePath({ ...tile, width: TILE_WIDTH });
    return this.#get(tilePath(tile), whole, TILE_LIMIT, (full) => full.slice(0, tile.width * HASH_BYTES));
  }

  /** A bundle whose entries are those of this tile. @throws UnprovenError, Unchecked */
  async bundle(index: number, width: number, hashes: Uint8Array): Promise<Uint8Array> {
    const path = entriesPath(index, width);
    const bundle = await this.#get(path, entriesPath(index), BUNDLE_LIMIT, (full) => prefix(full, width));
    const wrong = wrongEntry(bundle, hashes, index, width);
    if (wrong !== undefined) throw new UnprovenError('inclusion', `entry ${wrong.entry}, in ${path}: ${wrong.detail}`);
    return bundle;
  }

  /** A partial file may have given way to its full one, of which it is the beginning (C2SP tlog-tiles). */
  async #get(path: string, whole: string, limit: number, cut: (whole: Uint8Array) => Uint8Array): Promise<Uint8Array> {
    const exact = await this.server.get(path, limit);
    if (exact !== undefined) return exact;
    const full = path === whole ? undefined : await this.server.get(whole, limit);
    if (full === undefined) throw new Unchecked(`${this.server.base}/${path} is missing, although the log signed a tree that needs it`);
    return cut(full);
  }
}

/** The first `width` entries of a bundle, as a bundle; the bundle itself where it has fewer. */
function prefix(bundle: Uint8Array, width: number): Uint8Array {
  let at = 0;
  for (let i = 0; i < width && at + 2 <= bundle.length; i++) at += 2 + (((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0));
  return bundle.slice(0, at);
}

/** The first entry of a bundle that is not what the tile says, and why. */
export function wrongEntry(
  bundle: Uint8Array,
  hashes: Uint8Array,
  index: number,
  width: number,
): { entry: number; detail: string } | undefined {
  try {
    const wrong = decodeBundle(bundle, width).findIndex(
      (entry, i) => !sameBytes(nodeHasher.leaf(entry), hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)),
    );
    return wrong < 0 ? undefined : { entry: index * TILE_WIDTH + wrong, detail: 'its hash is not that in the tree' };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return { entry: index * TILE_WIDTH, detail: error.message };
  }
}
