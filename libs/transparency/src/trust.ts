import { openCheckpoint, parseCheckpoint, type OpenedCheckpoint } from './checkpoint.js';
import { UnprovenError } from './errors.js';
import type { KeyHistory, KeyPeriod } from './key-history.js';
import type { Ed25519Verify } from './keys.js';
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
  /** @throws MalformedError; UnprovenError, `quorum` where too few of the witnesses have cosigned */
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
  const logs = policy.logs.filter(({ key }) => !own.has(key.name)).map(({ key }) => noteVerifier(key, plain));
  const periods = (keys?.periods ?? []).map((period) => ({ period, verifier: noteVerifier(period.key, plain) }));
  const witnesses = new Map<NoteVerifier, string>(
    policy.witnesses.map(({ name, key }) => [noteVerifier(key, { ...plain, witness: true }), name]),
  );
  const openAt = (bytes: Uint8Array): OpenedCheckpoint => {
    const size = periods.length === 0 ? 0 : parseCheckpoint(parseNote(bytes).text).size;
    const inTime = keys?.at(size) ?? [];
    const inForce = periods.filter(({ period }) => inTime.includes(period.key)).map(({ verifier }) => verifier);
    try {
      return openCheckpoint(bytes, [...logs, ...inForce, ...witnesses.keys()]);
    } catch (error) {
      const other = error instanceof UnprovenError && error.code !== 'signature-invalid' ? outOfTime(bytes, size, periods.filter(({ period }) => !inTime.includes(period.key))) : undefined;
      throw other ?? error;
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

/** A key of the log signed it that does not sign trees of that size: said as such, and not as a missing signature. */
function outOfTime(
  bytes: Uint8Array,
  size: number,
  untimely: readonly { readonly period: KeyPeriod; readonly verifier: NoteVerifier }[],
): UnprovenError | undefined {
  const { signatures } = parseNote(bytes);
  const found = untimely.find(({ verifier }) => signatures.some(({ name, keyId }) => name === verifier.name && keyId === verifier.keyId));
  if (found === undefined) return undefined;
  const { from, until } = found.period;
  const time = size < from ? `was announced in entry ${from - 1} and signs no tree without it` : `was retired in entry ${until ?? 0} and signs no tree with it`;
  const id = found.verifier.keyId.toString(16).padStart(8, '0');
  return new UnprovenError('key-period', `it is signed by the key ${found.verifier.name}+${id}, which ${time}, and by no other of the log`);
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
