import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  canonicalJson,
  fromUtf8,
  MalformedError,
  NO_QUORUM,
  parseEntry,
  parseJson,
  parseKeyEntries,
  parseProofFile,
  sameBytes,
  UnprovenError,
  utf8,
  verifyProofFile,
  type FollowedKeys,
  type KeyHistory,
  type LogEntry,
  type Policy,
  type ProofFile,
  type Trust,
  type TrustedCheckpoint,
} from '@covenant/transparency';
import { UsageError } from '../cli/exit.js';
import { followKeys, keysInCopy, originIn, readableKeys, sayKeys } from '../keys/followed.js';
import { KEYS, MirrorDir } from '../files/mirror-dir.js';
import { nodeHasher } from '../node-crypto.js';
import { Findings, type Report } from '../report/report.js';
import { say } from '../report/statements.js';
import { keptPolicy, namedPolicy, readBytes, trustOf, type TrustOptions } from '../trust.js';

export interface ProveOptions extends TrustOptions {
  /** A mirror whose keys are to be trusted. */
  readonly mirror?: string;
}

/**
 * Was this event recorded? Reads two files and needs no network. The proof brings the signed checkpoint, but not the
 * key: whoever made the proof could have made the key as well, so the caller says whom to trust.
 * @throws UsageError when no key is named; Unchecked when a file cannot be read
 */
export function prove(eventPath: string, proofPath: string, options: ProveOptions): Report {
  const findings = new Findings();
  const policy = policyFor(options, findings);
  const event = readEvent(eventPath, findings);
  const proof = readProof(proofPath, findings);
  const keys = policy && proof && keysFor(options, policy, { path: proofPath, proof }, findings);
  if (policy === undefined || event === undefined || proof === undefined) return findings.report('prove', []);
  const checkpoint = check(proof, event.bytes, trustOf(policy, keys), proofPath, findings);
  if (checkpoint === undefined) return findings.report('prove', []);

  const ignored = checkpoint.note.ignored.length;
  if (ignored > 0) findings.remark('signatures-ignored', { path: proofPath, count: ignored });
  if (checkpoint.witnesses.length > 0) findings.remark('witnessed', { witnesses: checkpoint.witnesses.join(', ') });
  if (policy.quorum === NO_QUORUM) findings.remark('no-witness', {});
  const { type, stream, revision, recordedAt, actor } = event.entry;
  const role = typeof actor['role'] === 'string' ? actor['role'] : 'an unnamed role';
  const { size, origin } = checkpoint;
  return findings.report('prove', [
    say('proven', { entry: proof.index, size, origin, type, stream, revision, recorded: recordedAt, role }),
  ]);
}

function policyFor({ mirror, ...named }: ProveOptions, findings: Findings): Policy | undefined {
  const chosen = namedPolicy(named);
  if (mirror !== undefined && chosen !== undefined) throw new UsageError('name one of --key, --policy and --mirror');
  if (chosen !== undefined) return chosen;
  const policy = mirror === undefined ? undefined : keptPolicy(new MirrorDir(mirror), findings);
  if (policy === undefined && findings.count === 0) {
    throw new UsageError('a proof does not bring its own key: say whom to trust with --key, --policy or --mirror');
  }
  return policy;
}

/**
 * The keys that the log has changed to since: as the entries of the mirror tell, or the file `keys.json` beside the
 * proof, which is what the log answers at `/keys`. Each change is signed by the key before it.
 */
function keysFor({ mirror }: ProveOptions, policy: Policy, read: { path: string; proof: ProofFile }, findings: Findings): KeyHistory | undefined {
  const followed = mirror === undefined ? keysBeside(read, policy, findings) : keysInCopy(new MirrorDir(mirror), policy);
  if (followed !== undefined) sayKeys(followed, findings);
  return followed?.history;
}

function keysBeside(of: { path: string; proof: ProofFile }, policy: Policy, findings: Findings): FollowedKeys | undefined {
  const path = join(dirname(of.path), KEYS);
  if (!existsSync(path)) return undefined;
  return readableKeys(path, findings, () => followKeys(policy, originIn(of.proof.checkpoint) ?? '', parseKeyEntries(readBytes(path))));
}

/** The event's bytes as the log has them. A copy that was indented or reordered is put back, and that is said. */
function readEvent(path: string, findings: Findings): { bytes: Uint8Array; entry: LogEntry } | undefined {
  const file = readBytes(path);
  try {
    const text = fromUtf8(file);
    if (text === undefined) throw new MalformedError('json', 'not UTF-8');
    const bytes = utf8(canonicalJson(parseJson(text)));
    const entry = parseEntry(bytes);
    if (!sameBytes(bytes, file)) findings.remark('event-rewritten', { path });
    return { bytes, entry };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    findings.found('event-malformed', { path, detail: error.message });
    return undefined;
  }
}

function readProof(path: string, findings: Findings): ProofFile | undefined {
  const bytes = readBytes(path);
  try {
    return parseProofFile(bytes);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    findings.found('proof-malformed', { path, detail: error.message });
    return undefined;
  }
}

function check(
  proof: ProofFile,
  entry: Uint8Array,
  { open }: Trust,
  path: string,
  findings: Findings,
): TrustedCheckpoint | undefined {
  try {
    const checkpoint = open(proof.checkpoint);
    try {
      return verifyProofFile(proof, entry, () => checkpoint, nodeHasher);
    } catch (error) {
      if (!(error instanceof UnprovenError)) throw error;
      findings.found('proof-refused', { entry: proof.index, size: checkpoint.size, origin: checkpoint.origin });
    }
  } catch (error) {
    if (error instanceof MalformedError) findings.found('proof-malformed', { path, detail: error.message });
    else if (error instanceof UnprovenError) findings.found('proof-unsigned', { path, detail: error.message });
    else throw error;
  }
  return undefined;
}
