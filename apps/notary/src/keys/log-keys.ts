import type { NoteVerifier } from '@covenant/transparency';
import type { LogKey } from './log-key.js';

/**
 * The keys that sign one tree. Every tree is signed with Ed25519 as it is committed: quick, and the same bytes each
 * time. ML-DSA-44 is added for publication, so that the record outlives the day on which Ed25519 can be forged. While a
 * key is being replaced there are two of its kind.
 */
export interface LogKeys {
  readonly origin: string;
  readonly ed25519: readonly LogKey[];
  readonly mlDsa44: readonly LogKey[];
}

export const allKeys = ({ ed25519, mlDsa44 }: LogKeys): readonly LogKey[] => [...ed25519, ...mlDsa44];
export const verifiersOf = (keys: LogKeys): readonly NoteVerifier[] => allKeys(keys).map(({ verifier }) => verifier);
