import {
  canonicalJson,
  fromBase64,
  fromUtf8,
  MalformedError,
  parseEntry,
  parseKeyEntries,
  parseProofFile,
  sameBytes,
  signedAt,
  UnprovenError,
  verifyConsistency,
  verifyProofFile,
  type FollowedKeys,
  type KeyEntry,
  type Policy,
  type Trust,
  type TrustedCheckpoint,
} from '@covenant/transparency';
import { UsageError } from '../cli/exit.js';
import { MirrorDir } from '../files/mirror-dir.js';
import { followKeys, originIn, readableKeys, sayKeys } from '../keys/followed.js';
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
  const shown = check(new Exhibits(dir, policy, findings));
  if (shown === undefined && findings.count === 0) findings.found('evidence-unproven', { path });
  return findings.report('verify-evidence', shown === undefined ? [] : [shown]);
}

/** The files of a folder of evidence. Where it brings changes of keys, what was signed is opened by the keys they lead to. */
class Exhibits {
  readonly #told = new Set<string>();

  constructor(
    private readonly dir: MirrorDir,
    private readonly policy: Policy,
    private readonly findings: Findings,
  ) {}

  read(file: string): Uint8Array | undefined {
    return this.dir.read(file);
  }

  open(file: string, keysFile: string): TrustedCheckpoint | undefined {
    const note = this.dir.read(file);
    const trust = note === undefined ? trustOf(this.policy) : this.trust(note, keysFile);
    return trust && openNamed(note, file, trust, this.findings);
  }

  /** For this signed note; undefined where the changes of keys cannot be read, which is a finding. */
  trust(note: Uint8Array, keysFile: string): Trust | undefined {
    const bytes = this.dir.read(keysFile);
    if (bytes === undefined) return trustOf(this.policy);
    const entries = readableKeys(keysFile, this.findings, () => parseKeyEntries(bytes));
    if (entries === undefined) return undefined;
    const keys = followKeys(this.policy, originIn(note) ?? '', entries);
    this.#tell(entries, keys);
    return trustOf(this.policy, keys.history);
  }

  /** Each change once, though both sides of a contradiction have it; a fork may have another in the same place. */
  #tell(entries: readonly KeyEntry[], { told }: FollowedKeys): void {
    const fresh = new Set<number>();
    for (const { number, entry } of entries) {
      const change = `${number} ${canonicalJson(entry)}`;
      if (!this.#told.has(change)) fresh.add(number);
      this.#told.add(change);
    }
    sayKeys({ told: told.filter(({ number }) => fresh.has(number)) }, this.findings);
  }

  hashes(file: string): Uint8Array[] | undefined {
    const text = fromUtf8(this.dir.read(file) ?? new Uint8Array(0));
    const hashes = text?.split('\n').slice(0, -1).map(fromBase64);
    return hashes?.every((hash) => hash !== undefined) === true ? hashes : undefined;
  }
}

function contradiction(exhibits: Exhibits): Said | undefined {
  const kept = exhibits.open('kept', 'kept-keys.json');
  const served = exhibits.open('served', 'served-keys.json');
  if (kept === undefined || served === undefined || kept.origin !== served.origin) return undefined;
  const { origin } = kept;
  const forked = say('evidence-forked', { origin, size: served.size, kept: kept.size });
  if (kept.size === served.size) return sameBytes(kept.root, served.root) ? undefined : forked;
  const [smaller, larger] = kept.size < served.size ? [kept, served] : [served, kept];
  const [beginning] = exhibits.hashes('beginning') ?? [];
  const path = exhibits.hashes('consistency');
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

function coveredLate(exhibits: Exhibits): Said | undefined {
  const before = exhibits.open('before', 'keys.json');
  const [event, file] = [exhibits.read('event.json'), exhibits.read('event.tlog-proof')];
  if (before === undefined || event === undefined || file === undefined) return undefined;
  try {
    const proof = parseProofFile(file);
    const trust = exhibits.trust(proof.checkpoint, 'keys.json');
    if (trust === undefined) return undefined;
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
