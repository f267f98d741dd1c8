import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { AuthenticTiles, formatKeyEntries, signedAt, UnprovenError, utf8, type FollowedKeys, type KeyEntry, type Policy, type TrustedCheckpoint } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { checking, contradicts, keysFile, leaveEvidence, writeEvidence } from '../evidence/evidence.js';
import { writeWhole } from '../files/atomic.js';
import { CHECKPOINT, CHECKPOINTS, KEYS, type MirrorDir } from '../files/mirror-dir.js';
import { findLog, type LogServer } from '../mirror/http.js';
import { NOTE_LIMIT, policyFor, type FirstUseOptions } from '../mirror/first-use.js';
import { LogFiles } from '../mirror/log-files.js';
import { readableKeys, rememberedKeys, sayKeys, signersIn } from '../keys/followed.js';
import { confirmEntries, keysOfServer } from '../keys/from-server.js';
import { openFollowed } from '../keys/open.js';
import { nodeHasher } from '../node-crypto.js';
import type { Findings } from '../report/report.js';
import { lateEntry } from './late.js';

export interface LookOptions extends FirstUseOptions {
  /** Seconds after which an entry must be covered by a checkpoint. */
  readonly late: number;
  /** Seconds after which a log that gives no new sign of life is silent. */
  readonly silence: number;
}

type Kept = TrustedCheckpoint & { readonly bytes: Uint8Array; readonly keys: readonly KeyEntry[]; readonly seenAt: number };

/** One log that is watched. Remembers, in its folder, every checkpoint it saw. */
export class Watch {
  #server: LogServer | undefined;
  #answeredAt: number | undefined;
  #kept: Kept | undefined;
  /** The entries about keys, as the server told them when the signers changed last. */
  #entries: readonly KeyEntry[] | undefined;
  #signers = '';
  /** Entries about keys below this were told of. */
  #told = 0;

  constructor(
    private readonly url: string,
    private readonly dir: MirrorDir,
    private readonly options: LookOptions,
    private readonly now: () => number,
  ) {}

  /** Size of the newest tree that was found good. */
  get size(): number {
    return this.#kept?.size ?? 0;
  }

  /** Looks once; what is wrong becomes a finding. @throws UsageError when no key can be had; Unchecked, only the first time */
  async look(findings: Findings): Promise<void> {
    this.#answeredAt ??= this.now();
    try {
      await this.#look(findings);
    } catch (error) {
      if (error instanceof UnprovenError) findings.found('tile-unproven', { path: this.url, detail: error.message });
      else if (!(error instanceof Unchecked) || this.#kept === undefined) throw error;
    }
    this.#listen(findings);
  }

  async #look(findings: Findings): Promise<void> {
    const bytes = await this.#checkpoint();
    const server = this.#server as LogServer;
    const policy = await policyFor(this.dir, server, this.options, findings);
    if (policy === undefined) return;
    const told = await this.#keysTold(server, bytes);
    if (this.#kept === undefined) {
      const size = (await this.dir.keptSizes()).at(-1);
      this.#kept = size === undefined ? undefined : await this.#remembered(size, policy, told, findings);
      if (size !== undefined && this.#kept === undefined) return; // with nothing to compare by, a fork would become the memory
    }
    const kept = this.#kept;
    const known = kept === undefined ? told : withTold(kept, told);
    const note = { bytes, path: `${server.base}/${CHECKPOINT}` };
    // The server's word alone opens a fork that has changes of its own, which is then shown to be one.
    const opened = await openFollowed(note, policy, [() => known, ...(kept === undefined ? [] : [() => told])], findings);
    if (opened === undefined) return;
    const { checkpoint: served, keys } = opened;
    this.#answeredAt = this.now();
    if (kept !== undefined && kept.origin !== served.origin) {
      findings.found('other-log', { path: server.base, expected: kept.origin, found: served.origin });
      return;
    }
    const files = new LogFiles(server);
    const tiles = new AuthenticTiles(served.size, served.root, { read: (tile) => files.tile(tile) }, nodeHasher);
    const pair = kept && { kept, keptBytes: kept.bytes, keptKeys: kept.keys, served, servedBytes: bytes, servedKeys: keys };
    const contradiction = pair && (await contradicts(pair, tiles));
    if (contradiction !== undefined) {
      const evidence = join(this.dir.path, await leaveEvidence(this.dir.path, contradiction));
      findings.found(contradiction.kind, { size: served.size, kept: contradiction.kept.size, evidence });
      return;
    }
    // It continues what was kept, so what that told counts, though the server has fallen silent about it.
    const signed = keys === known ? opened : await openFollowed(note, policy, [() => known], findings);
    if (signed === undefined) return;
    await confirmEntries(known, tiles, files);
    this.#tellKeys(signed.followed, findings);
    const now = { ...served, bytes, keys: known, seenAt: this.now() };
    if (kept !== undefined) await this.#late(kept, now, { tiles, files }, findings);
    await this.#keep(now);
  }

  /** As the server says that its entries tell; whether they do, is looked at before anything rests on it. */
  async #keysTold(server: LogServer, served: Uint8Array): Promise<readonly KeyEntry[]> {
    const signers = signersIn(served);
    if (this.#entries === undefined || signers !== this.#signers) this.#entries = await keysOfServer(server);
    this.#signers = signers;
    return this.#entries;
  }

  #tellKeys(keys: FollowedKeys, findings: Findings): void {
    sayKeys(keys, findings, this.#told);
    this.#told = Math.max(this.#told, ...keys.told.map(({ number }) => number + 1));
  }

  async #checkpoint(): Promise<Uint8Array> {
    if (this.#server === undefined) {
      const { server, checkpoint } = await findLog(this.url, NOTE_LIMIT);
      this.#server = server;
      return checkpoint;
    }
    const bytes = await this.#server.get(CHECKPOINT, NOTE_LIMIT);
    if (bytes === undefined) throw new Unchecked(`${this.#server.base}/${CHECKPOINT} is gone`);
    return bytes;
  }

