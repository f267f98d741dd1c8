import { decodeBundle, entriesPath, parseEntry, TILE_WIDTH, tileWidth, type LogEntry } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import type { MirrorDir } from './mirror-dir.js';

/** Bundles in memory at once; some 100 KiB each. */
const KEPT = 64;

/** Entries that are known to be those of a signed tree. */
export interface LogEntries {
  readonly size: number;
  /** @throws RangeError where there is none of that number */
  at(number: number): LogEntry;
}

/** The entries of a copy that was verified. @throws Unchecked where a file went away since */
export class Entries implements LogEntries {
  /** The bundles last used, the newest last. */
  readonly #used = new Map<number, readonly Uint8Array[]>();

  constructor(
    private readonly dir: MirrorDir,
    readonly size: number,
  ) {}

  *all(): Generator<readonly [number: number, entry: LogEntry]> {
    for (let number = 0; number < this.size; number++) yield [number, this.at(number)];
  }

  at(number: number): LogEntry {
    const index = Math.floor(number / TILE_WIDTH);
    const entry = this.bundle(index)[number % TILE_WIDTH];
    if (entry === undefined) throw new RangeError(`there is no entry ${number}`);
    return parseEntry(entry);
  }

  /** One bundle's entries, from entry `256 * index`. */
  bundle(index: number): readonly Uint8Array[] {
    const known = this.#used.get(index) ?? decodeBundle(this.raw(index), tileWidth(this.size, 0, index));
    this.#used.delete(index);
    this.#used.set(index, known);
    const [oldest] = this.#used.keys();
    if (this.#used.size > KEPT && oldest !== undefined) this.#used.delete(oldest);
    return known;
  }

  raw(index: number): Uint8Array {
    const path = entriesPath(index, tileWidth(this.size, 0, index));
    const bytes = this.dir.read(path);
    if (bytes === undefined) throw new Unchecked(`${path} went away while it was read`);
    return bytes;
  }
}
