import { AuthenticTiles, decodeBundle, isAboutKeys, MalformedError, parseEntry, TILE_WIDTH, tileWidth, UnprovenError, type KeyEntry, type LogEntry, type Policy, type TrustedCheckpoint } from '@covenant/transparency';
import { join } from 'node:path';
import { Unchecked } from '../cli/exit.js';
import type { StartProgress } from '../cli/progress.js';
import { contradicts, leaveEvidence } from '../evidence/evidence.js';
import type { Entries, LogEntries } from '../files/entries.js';
import { CHECKPOINT, type MirrorDir } from '../files/mirror-dir.js';
import { followKeys, keyEntriesOf, sayKeys } from '../keys/followed.js';
import { keysOfServer } from '../keys/from-server.js';
import { openFollowed } from '../keys/open.js';
import { NOTE_LIMIT } from '../mirror/first-use.js';
import { LogServer } from '../mirror/http.js';
import { LogFiles } from '../mirror/log-files.js';
import { nodeHasher } from '../node-crypto.js';
import type { Findings } from '../report/report.js';
import { trustOf } from '../trust.js';
import { openNamed } from '../verify/checkpoints.js';

/** Newer entries are held in memory, some kilobyte each. */
const MOST_AHEAD = 100_000;
const ATTEMPTS = 2;

/** A copy is so old that it should be brought up to date before anything is compared. */
export class FarBehind extends Unchecked {}

/** A copy's entries, and after them those that were recorded since. */
export class GrownEntries implements LogEntries {
  readonly #newer: LogEntry[] = [];

  constructor(private readonly copy: Entries) {}

  get size(): number {
    return this.copy.size + this.#newer.length;
  }

  at(number: number): LogEntry {
    return this.#newer[number - this.copy.size] ?? this.copy.at(number);
  }

  push(entry: LogEntry): void {
    this.#newer.push(entry);
  }
}

interface Kept {
  readonly checkpoint: TrustedCheckpoint;
  readonly bytes: Uint8Array;
  readonly keys: readonly KeyEntry[];
  readonly tiles: AuthenticTiles;
}

/** Where a log is followed from. */
interface From {
  readonly dir: MirrorDir;
  readonly policy: Policy;
  /** The copy's own checkpoint, and the number of its entries. */
  readonly bytes: Uint8Array;
  readonly size: number;
}

interface Note {
  readonly bytes: Uint8Array;
  readonly path: string;
}

/** What a log has recorded since it was copied. Nothing of it is believed that a tree does not have which continues the copy's. */
export class NewerEntries {
  readonly #server: LogServer;
  readonly #files: LogFiles;
  #kept: Kept | undefined;
  /** Of the entries that are known, those that are about keys. */
  #aboutKeys: readonly KeyEntry[] = [];

  constructor(
    base: string,
    private readonly from: From,
    private readonly start: StartProgress,
  ) {
    this.#server = new LogServer(`${base}/log`, ATTEMPTS);
    this.#files = new LogFiles(this.#server);
  }

