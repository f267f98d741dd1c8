import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { AuthenticTiles, signedAt, UnprovenError, utf8, type Policy, type TrustedCheckpoint } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { contradicts, leaveEvidence, writeEvidence } from '../evidence/evidence.js';
import { writeWhole } from '../files/atomic.js';
import { CHECKPOINT, CHECKPOINTS, type MirrorDir } from '../files/mirror-dir.js';
import { findLog, type LogServer } from '../mirror/http.js';
import { NOTE_LIMIT, policyFor, type FirstUseOptions } from '../mirror/first-use.js';
import { LogFiles } from '../mirror/log-files.js';
import { followKeys, originIn, sayKeys, signersIn, type FollowedKeys, type KeyEntry } from '../keys/followed.js';
import { confirmEntries, keysOfServer } from '../keys/from-server.js';
import { nodeHasher } from '../node-crypto.js';
import type { Findings } from '../report/report.js';
import { trustOf } from '../trust.js';
import { openNamed } from '../verify/checkpoints.js';
import { lateEntry } from './late.js';

export interface LookOptions extends FirstUseOptions {
  /** Seconds after which an entry must be covered by a checkpoint. */
  readonly late: number;
  /** Seconds after which a log that gives no new sign of life is silent. */
  readonly silence: number;
}

type Kept = TrustedCheckpoint & { readonly bytes: Uint8Array; readonly seenAt: number };

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
    const keys = await this.#keys(server, policy, bytes);
    const { open } = trustOf(policy, keys.history);
    this.#kept ??= await this.#remembered(findings, open);
    const served = openNamed(bytes, `${server.base}/${CHECKPOINT}`, { open }, findings);
    if (served === undefined) return;
    this.#answeredAt = this.now();
    const kept = this.#kept;
    if (kept !== undefined && kept.origin !== served.origin) {
      findings.found('other-log', { path: server.base, expected: kept.origin, found: served.origin });
      return;
    }
    const files = new LogFiles(server);
    const tiles = new AuthenticTiles(served.size, served.root, { read: (tile) => files.tile(tile) }, nodeHasher);
    const contradiction = kept && (await contradicts({ kept, keptBytes: kept.bytes, served, servedBytes: bytes }, tiles));
    if (contradiction !== undefined && kept !== undefined) {
      const evidence = join(this.dir.path, await leaveEvidence(this.dir.path, contradiction));
      findings.found(contradiction.kind, { size: served.size, kept: kept.size, evidence });
      return;
    }
    await confirmEntries(keys.entries, tiles, files);
    this.#tellKeys(keys, findings);
    if (kept !== undefined) await this.#late(kept, { tree: served, note: bytes }, { tiles, files }, findings);
    await this.#keep(served, bytes);
  }

  /** As the server says that its entries tell; whether they do, is looked at before anything rests on it. */
  async #keys(server: LogServer, policy: Policy, served: Uint8Array): Promise<FollowedKeys & { readonly entries: readonly KeyEntry[] }> {
    const signers = signersIn(served);
    if (this.#entries === undefined || signers !== this.#signers) this.#entries = await keysOfServer(server);
    this.#signers = signers;
    const origin = originIn(served) ?? policy.logs[0]?.key.name ?? '';
    return { ...followKeys(policy, origin, this.#entries), entries: this.#entries };
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

  /** What an earlier run saw last. */
  async #remembered(findings: Findings, open: (bytes: Uint8Array) => TrustedCheckpoint): Promise<Kept | undefined> {
    const sizes = await this.dir.keptSizes();
    const path = `${CHECKPOINTS}/${sizes.at(-1) ?? 'none'}`;
    const bytes = this.dir.read(path);
    const kept = bytes && openNamed(bytes, path, { open }, findings);
    return kept && bytes && { ...kept, bytes, seenAt: this.dir.changedAt(path) ?? this.now() };
  }

  async #keep(served: TrustedCheckpoint, bytes: Uint8Array): Promise<void> {
    const seenAt = this.now();
    if (served.size !== this.#kept?.size) {
      // The file's own time says when this tree was first seen, for the next run.
      const path = join(this.dir.path, CHECKPOINTS, String(served.size));
      await writeWhole(path, bytes);
      await utimes(path, seenAt / 1000, seenAt / 1000);
    }
    await writeWhole(join(this.dir.path, CHECKPOINT), bytes);
    this.#kept = { ...served, bytes, seenAt };
  }

  async #late(kept: Kept, now: { tree: TrustedCheckpoint; note: Uint8Array }, from: { tiles: AuthenticTiles; files: LogFiles }, findings: Findings): Promise<void> {
    const late = await lateEntry(kept, now, from, this.options.late);
    if (late === undefined) return;
    const { entry, recorded, seconds, bytes, proof } = late;
    const folder = await writeEvidence(this.dir.path, `covered-late-${entry}`, {
      before: kept.bytes,
      'event.json': bytes,
      'event.tlog-proof': proof,
      'README.txt': utf8(
        `Entry ${entry} says to have been recorded at ${recorded}. The checkpoint “before”, of ${kept.size} entries, ` +
          `was ${signedAt(kept) === undefined ? 'seen' : 'signed'} ${seconds} seconds after that, and does not have it; “event.tlog-proof” shows that it is in the log now.\n` +
          'It was held back, or dated back.\n\nTo check it without whoever wrote this, with the log’s key from elsewhere:\n' +
          '  covenant-auditor verify-evidence <this folder> --key <the log’s key>\n',
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
