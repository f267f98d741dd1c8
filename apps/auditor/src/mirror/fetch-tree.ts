import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  AuthenticTiles,
  decodeBundle,
  entriesPath,
  HASH_BYTES,
  hashesOnLevel,
  MalformedError,
  MAX_ENTRY_BYTES,
  sameBytes,
  TILE_WIDTH,
  tilePath,
  tileWidth,
  UnprovenError,
  type TileId,
  type TrustedCheckpoint,
} from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import type { Progress } from '../cli/progress.js';
import { writeWhole } from '../files/atomic.js';
import type { MirrorDir } from '../files/mirror-dir.js';
import { nodeHasher } from '../node-crypto.js';
import type { LogServer } from './http.js';

const TILE_LIMIT = TILE_WIDTH * HASH_BYTES;
const BUNDLE_LIMIT = TILE_WIDTH * (2 + MAX_ENTRY_BYTES);
/** Requests under way at once. */
const AT_ONCE = 8;

/**
 * Brings the files of one signed tree into a mirror. Nothing is written before it is known to belong to the tree, so
 * a run that dies leaves only good files, and the next goes on from them.
 */
export class TreeFetch {
  readonly tiles: AuthenticTiles;
  /** Files on disk that did not belong to the tree, and were replaced. */
  readonly repaired: string[] = [];
  readonly #fetched = new Map<string, Uint8Array>();

  constructor(
    private readonly dir: MirrorDir,
    private readonly server: LogServer,
    private readonly checkpoint: TrustedCheckpoint,
  ) {
    const source = {
      read: async (tile: TileId) => this.#onDisk(tile) ?? (await this.#fromServer(tile)),
      readAgain: async (tile: TileId) => {
        const before = this.#onDisk(tile);
        const hashes = await this.#fromServer(tile);
        if (before !== undefined && !sameBytes(before, hashes)) this.repaired.push(tilePath(tile));
        return hashes;
      },
      accepted: async (tile: TileId, hashes: Uint8Array) => {
        const path = tilePath(tile);
        if (!this.#fetched.delete(path)) return;
        await writeWhole(join(this.dir.path, path), hashes);
      },
    };
    this.tiles = new AuthenticTiles(checkpoint.size, checkpoint.root, source, nodeHasher);
  }

  /**
   * `known` entries are those of a tree that this one was shown to continue: their full files were checked when they
   * were written, and are only fetched where they are missing. @throws UnprovenError, Unchecked
   */
  async run(known: number, progress: Progress): Promise<void> {
    const { size } = this.checkpoint;
    await this.tiles.edge();
    for (let level = topLevel(size); level > 0; level--) {
      for (let index = 0; tileWidth(size, level, index) > 0; index++) {
        if (!this.#settled(known, level, index)) await this.tiles.tile(level, index);
      }
    }
    const indexes = Array.from({ length: Math.ceil(size / TILE_WIDTH) }, (_, index) => index).values();
    let done = 0;
    let failed = false;
    const worker = async (): Promise<void> => {
      try {
        for (const index of indexes) {
          if (failed) return;
          await this.#bundle(known, index);
          done += tileWidth(size, 0, index);
          progress.at(done);
        }
      } catch (error) {
        failed = true;
        throw error;
      }
    };
    // All of them have ended before anybody learns of a failure: nothing is written behind the caller's back.
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  async #bundle(known: number, index: number): Promise<void> {
    const width = tileWidth(this.checkpoint.size, 0, index);
    const path = entriesPath(index, width);
    if ((index + 1) * TILE_WIDTH <= known && this.#settled(known, 0, index) && existsSync(join(this.dir.path, path))) return;
    const hashes = await this.tiles.tile(0, index);
    const onDisk = this.dir.read(path);
    if (onDisk !== undefined) {
      if (wrongEntry(onDisk, hashes, index, width) === undefined) return;
      this.repaired.push(path);
    }
    const bundle = await this.#get(path, entriesPath(index), BUNDLE_LIMIT, (whole) => prefix(whole, width));
    const wrong = wrongEntry(bundle, hashes, index, width);
    if (wrong !== undefined) throw new UnprovenError('inclusion', `entry ${wrong.entry}, in ${path}: ${wrong.detail}`);
    await writeWhole(join(this.dir.path, path), bundle);
  }

  /** A full tile of the tree that is known: on disk, and checked before it was put there. */
  #settled(known: number, level: number, index: number): boolean {
    const full = hashesOnLevel(known, level) >= (index + 1) * TILE_WIDTH;
    return full && existsSync(join(this.dir.path, tilePath({ level, index, width: TILE_WIDTH })));
  }

  #onDisk(tile: TileId): Uint8Array | undefined {
    return this.dir.read(tilePath(tile));
  }

  async #fromServer(tile: TileId): Promise<Uint8Array> {
    const path = tilePath(tile);
    const whole = tilePath({ ...tile, width: TILE_WIDTH });
    const hashes = await this.#get(path, whole, TILE_LIMIT, (full) => full.slice(0, tile.width * HASH_BYTES));
    this.#fetched.set(path, hashes);
    return hashes;
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

function topLevel(size: number): number {
  let level = 0;
  while (hashesOnLevel(size, level + 1) > 0) level++;
  return level;
}

/** The first `width` entries of a bundle, as a bundle; the bundle itself where it has fewer. */
function prefix(bundle: Uint8Array, width: number): Uint8Array {
  let at = 0;
  for (let i = 0; i < width && at + 2 <= bundle.length; i++) at += 2 + (((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0));
  return bundle.slice(0, at);
}

/** The first entry of a bundle that is not what the tile says, and why. */
function wrongEntry(
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
