import { openCheckpoint, type OpenedCheckpoint } from './checkpoint.js';
import { UnprovenError } from './errors.js';
import type { Ed25519Verify } from './keys.js';
import type { NoteVerifier } from './note.js';
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

export function trustPolicy(policy: Policy, options: { readonly ed25519?: Ed25519Verify } = {}): Trust {
  const logs = policy.logs.map(({ key }) => noteVerifier(key, options));
  const witnesses = new Map<NoteVerifier, string>(
    policy.witnesses.map(({ name, key }) => [noteVerifier(key, { ...options, witness: true }), name]),
  );
  const known = [...logs, ...witnesses.keys()];
  return {
    policy,
    open: (bytes) => {
      const checkpoint = openCheckpoint(bytes, known);
      const cosigned = checkpoint.note.signedBy.flatMap(({ verifier }) => witnesses.get(verifier) ?? []);
      if (!quorumHolds(policy, cosigned)) {
        const seen = cosigned.length === 0 ? 'none' : cosigned.join(', ');
        throw new UnprovenError('quorum', `the quorum ${policy.quorum} is not reached; cosigned by: ${seen}`);
      }
      return { ...checkpoint, witnesses: cosigned };
    },
  };
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
