import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { formatKeyEntries, MalformedError, parseKeyEntries, UnprovenError, type KeyEntry, type Policy } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { writeWhole } from '../files/atomic.js';
import { MirrorDir } from '../files/mirror-dir.js';
import { followKeys } from '../keys/followed.js';
import type { Opened } from '../keys/open.js';
import { keysOfServer } from '../keys/from-server.js';
import { LogServer } from '../mirror/http.js';
import { trustOf } from '../trust.js';

/**
 * The changes of keys of the logs that are witnessed. Where the policy gives a log's address it is asked there; what it
 * says counts as far as a key that is trusted signed it. Kept in the folder, so that a restart forgets nothing.
 */
export class KeyChanges {
  readonly #dir: MirrorDir;

  constructor(
    private readonly path: string,
    private readonly policy: Policy,
    private readonly told: (line: string) => void,
  ) {
    this.#dir = new MirrorDir(path);
  }

  /** The entries that were followed before. @throws Unchecked where they cannot be read: then nothing may be cosigned */
  known(origin: string): readonly KeyEntry[] {
    const bytes = this.#dir.read(this.#file(origin));
    if (bytes === undefined) return [];
    try {
      return parseKeyEntries(bytes);
    } catch (error) {
      if (error instanceof MalformedError) throw new Unchecked(`${join(this.path, this.#file(origin))} cannot be read: ${error.message}`);
      throw error;
    }
  }

  /** Asks the log, once, whether it has changed to the key that signed; undefined where that does not lead to it. */
  async learn(policy: Policy, origin: string, note: Uint8Array): Promise<Opened | undefined> {
    const url = this.policy.logs.find(({ key, url: at }) => key.name === origin && at !== undefined)?.url;
    if (url === undefined) return undefined;
    try {
      const entries = await keysOfServer(new LogServer(url.replace(/\/+$/, ''), 1));
      const followed = followKeys(policy, origin, entries);
      const checkpoint = trustOf(policy, followed.history).open(note);
      await writeWhole(join(this.path, this.#file(origin)), formatKeyEntries(entries));
      this.told(`${origin} has changed a key, announced under the one that is trusted here; it is followed`);
      return { checkpoint, keys: entries, followed };
    } catch (error) {
      if (error instanceof UnprovenError || error instanceof Unchecked) return undefined; // refused as it stands
      throw error;
    }
  }

  #file(origin: string): string {
    return `changes/${createHash('sha256').update(origin).digest('hex')}`;
  }
}
