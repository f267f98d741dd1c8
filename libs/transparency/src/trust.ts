import { openCheckpoint, parseCheckpoint, type OpenedCheckpoint } from './checkpoint.js';
import { UnprovenError } from './errors.js';
import type { KeyHistory, KeyPeriod } from './key-history.js';
import { keyId, kindNames, type Ed25519Verify, type SignatureType, type VerifierKey } from './keys.js';
import { parseNote, type NoteVerifier } from './note.js';
import { NO_QUORUM, type Policy } from './policy.js';
import { noteVerifier } from './verifiers.js';

export interface TrustedCheckpoint extends OpenedCheckpoint {
  /** The policy's names of the witnesses that cosigned it. */
  readonly witnesses: readonly string[];
}

/** A policy at work. */
export interface Trust {
  readonly policy: Policy;
  /**
   * Among the signatures must be one of each kind of key in force for the log at that size.
   * @throws MalformedError; UnprovenError, `signature-kind` where one kind is missing, `quorum` where too few of the
   * witnesses have cosigned
   */
  readonly open: (checkpoint: Uint8Array) => TrustedCheckpoint;
}

export interface TrustOptions {
  readonly ed25519?: Ed25519Verify;
  /**
   * The keys that the log's entries tell of, which take the place of the policy's for that log: each counts under the
   * trees of its time and under no others (`key-period`). Without it every key of the policy counts under all trees.
   */
  readonly keys?: KeyHistory;
}

export function trustPolicy(policy: Policy, options: TrustOptions = {}): Trust {
  const { keys, ...plain } = options;
  const own = new Set(keys?.keys.map(({ name }) => name));
  const logs = policy.logs.filter(({ key }) => !own.has(key.name)).map(({ key }): LogVerifier => ({ key, verifier: noteVerifier(key, plain) }));
  const periods = (keys?.periods ?? []).map((period): TimedVerifier => ({ period, key: period.key, verifier: noteVerifier(period.key, plain) }));
  const witnesses = new Map<NoteVerifier, string>(
    policy.witnesses.map(({ name, key }) => [noteVerifier(key, { ...plain, witness: true }), name]),
  );
  const openAt = (bytes: Uint8Array): OpenedCheckpoint => {
    const size = periods.length === 0 ? 0 : parseCheckpoint(parseNote(bytes).text).size;
    const inTime = keys?.at(size) ?? [];
    const counting = [...logs, ...periods.filter(({ key }) => inTime.includes(key))];
    const untimely = periods.filter(({ key }) => !inTime.includes(key));
    try {
      const opened = openCheckpoint(bytes, [...counting.map(({ verifier }) => verifier), ...witnesses.keys()]);
      const kind = kindMissing(opened, counting);
      if (kind === undefined) return opened;
      throw outOfTime(bytes, size, untimely.filter(({ key }) => key.type === kind)) ?? unsignedBy(kind, opened.origin);
    } catch (error) {
      const elsewhere = error instanceof UnprovenError && (error.code === 'signature-missing' || error.code === 'origin');
      throw (elsewhere ? outOfTime(bytes, size, untimely) : undefined) ?? error;
    }
  };
  return {
    policy,
    open: (bytes) => {
      const checkpoint = openAt(bytes);
      const cosigned = checkpoint.note.signedBy.flatMap(({ verifier }) => witnesses.get(verifier) ?? []);
      if (!quorumHolds(policy, cosigned)) {
        const seen = cosigned.length === 0 ? 'none' : cosigned.join(', ');
        throw new UnprovenError('quorum', `the quorum ${policy.quorum} is not reached; cosigned by: ${seen}`);
      }
      return { ...checkpoint, witnesses: cosigned };
    },
  };
}

interface LogVerifier {
  readonly key: VerifierKey;
  readonly verifier: NoteVerifier;
}

interface TimedVerifier extends LogVerifier {
  readonly period: KeyPeriod;
}

/**
 * The first kind of key that signs trees of this log and size, and did not sign this one. One key of a kind is enough
 * while two overlap; one kind is not: the day on which it can be forged is why there is another.
 */
function kindMissing({ origin, note }: OpenedCheckpoint, counting: readonly LogVerifier[]): SignatureType | undefined {
  const own = counting.filter(({ verifier }) => verifier.name === origin && verifier.witness !== true);
  const signed = new Set(own.filter(({ verifier }) => note.signedBy.some((by) => by.verifier === verifier)).map(({ key }) => key.type));
  return own.map(({ key }) => key.type).find((type) => !signed.has(type));
}

const unsignedBy = (kind: SignatureType, origin: string): UnprovenError =>
  new UnprovenError('signature-kind', `no ${kindNames[kind]} key of ${origin} that is known signed it, and each kind of key must have`);

/** A key of the log signed it that does not sign trees of that size: said as such, and not as a missing signature. */
function outOfTime(bytes: Uint8Array, size: number, untimely: readonly TimedVerifier[]): UnprovenError | undefined {
  const { signatures } = parseNote(bytes);
  const found = untimely.find(({ verifier }) => signatures.some(({ name, keyId }) => name === verifier.name && keyId === verifier.keyId));
  if (found === undefined) return undefined;
  const { from, until } = found.period;
  const time = size < from ? `was announced in entry ${from - 1} and signs no tree without it` : `was retired in entry ${until ?? 0} and signs no tree with it`;
  const id = found.verifier.keyId.toString(16).padStart(8, '0');
  return new UnprovenError('key-period', `it is signed by the key ${found.verifier.name}+${id}, which ${time}, and by no other ${kindNames[found.key.type]} key of the log`);
}

/** The policy's names of the witnesses whose signatures are on a note; whether they hold is for `open` to say. */
export function witnessesOn(note: Uint8Array, { witnesses }: Policy): string[] {
  const { signatures } = parseNote(note);
  return witnesses
    .filter(({ key }) => signatures.some(({ name, keyId: id }) => name === key.name && id === keyId(key)))
    .map(({ name }) => name);
}

/** Have enough of the policy's witnesses cosigned? */
export function quorumHolds({ groups, quorum }: Policy, cosigned: readonly string[]): boolean {
  if (quorum === NO_QUORUM) return true;
  const seen = new Set(cosigned);
  for (const { name, threshold, members } of groups) {
    if (members.filter((member) => seen.has(member)).length >= threshold) seen.add(name);
  }
  return seen.has(quorum);
}