  /** What an earlier run saw last, a tree of this size. Undefined where it cannot be read, which is a finding. */
  async #remembered(size: number, policy: Policy, told: readonly KeyEntry[], findings: Findings): Promise<Kept | undefined> {
    const path = `${CHECKPOINTS}/${size}`;
    const bytes = this.dir.read(path) ?? new Uint8Array(0);
    const known = readableKeys(KEYS, findings, () => rememberedKeys(this.dir, size));
    const opened = known && (await openFollowed({ bytes, path }, policy, [() => known, () => told], findings));
    return opened && { ...opened.checkpoint, bytes, keys: opened.keys, seenAt: this.dir.changedAt(path) ?? this.now() };
  }

  async #keep(seen: Kept): Promise<void> {
    await writeWhole(join(this.dir.path, KEYS), formatKeyEntries(seen.keys));
    if (seen.size !== this.#kept?.size) {
      // The file's own time says when this tree was first seen, for the next run.
      const path = join(this.dir.path, CHECKPOINTS, String(seen.size));
      await writeWhole(path, seen.bytes);
      await utimes(path, seen.seenAt / 1000, seen.seenAt / 1000);
    }
    await writeWhole(join(this.dir.path, CHECKPOINT), seen.bytes);
    this.#kept = seen;
  }

  async #late(kept: Kept, now: Kept, from: { tiles: AuthenticTiles; files: LogFiles }, findings: Findings): Promise<void> {
    const late = await lateEntry(kept, { tree: now, note: now.bytes }, from, this.options.late);
    if (late === undefined) return;
    const { entry, recorded, seconds, bytes, proof } = late;
    const folder = await writeEvidence(this.dir.path, `covered-late-${entry}`, {
      before: kept.bytes,
      'event.json': bytes,
      'event.tlog-proof': proof,
      ...keysFile(KEYS, now.keys),
      'README.txt': utf8(
        `Entry ${entry} says to have been recorded at ${recorded}. The checkpoint “before”, of ${kept.size} ${kept.size === 1 ? 'entry' : 'entries'}, ` +
          `was ${signedAt(kept) === undefined ? 'seen' : 'signed'} ${seconds} ${seconds === 1 ? 'second' : 'seconds'} after that, and does not have it; “event.tlog-proof” shows that it is in the log now.\n` +
          `It was held back, or dated back.\n${checking}`,
      ),
    });
    findings.found('covered-late', { entry, recorded, seconds, evidence: join(this.dir.path, folder) });
  }

  /** A log that is alive answers, and signs anew now and then even while nothing is recorded. */
  #listen(findings: Findings): void {
    const signed = this.#kept && signedAt(this.#kept);
    const last = Math.min(this.#answeredAt ?? this.now(), signed === undefined ? Infinity : signed * 1000);
    const seconds = Math.floor((this.now() - last) / 1000);
    if (seconds > this.options.silence) {
      findings.found('silent', { url: this.url, seconds, since: new Date(last).toISOString(), size: this.size });
    }
  }
}

/** The entries about keys that the kept tree has stay in the log, whatever the server tells of them now. */
function withTold({ keys, size }: Kept, told: readonly KeyEntry[]): readonly KeyEntry[] {
  const kept = keys.filter(({ number }) => number < size);
  const numbers = new Set(kept.map(({ number }) => number));
  return [...kept, ...told.filter(({ number }) => !numbers.has(number))].sort((one, other) => one.number - other.number);
}
