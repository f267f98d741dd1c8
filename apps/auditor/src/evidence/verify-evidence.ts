import {
  fromBase64,
  fromUtf8,
  MalformedError,
  parseEntry,
  parseProofFile,
  sameBytes,
  signedAt,
  UnprovenError,
  verifyConsistency,
  verifyProofFile,
  type Trust,
  type TrustedCheckpoint,
} from '@covenant/transparency';
import { UsageError } from '../cli/exit.js';
import { MirrorDir } from '../files/mirror-dir.js';
import { nodeHasher } from '../node-crypto.js';
import { Findings, type Report } from '../report/report.js';
import { say, type Said } from '../report/statements.js';
import { namedPolicy, trustOf, type TrustOptions } from '../trust.js';
import { openNamed } from '../verify/checkpoints.js';

/**
 * Does a folder of evidence show what it says, to somebody who trusts only the log's key? `held` means that it does:
 * that the log was caught.
 * @throws UsageError when no key is named; Unchecked when there is no such folder
 */
export async function verifyEvidence(path: string, options: TrustOptions): Promise<Report> {
  const policy = namedPolicy(options);
  if (policy === undefined) throw new UsageError('evidence does not bring its own key: say whose signatures count with --key or --policy');
  const dir = new MirrorDir(path);
  const files = await dir.files();
  const findings = new Findings();
  const check = files.includes('event.tlog-proof') ? coveredLate : contradiction;
  const shown = check(dir, trustOf(policy), findings);
  if (shown === undefined && findings.count === 0) findings.found('evidence-unproven', { path });
  return findings.report('verify-evidence', shown === undefined ? [] : [shown]);
}

function contradiction(dir: MirrorDir, trust: Trust, findings: Findings): Said | undefined {
  const kept = openNamed(dir.read('kept'), 'kept', trust, findings);
  const served = openNamed(dir.read('served'), 'served', trust, findings);
  if (kept === undefined || served === undefined || kept.origin !== served.origin) return undefined;
  const { origin } = kept;
  const forked = say('evidence-forked', { origin, size: served.size, kept: kept.size });
  if (kept.size === served.size) return sameBytes(kept.root, served.root) ? undefined : forked;
  const [smaller, larger] = kept.size < served.size ? [kept, served] : [served, kept];
  const [beginning] = hashesIn(dir, 'beginning') ?? [];
  const path = hashesIn(dir, 'consistency');
  if (beginning !== undefined && path !== undefined) {
    const claim = { from: smaller.size, to: larger.size, fromRoot: beginning, toRoot: larger.root, path };
    return verifyConsistency(claim, nodeHasher) && !sameBytes(beginning, smaller.root) ? forked : undefined;
  }
  return wentBack(kept, served);
}

/** Only signatures that bring a time show which of the two was signed first. */
function wentBack(kept: TrustedCheckpoint, served: TrustedCheckpoint): Said | undefined {
  const [before, after] = [signedAt(kept), signedAt(served)];
  if (before === undefined || after === undefined || after <= before || served.size >= kept.size) return undefined;
  return say('evidence-rolled-back', { origin: kept.origin, size: served.size, kept: kept.size, seconds: after - before });
}

function coveredLate(dir: MirrorDir, trust: Trust, findings: Findings): Said | undefined {
  const before = openNamed(dir.read('before'), 'before', trust, findings);
  const [event, file] = [dir.read('event.json'), dir.read('event.tlog-proof')];
  if (before === undefined || event === undefined || file === undefined) return undefined;
  try {
    const proof = parseProofFile(file);
    const after = verifyProofFile(proof, event, trust.open, nodeHasher);
    const { recordedAt } = parseEntry(event);
    const at = signedAt(before);
    if (after.origin !== before.origin || at === undefined || proof.index < before.size) return undefined;
    const seconds = at - Math.ceil(Date.parse(recordedAt) / 1000);
    return seconds <= 0 ? undefined : say('evidence-late', { origin: before.origin, entry: proof.index, recorded: recordedAt, seconds, size: before.size });
  } catch (error) {
    if (error instanceof MalformedError || error instanceof UnprovenError) return undefined;
    throw error;
  }
}

function hashesIn(dir: MirrorDir, file: string): Uint8Array[] | undefined {
  const text = fromUtf8(dir.read(file) ?? new Uint8Array(0));
  const hashes = text?.split('\n').slice(0, -1).map(fromBase64);
  return hashes?.every((hash) => hash !== undefined) === true ? hashes : undefined;
}
