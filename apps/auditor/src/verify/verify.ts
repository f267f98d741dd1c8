import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NO_QUORUM, parseTilePath, tileWidth, toBase64, type KeyEntry, type Policy, type TrustedCheckpoint } from '@covenant/transparency';
import { UsageError } from '../cli/exit.js';
import { noProgress, type StartProgress } from '../cli/progress.js';
import { CHECKPOINT, EVIDENCE, kindOf, MirrorDir, POLICY } from '../files/mirror-dir.js';
import { claimOf, followKeys, keysInCopy, sayKeys } from '../keys/followed.js';
import { Findings, type Report } from '../report/report.js';
import { say } from '../report/statements.js';
import { checkAround, isBundle } from '../kept/verify-bundle.js';
import { keptPolicy, namedPolicy, trustOf, type TrustOptions } from '../trust.js';
import { openKept, type KeptCheckpoints } from './checkpoints.js';
import { Contents } from './contents.js';
import { Threads, threadsFor } from './threads.js';
import { TreeCheck } from './tree.js';

export interface VerifyOptions extends TrustOptions {
  /** Leaves out what the entries say: only hashes and signatures. */
  readonly hashesOnly?: boolean;
  /** How many threads check at once. Default: one a core, for a large copy. */
  readonly threads?: number;
  readonly progress?: StartProgress;
}

/**
 * Checks a copy of a log against nothing but keys: reads files only, needs no network.
 * @throws UsageError when no key is known; Unchecked when files cannot be read
 */
export async function verify(path: string, options: VerifyOptions = {}): Promise<Report> {
  const around = existsSync(join(path, 'log', CHECKPOINT)) ? await new MirrorDir(path).files() : [];
  const bundle = isBundle(around);
  const report = await verifyCopyAt(bundle ? join(path, 'log') : path, options);
  return bundle && report.verdict === 'held' && options.hashesOnly !== true ? checkAround(path, around, report) : report;
}

async function verifyCopyAt(path: string, options: VerifyOptions): Promise<Report> {
  const dir = new MirrorDir(path);
  const threads = new Threads(options.threads ?? threadsFor(claimOf(dir)?.size ?? 0));
  try {
    return await verifyCopy(dir, options, threads);
  } finally {
    await threads.end();
  }
}

async function verifyCopy(dir: MirrorDir, options: VerifyOptions, threads: Threads): Promise<Report> {
  const { path } = dir;
  const findings = new Findings();
  const files = await dir.files();
  const named = namedPolicy(options);
  const kept = keptPolicy(dir, findings);
  const policy = named ?? kept;
  if (policy === undefined) {
    if (findings.count > 0) return findings.report('verify', []);
    if (files.includes(`log/${CHECKPOINT}`)) throw new UsageError(`${path} is no copy of a log, but there is one in it: ${join(path, 'log')}`);
    throw new UsageError(`${path} keeps no key: say whom to trust with --key or --policy`);
  }
  if (named === undefined) findings.remark('kept-trust', { path: POLICY });
  const kinds = files.map(kindOf);
  if (kinds.includes('evidence')) findings.found('evidence-kept', { path: EVIDENCE });
  files.forEach((file, i) => {
    if (kinds[i] === 'stray') findings.found('stray-file', { path: file });
  });

  const opened = await openFirst(dir, policy, findings);
  if (opened === undefined) return findings.report('verify', []);
  const { latest, all } = opened.checkpoints;
  leftOver(files, latest, findings);

  const progress = (options.progress ?? noProgress)('verifying', latest.size, 'entries');
  const contents = options.hashesOnly === true ? undefined : new Contents();
  const tree = new TreeCheck(dir, opened.checkpoints, findings, contents, progress);
  try {
    const job = { path, size: latest.size, split: tree.split, contents: contents !== undefined };
    const whole = await tree.run(threads.checked(job));
    if (contents === undefined || !whole) findings.remark('contents-skipped', {});
    else findings.take(contents.end(dir, latest.size));
  } finally {
    progress.stop();
  }
  const signed = (opened.followed ? undefined : await openAgain(dir, { policy, origin: latest.origin }, tree.keys, findings)) ?? latest;
  aboutSignatures(signed, policy.quorum, findings);
  const signers = signersOf(signed).join(', ');
  return findings.report('verify', [
    say('verified', { origin: latest.origin, size: latest.size, checkpoints: all.length, signers, root: toBase64(latest.root) }),
  ]);
}

/**
 * By the policy's own keys, which suffice for a log that has not changed any, so that its entries are read once; else by
 * those that its entries lead to.
 */
async function openFirst(dir: MirrorDir, policy: Policy, findings: Findings): Promise<{ checkpoints: KeptCheckpoints; followed: boolean } | undefined> {
  const doubts = new Findings();
  const plainly = await openKept(dir, trustOf(policy), doubts);
  if (plainly !== undefined && doubts.count === 0) return { checkpoints: plainly, followed: false };
  const keys = keysInCopy(dir, policy);
  if (keys === undefined || keys.told.length === 0) {
    findings.take(doubts);
    return plainly && { checkpoints: plainly, followed: true };
  }
  sayKeys(keys, findings);
  const checkpoints = await openKept(dir, trustOf(policy, keys.history), findings);
  return checkpoints && { checkpoints, followed: true };
}

/** The entries were read since: where they change keys, each key counts under the trees of its time alone. */
async function openAgain(dir: MirrorDir, { policy, origin }: { policy: Policy; origin: string }, entries: readonly KeyEntry[], findings: Findings): Promise<TrustedCheckpoint | undefined> {
  if (entries.length === 0) return undefined;
  const keys = followKeys(policy, origin, entries);
  sayKeys(keys, findings);
  return (await openKept(dir, trustOf(policy, keys.history), findings))?.latest;
}

export const signersOf = ({ note }: TrustedCheckpoint): string[] => [...new Set(note.signedBy.map(({ verifier }) => verifier.name))];

function aboutSignatures(latest: TrustedCheckpoint, quorum: string, findings: Findings): void {
  const count = latest.note.ignored.length;
  if (count > 0) findings.remark('signatures-ignored', { path: CHECKPOINT, count });
  if (latest.witnesses.length > 0) findings.remark('witnessed', { witnesses: latest.witnesses.join(', ') });
  if (quorum === NO_QUORUM) findings.remark('no-witness', {});
}

/** Tiles that this tree does not have: of a smaller or a larger one. Nothing rests on them. */
function leftOver(files: readonly string[], { size }: TrustedCheckpoint, findings: Findings): void {
  const unneeded = files.filter((file) => {
    const tile = parseTilePath(file);
    if (tile === undefined) return kindOf(file) === 'temporary';
    return tileWidth(size, tile.kind === 'hashes' ? tile.level : 0, tile.index) !== tile.width;
  });
  const [path] = unneeded;
  if (path !== undefined) findings.remark('left-over', { path, count: unneeded.length });
}
