import { NO_QUORUM, parseTilePath, tileWidth, toBase64, type TrustedCheckpoint } from '@covenant/transparency';
import { UsageError } from '../cli/exit.js';
import { noProgress, type StartProgress } from '../cli/progress.js';
import { CHECKPOINT, EVIDENCE, kindOf, MirrorDir, POLICY } from '../files/mirror-dir.js';
import { keysInCopy, sayKeys } from '../keys/followed.js';
import { Findings, type Report } from '../report/report.js';
import { say } from '../report/statements.js';
import { keptPolicy, namedPolicy, trustOf, type TrustOptions } from '../trust.js';
import { openKept } from './checkpoints.js';
import { Contents } from './contents.js';
import { checkedChunks, threadsFor } from './threads.js';
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
  const dir = new MirrorDir(path);
  const findings = new Findings();
  const files = await dir.files();
  const named = namedPolicy(options);
  const kept = keptPolicy(dir, findings);
  const policy = named ?? kept;
  if (policy === undefined) {
    if (findings.count > 0) return findings.report('verify', []);
    throw new UsageError(`${path} keeps no key: say whom to trust with --key or --policy`);
  }
  if (named === undefined) findings.remark('kept-trust', { path: POLICY });
  if (files.some((file) => kindOf(file) === 'evidence')) findings.found('evidence-kept', { path: EVIDENCE });
  for (const file of files) if (kindOf(file) === 'stray') findings.found('stray-file', { path: file });

  const keys = keysInCopy(dir, policy);
  if (keys !== undefined) sayKeys(keys, findings);
  const checkpoints = await openKept(dir, trustOf(policy, keys?.history), findings);
  if (checkpoints === undefined) return findings.report('verify', []);
  const { latest, all } = checkpoints;
  leftOver(files, latest, findings);

  const progress = (options.progress ?? noProgress)('verifying', latest.size, 'entries');
  const contents = options.hashesOnly === true ? undefined : new Contents();
  try {
    const job = { path, size: latest.size, contents: contents !== undefined };
    const chunks = checkedChunks(job, options.threads ?? threadsFor(latest.size));
    const whole = await new TreeCheck(dir, checkpoints, findings, contents, progress).run(chunks);
    if (contents === undefined || !whole) findings.remark('contents-skipped', {});
    else findings.take(contents.end(dir, latest.size));
  } finally {
    progress.stop();
  }
  aboutSignatures(latest, policy.quorum, findings);
  const signers = signersOf(latest).join(', ');
  return findings.report('verify', [
    say('verified', { origin: latest.origin, size: latest.size, checkpoints: all.length, signers, root: toBase64(latest.root) }),
  ]);
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