  /**
   * Those that were not given yet; undefined where what is served does not continue what is known, or is not signed as it
   * must be: a finding. @throws Unchecked where the log does not answer; FarBehind
   */
  async next(findings: Findings): Promise<readonly LogEntry[] | undefined> {
    const path = `${this.#server.base}/${CHECKPOINT}`;
    const bytes = await this.#server.get(CHECKPOINT, NOTE_LIMIT);
    if (bytes === undefined) throw new Unchecked(`there is no ${path}`);
    try {
      return await this.#next({ bytes, path }, findings);
    } catch (error) {
      if (!(error instanceof UnprovenError)) throw error;
      findings.found('tile-unproven', { path: this.#server.base, detail: error.message });
      return undefined;
    }
  }

  async #next(note: Note, findings: Findings): Promise<readonly LogEntry[] | undefined> {
    const { dir, policy } = this.from;
    if (this.#kept === undefined) this.#aboutKeys = keyEntriesOf(dir, this.from.size);
    let told: Promise<readonly KeyEntry[]> | undefined;
    const sources = [() => this.#aboutKeys, () => (told ??= keysOfServer(this.#server))] as const;
    const kept = (this.#kept ??= await this.#ofCopy(findings));
    const opened = kept && (await openFollowed(note, policy, sources, findings));
    if (kept === undefined || opened === undefined) return undefined;
    const { checkpoint: served, keys } = opened;
    if (kept.checkpoint.origin !== served.origin) {
      findings.found('other-log', { path: note.path, expected: kept.checkpoint.origin, found: served.origin });
      return undefined;
    }
    const tiles = new AuthenticTiles(served.size, served.root, { read: (tile) => this.#files.tile(tile) }, nodeHasher);
    const pair = { kept: kept.checkpoint, keptBytes: kept.bytes, keptKeys: kept.keys, served, servedBytes: note.bytes, servedKeys: keys };
    const contradiction = await contradicts(pair, tiles, kept.tiles);
    if (contradiction?.kind === 'forked') {
      const evidence = join(dir.path, await leaveEvidence(dir.path, contradiction));
      findings.found('forked', { size: served.size, kept: kept.checkpoint.size, evidence });
      return undefined;
    }
    // An older tree of the same log: one of several servers is behind. Whether it took entries back, `mirror` and `monitor` watch.
    if (served.size <= kept.checkpoint.size) return [];
    const entries = await this.#fetch(kept.checkpoint.size, tiles, findings);
    if (entries === undefined) return undefined;
    const aboutKeys = [...this.#aboutKeys, ...keyEntriesIn(entries, kept.checkpoint.size)];
    if (!this.#signersHold(note, aboutKeys, kept.checkpoint, findings)) return undefined;
    this.#aboutKeys = aboutKeys;
    this.#kept = { checkpoint: served, bytes: note.bytes, keys, tiles };
    return entries;
  }

  async #ofCopy(findings: Findings): Promise<Kept | undefined> {
    const { dir, policy, bytes } = this.from;
    const opened = await openFollowed({ bytes, path: CHECKPOINT }, policy, [() => this.#aboutKeys], findings);
    if (opened === undefined) return undefined;
    const { checkpoint, keys } = opened;
    return { checkpoint, bytes, keys, tiles: new AuthenticTiles(checkpoint.size, checkpoint.root, { read: dir.tiles }, nodeHasher) };
  }

  /** Those from number `known` on. @throws UnprovenError, Unchecked, FarBehind */
  async #fetch(known: number, tiles: AuthenticTiles, findings: Findings): Promise<readonly LogEntry[] | undefined> {
    const { size } = tiles;
    if (size - known > MOST_AHEAD) {
      throw new FarBehind(`${this.#server.base} has ${size} entries by now and the copy has ${this.from.size}: run mirror, then refold again`);
    }
    const progress = this.start('following', size - known, 'entries');
    const entries: LogEntry[] = [];
    try {
      for (let index = Math.floor(known / TILE_WIDTH); index * TILE_WIDTH < size; index++) {
        const width = tileWidth(size, 0, index);
        const bundle = decodeBundle(await this.#files.bundle(index, width, await tiles.tile(0, index)), width);
        for (const bytes of bundle.slice(Math.max(0, known - index * TILE_WIDTH))) entries.push(parseEntry(bytes));
        progress.at(entries.length);
      }
      return entries;
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      findings.found('entry-malformed', { entry: known + entries.length, detail: error.message });
      return undefined;
    } finally {
      progress.stop();
    }
  }

  /** By the entries themselves, which are known to be the tree's: they alone say whether its signers are the log's. */
  #signersHold({ bytes, path }: Note, keys: readonly KeyEntry[], known: TrustedCheckpoint, findings: Findings): boolean {
    const followed = followKeys(this.from.policy, known.origin, keys);
    if (openNamed(bytes, path, trustOf(this.from.policy, followed.history), findings) === undefined) return false;
    sayKeys(followed, findings, known.size);
    return true;
  }
}

const keyEntriesIn = (entries: readonly LogEntry[], first: number): readonly KeyEntry[] =>
  entries.flatMap((entry, i) => (isAboutKeys(entry.type) ? [{ number: first + i, entry }] : []));
