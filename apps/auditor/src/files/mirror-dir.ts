import { readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fromDecimal, parseTilePath, type TileId, tilePath, type TileReader } from '@covenant/transparency';
import { codeOf, reasonOf } from '../cli/errors.js';
import { Unchecked } from '../cli/exit.js';
import { TEMPORARY } from './atomic.js';

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
/** In a monitor's folder: the entries about the log's keys. A copy has them in its bundles. */
export const KEYS = 'keys.json';

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');

export class MirrorDir {
  constructor(readonly path: string) {}

  /** Undefined when there is no such file. @throws Unchecked when it cannot be read */
  read(file: string): Buffer | undefined {
    try {
      return readFileSync(join(this.path, file));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new Unchecked(`${join(this.path, file)} cannot be read: ${reasonOf(error)}`);
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
    const names = (await this.files()).filter((file) => file.startsWith(`${CHECKPOINTS}/`));
    return names
      .map((file) => fromDecimal(file.slice(CHECKPOINTS.length + 1)))
      .filter((size) => size !== undefined)
      .sort((a, b) => a - b);
  }

  /** Every file, as a path with slashes, in order. @throws Unchecked when there is no such folder */
  async files(): Promise<string[]> {
    try {
      const found = await readdir(this.path, { recursive: true, withFileTypes: true });
      return found
        .filter((item) => !item.isDirectory())
        .map((item) => join(item.parentPath, item.name).slice(join(this.path, sep).length).split(sep).join('/'))
        .sort();
    } catch (error) {
      if (codeOf(error) === 'ENOTDIR') throw new Unchecked(`${this.path} is a file and no folder: unpack it first`);
      if (isMissing(error)) throw new Unchecked(`there is no folder ${this.path}`);
      throw error;
    }
  }
}

export type FileKind = 'checkpoint' | 'kept' | 'policy' | 'evidence' | 'tile' | 'keys' | 'temporary' | 'stray';

export function kindOf(file: string): FileKind {
  if (file === CHECKPOINT) return 'checkpoint';
  if (file === POLICY) return 'policy';
  if (file === KEYS) return 'keys';
  if (file === LOCK || file.includes(`/${TEMPORARY}`) || file.startsWith(TEMPORARY)) return 'temporary';
  if (file.startsWith(`${EVIDENCE}/`)) return 'evidence';
  if (file.startsWith(`${CHECKPOINTS}/`)) return fromDecimal(file.slice(CHECKPOINTS.length + 1)) === undefined ? 'stray' : 'kept';
  return parseTilePath(file) === undefined ? 'stray' : 'tile';
}
