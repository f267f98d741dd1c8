import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  AuthenticTiles,
  entriesPath,
  hashesOnLevel,
  sameBytes,
  TILE_WIDTH,
  tilePath,
  tileWidth,
  type TileId,
  type TrustedCheckpoint,
} from '@covenant/transparency';
import type { Progress } from '../cli/progress.js';
import { writeWhole } from '../files/atomic.js';
import type { MirrorDir } from '../files/mirror-dir.js';
import { nodeHasher } from '../node-crypto.js';
import type { LogServer } from './http.js';
import { LogFiles, wrongEntry } from './log-files.js';

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
  readonly #files: LogFiles;

  constructor(
    private readonly dir: MirrorDir,
    server: LogServer,
    private readonly checkpoint: TrustedCheckpoint,
  ) {
    this.#files = new LogFiles(server);
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
    await writeWhole(join(this.dir.path, path), await this.#files.bundle(index, width, hashes));
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
    const hashes = await this.#files.tile(tile);
    this.#fetched.set(tilePath(tile), hashes);
    return hashes;
  }
}

function topLevel(size: number): number {
  let level = 0;
  while (hashesOnLevel(size, level + 1) > 0) level++;
  return level;
}
