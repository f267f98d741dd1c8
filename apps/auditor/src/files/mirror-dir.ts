import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fromDecimal, MAX_ENTRY_BYTES, parseTilePath, TILE_WIDTH, type TileId, tilePath, type TileReader } from '@covenant/transparency';
import { codeOf, reasonOf } from '../cli/errors.js';
import { Unchecked } from '../cli/exit.js';
import { TEMPORARY } from './atomic.js';
import { FILE_LIMIT, readBounded, type FileRoom } from './bounded.js';

/**
 * A copy of a log, in the layout in which the log itself is served: any static file server can serve it on. Beside
 * the log's own files it has `checkpoints/<size>`, every checkpoint ever kept, `policy`, whom it trusts, and
 * `evidence/`, if the log was caught lying.
 */
export const CHECKPOINT = 'checkpoint';
export const CHECKPOINTS = 'checkpoints';
export const POLICY = 'policy';
export const EVIDENCE = 'evidence';
export const LOCK = '.lock';
/** In a bundle, beside its copy in `log`: the histories of one city in words. */
export const PAGE = 'index.html';
/** In a monitor's folder: the entries about the log's keys. A copy has them in its bundles. */
export const KEYS = 'keys.json';

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');

export class MirrorDir {
  constructor(readonly path: string) {}

  /** Undefined when there is no such file. @throws Unchecked when it cannot be read */
  read(file: string): Buffer | undefined {
    return this.#reading(file, readBounded);
  }

  /** The same, as a part of `room` that stands until another file is read into it. */
  readInto(room: FileRoom, file: string): Buffer | undefined {
    return this.#reading(file, (path, limit) => room.read(path, limit));
  }

  #reading(file: string, read: (path: string, limit: number) => Buffer): Buffer | undefined {
    const path = join(this.path, file);
    try {
      return read(path, limitOf(file));
    } catch (error) {
      if (isMissing(error)) return undefined;
      if (error instanceof Unchecked) throw error;
      throw new Unchecked(`${path} cannot be read: ${reasonOf(error)}`, { cause: error });
    }
  }

  /** When a file was written, in milliseconds since 1970; undefined when there is no such file. */
  changedAt(file: string): number | undefined {
    return statSync(join(this.path, file), { throwIfNoEntry: false })?.mtimeMs;
  }

  /** Empty where there is none: the caller sees that it has the wrong length. */
  readonly tiles: TileReader = (tile: TileId) => Promise.resolve(this.read(tilePath(tile)) ?? new Uint8Array(0));

  /** Sizes for which a checkpoint is kept, smallest first. */
  async keptSizes(): Promise<number[]> {
    return (await this.#under(CHECKPOINTS))
      .map((file) => fromDecimal(file.slice(CHECKPOINTS.length + 1)))
      .filter((size) => size !== undefined)
      .sort((a, b) => a - b);
  }

  /** Every file, as a path with slashes, in order. @throws Unchecked when there is no such folder */
  async files(): Promise<string[]> {
    try {
      return await this.#list(this.path);
    } catch (error) {
      if (codeOf(error) === 'ENOTDIR') throw new Unchecked(`${this.path} is a file and no folder: unpack it first`);
      if (isMissing(error)) throw new Unchecked(`there is no folder ${this.path}`);
      throw new Unchecked(`${this.path} cannot be read: ${reasonOf(error)}`, { cause: error });
    }
  }

  async #under(folder: string): Promise<string[]> {
    try {
      return await this.#list(join(this.path, folder));
    } catch (error) {
      if (!isMissing(error)) throw error;
      await this.files(); // says so where all of it is missing
      return [];
    }
  }

  async #list(folder: string): Promise<string[]> {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    return found
      .filter((item) => !item.isDirectory())
      .map((item) => join(item.parentPath, item.name).slice(join(this.path, sep).length).split(sep).join('/'))
      .sort();
  }
}

export type FileKind = 'checkpoint' | 'kept' | 'policy' | 'evidence' | 'tile' | 'keys' | 'temporary' | 'stray';

/** What is read of a file at most; more than it may have, so that what is only a little too long is told as what it is. */
function limitOf(file: string): number {
  if (file === PAGE) return 1 << 29;
  const kind = kindOf(file);
  if (kind === 'checkpoint' || kind === 'kept' || kind === 'policy') return 1 << 20;
  // A bundle of entries in the place of a tile is a finding too, so that one limit serves both.
  return kind === 'tile' ? TILE_WIDTH * (MAX_ENTRY_BYTES + 2) + (1 << 16) : FILE_LIMIT;
}

export function kindOf(file: string): FileKind {
  if (file === CHECKPOINT) return 'checkpoint';
  if (file === POLICY) return 'policy';
  if (file === KEYS) return 'keys';
  if (file === LOCK || file.includes(`/${TEMPORARY}`) || file.startsWith(TEMPORARY)) return 'temporary';
  if (file.startsWith(`${EVIDENCE}/`)) return 'evidence';
  if (file.startsWith(`${CHECKPOINTS}/`)) return fromDecimal(file.slice(CHECKPOINTS.length + 1)) === undefined ? 'stray' : 'kept';
  return parseTilePath(file) === undefined ? 'stray' : 'tile';
}
