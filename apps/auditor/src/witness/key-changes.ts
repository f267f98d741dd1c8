import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AuthenticTiles, formatKeyEntries, MalformedError, parseKeyEntries, sameBytes, UnprovenError, type Checkpoint, type KeyEntry, type Policy } from '@covenant/transparency';
import { reasonOf } from '../cli/errors.js';
import { Unchecked } from '../cli/exit.js';
import { writeWhole } from '../files/atomic.js';
import { MirrorDir } from '../files/mirror-dir.js';
import { followKeys } from '../keys/followed.js';
import { confirmEntries, keysOfServer } from '../keys/from-server.js';
import type { Opened } from '../keys/open.js';
import { LogServer } from '../mirror/http.js';
import { LogFiles } from '../mirror/log-files.js';
import { nodeHasher } from '../node-crypto.js';
import { trustOf } from '../trust.js';

/**
 * The changes of keys of the logs that are witnessed. Where the policy gives a log's address it is asked there; what it
 * says counts as far as a key that is trusted signed it. Of that, what was shown to stand in a tree that was cosigned
 * stays for ever, since every tree that is cosigned later continues that one. Both are kept in the folder, so that a
 * restart forgets nothing.
 */
export class KeyChanges {
  readonly #dir: MirrorDir;
  /** The newest tree of each log to look into, and where that goes on, one at a time. */
  readonly #due = new Map<string, Checkpoint>();
  readonly #showing = new Map<string, Promise<void>>();

  constructor(
    private readonly path: string,
    private readonly policy: Policy,
    private readonly told: (line: string) => void,
  ) {
    this.#dir = new MirrorDir(path);
  }

  /** The entries that were followed before. @throws Unchecked where they cannot be read: then nothing may be cosigned */
  known(origin: string): readonly KeyEntry[] {
    return together(this.#read(fileOf('shown', origin)), this.#read(fileOf('changes', origin)));
  }

  /**
   * Asks the log, once, which changes there are, and opens the checkpoint by them and by those that were shown.
   * Undefined where it cannot be asked.
   */
  async learn(policy: Policy, origin: string, note: Uint8Array): Promise<Opened | UnprovenError | undefined> {
    const server = this.#server(origin);
    if (server === undefined) return undefined;
    try {
      const said = await keysOfServer(server);
      const keys = together(this.#read(fileOf('shown', origin)), said);
      const followed = followKeys(policy, origin, keys);
      const checkpoint = trustOf(policy, followed.history).open(note);
      await this.#keep(origin, said);
      return { checkpoint, keys, followed };
    } catch (error) {
      if (error instanceof UnprovenError) return error;
      if (error instanceof Unchecked) return undefined;
      throw error;
    }
  }

  /** Looks, in its own time, whether what is known stands in this tree, which was cosigned; what does stays. */
  show(origin: string, cosigned: Checkpoint): void {
    this.#due.set(origin, cosigned);
    if (this.#showing.has(origin)) return;
    this.#showing.set(origin, this.#showDue(origin).finally(() => this.#showing.delete(origin)));
  }

  async end(): Promise<void> {
    await Promise.all(this.#showing.values());
  }

  async #showDue(origin: string): Promise<void> {
    for (let due = this.#due.get(origin); due !== undefined; due = this.#due.get(origin)) {
      this.#due.delete(origin);
      try {
        await this.#show(origin, due);
      } catch (error) {
        this.told(`the changes of keys of ${origin} could not be looked up in its tree: ${reasonOf(error)}`);
      }
    }
  }

  async #show(origin: string, { size, root }: Checkpoint): Promise<void> {
    const file = fileOf('shown', origin);
    const shown = this.#read(file);
    const open = this.known(origin).filter(({ number }) => number < size && !shown.some((other) => other.number === number));
    const server = this.#server(origin);
    if (open.length === 0 || server === undefined) return;
    const files = new LogFiles(server);
    const tiles = new AuthenticTiles(size, root, { read: (tile) => files.tile(tile) }, nodeHasher);
    const standing: KeyEntry[] = [];
    for (const entry of open) if (await stands(entry, tiles, files)) standing.push(entry);
    if (standing.length === 0) return;
    await writeWhole(join(this.path, file), formatKeyEntries(together(shown, standing)));
    this.told(`what ${origin} said of its keys stands in its tree, and stays: entry ${standing.map(({ number }) => number).join(', ')}`);
  }

  async #keep(origin: string, entries: readonly KeyEntry[]): Promise<void> {
    const file = fileOf('changes', origin);
    const bytes = formatKeyEntries(entries);
    const before = this.#dir.read(file) ?? formatKeyEntries([]);
    if (sameBytes(before, bytes)) return;
    await writeWhole(join(this.path, file), bytes);
    this.told(`${origin} has changed a key, announced under the one that is trusted here; it is followed`);
  }

  /** @throws Unchecked */
  #read(file: string): readonly KeyEntry[] {
    const bytes = this.#dir.read(file);
    if (bytes === undefined) return [];
    try {
      return parseKeyEntries(bytes);
    } catch (error) {
      if (error instanceof MalformedError) throw new Unchecked(`${join(this.path, file)} cannot be read: ${error.message}`);
      throw error;
    }
  }

  #server(origin: string): LogServer | undefined {
    const url = this.policy.logs.find(({ key, url: at }) => key.name === origin && at !== undefined)?.url;
    return url === undefined ? undefined : new LogServer(url.replace(/\/+$/, ''), 1);
  }
}

const fileOf = (folder: 'changes' | 'shown', origin: string): string => `${folder}/${createHash('sha256').update(origin).digest('hex')}`;

/** @throws Unchecked */
async function stands(entry: KeyEntry, tiles: AuthenticTiles, files: LogFiles): Promise<boolean> {
  try {
    await confirmEntries([entry], tiles, files);
    return true;
  } catch (error) {
    if (error instanceof UnprovenError) return false;
    throw error;
  }
}

/** In the order of the log. Of two that say to be the same entry the one that was shown is it. */
const together = (shown: readonly KeyEntry[], said: readonly KeyEntry[]): readonly KeyEntry[] =>
  [...shown, ...said.filter(({ number }) => !shown.some((other) => other.number === number))].sort((a, b) => a.number - b.number);
