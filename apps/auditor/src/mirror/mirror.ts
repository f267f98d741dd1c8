import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AuthenticTiles,
  parseTilePath,
  tileWidth,
  toBase64,
  UnprovenError,
  type KeyEntry,
  type Policy,
  type TrustedCheckpoint,
} from '@covenant/transparency';
import { UsageError } from '../cli/exit.js';
import { noProgress, type StartProgress } from '../cli/progress.js';
import { writeWhole } from '../files/atomic.js';
import { CHECKPOINT, CHECKPOINTS, KEYS, kindOf, LOCK, MirrorDir } from '../files/mirror-dir.js';
import { contradicts, leaveEvidence, type Contradiction } from '../evidence/evidence.js';
import { followKeys, keyEntriesOf, readableKeys, rememberedKeys, sayKeys } from '../keys/followed.js';
import { openFollowed } from '../keys/open.js';
import { keysOfServer } from '../keys/from-server.js';
import { Findings, type Report } from '../report/report.js';
import { say } from '../report/statements.js';
import { nodeHasher } from '../node-crypto.js';
import { trustOf } from '../trust.js';
import { openNamed } from '../verify/checkpoints.js';
import { TreeFetch } from './fetch-tree.js';
import { NOTE_LIMIT, policyFor, type FirstUseOptions } from './first-use.js';
import { findLog, type LogServer } from './http.js';
import { withLock } from './lock.js';

export interface MirrorOptions extends FirstUseOptions {
  readonly progress?: StartProgress;
}

/**
 * Copies a log into a folder, or brings the copy up to date. Every file is checked against the signed tree before
 * it is written; a tree that does not continue the one kept is refused, and both signed statements are left as
 * evidence.
 * @throws UsageError when no key can be had; Unchecked when the server or the disk fails
 */
export async function mirror(url: string, path: string, options: MirrorOptions = {}): Promise<Report> {
  if (!/^https?:\/\//.test(url)) throw new UsageError(`${url} is not an address: it begins with http:// or https://`);
  return withLock(path, () => new Mirroring(new MirrorDir(path), options).run(url));
}

class Mirroring {
  readonly #findings = new Findings();

  constructor(
    private readonly dir: MirrorDir,
    private readonly options: MirrorOptions,
  ) {}

  async run(url: string): Promise<Report> {
    const { server, checkpoint: servedBytes } = await findLog(url, NOTE_LIMIT);
    const policy = await policyFor(this.dir, server, this.options, this.#findings);
    if (policy === undefined) return this.#report();
    const keptSize = (await this.dir.keptSizes()).at(-1);
    const keptBytes = keptSize === undefined ? undefined : this.dir.read(`${CHECKPOINTS}/${keptSize}`);
    // What the copy knows of the log's keys.
    const remembered = readableKeys(KEYS, this.#findings, () => rememberedKeys(this.dir, keptSize ?? 0));
    if (remembered === undefined) return this.#report();
    let told: Promise<readonly KeyEntry[]> | undefined;
    // As the copy's own entries tell; where those lead to none that signed, as the server says its entries would.
    const sources = [() => remembered, () => (told ??= keysOfServer(server))] as const;
    const now = await openFollowed({ bytes: servedBytes, path: `${server.base}/${CHECKPOINT}` }, policy, sources, this.#findings);
    const before = keptBytes && (await openFollowed({ bytes: keptBytes, path: CHECKPOINTS }, policy, sources, this.#findings));
    if (now === undefined || (keptBytes !== undefined && before === undefined)) return this.#report();
    const { checkpoint: served, keys: servedKeys } = now;
    const kept = before?.checkpoint;
    if (kept !== undefined && kept.origin !== served.origin) {
      this.#findings.found('other-log', { path: server.base, expected: kept.origin, found: served.origin });
      return this.#report();
    }
    return this.#bring(server, { served, servedBytes, servedKeys, policy }, kept && keptBytes && { kept, keptBytes, keptKeys: before?.keys ?? [] });
  }

  /** The entries are here now, and belong to the tree: they alone say whether its signers are the log's. */
  #signersHold(policy: Policy, servedBytes: Uint8Array, { origin, size }: TrustedCheckpoint, known: number): boolean {
    const followed = followKeys(policy, origin, keyEntriesOf(this.dir, size));
    sayKeys(followed, this.#findings, known);
    return openNamed(servedBytes, CHECKPOINT, trustOf(policy, followed.history), this.#findings) !== undefined;
  }

  async #bring(
    server: LogServer,
    now: { served: TrustedCheckpoint; servedBytes: Uint8Array; servedKeys: readonly KeyEntry[]; policy: Policy },
    before: { kept: TrustedCheckpoint; keptBytes: Uint8Array; keptKeys: readonly KeyEntry[] } | undefined,
  ): Promise<Report> {
    const { served, servedBytes } = now;
    const known = before?.kept.size ?? 0;
    const fetching = new TreeFetch(this.dir, server, served);
    const progress = (this.options.progress ?? noProgress)('mirroring', served.size, 'entries');
    try {
      const contradiction = before && (await contradicts({ ...now, ...before }, fetching.tiles, keptTiles(this.dir, before.kept)));
      if (contradiction !== undefined) return await this.#accuse(contradiction);
      await fetching.run(known, progress);
    } catch (error) {
      if (!(error instanceof UnprovenError)) throw error;
      this.#findings.found('tile-unproven', { path: server.base, detail: error.message });
      return this.#report();
    } finally {
      progress.stop();
    }
    if (!this.#signersHold(now.policy, servedBytes, served, known)) return this.#report();
    await writeWhole(join(this.dir.path, CHECKPOINTS, String(served.size)), servedBytes);
    await writeWhole(join(this.dir.path, CHECKPOINT), servedBytes);
    await this.#tidy(served.size);
    for (const path of fetching.repaired) this.#findings.remark('repaired', { path });
    const { origin, size, root } = served;
    const done = say('mirrored', { origin, size, added: size - known, root: toBase64(root), dir: this.dir.path });
    return this.#findings.report('mirror', [done]);
  }

  async #accuse(contradiction: Contradiction): Promise<Report> {
    const { kind, kept, served } = contradiction;
    const evidence = join(this.dir.path, await leaveEvidence(this.dir.path, contradiction));
    this.#findings.found(kind, { size: served.size, kept: kept.size, evidence });
    return this.#report();
  }

  /** Takes away what only smaller trees needed, what a killed run left, and a monitor's list of keys, which the entries replace. */
  async #tidy(size: number): Promise<void> {
    for (const file of await this.dir.files()) {
      const tile = parseTilePath(file);
      const outgrown = tile !== undefined && tileWidth(size, tile.kind === 'hashes' ? tile.level : 0, tile.index) !== tile.width;
      if (outgrown || kindOf(file) === 'keys' || (kindOf(file) === 'temporary' && file !== LOCK)) await rm(join(this.dir.path, file), { force: true });
    }
  }

  #report(): Report {
    return this.#findings.report('mirror', []);
  }
}

/** The kept tree is on disk: it shows whether a smaller one is its beginning or of another tree altogether. */
const keptTiles = (dir: MirrorDir, { size, root }: TrustedCheckpoint): AuthenticTiles =>
  new AuthenticTiles(size, root, { read: dir.tiles }, nodeHasher);
