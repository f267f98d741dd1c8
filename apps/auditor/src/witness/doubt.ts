import { formatVerifierKey, keyId } from '@covenant/transparency';
import type { Opened } from '../keys/open.js';

/**
 * May a key of this checkpoint have been retired, as far as is known here? From its announcement to the retirement of the
 * one before it, a log signs by both. So one that a key signed which was replaced, and none of the newer, is not what an
 * honest log makes; and one that the replaced key did not sign is what it makes after its retirement.
 */
export function doubtOf({ checkpoint, followed }: Opened): 'not by the newer' | 'not by the older' | undefined {
  const { size, note } = checkpoint;
  const inForce = followed.history.periods.filter(({ from, until }) => size >= from && size <= (until ?? Infinity));
  const replacedBy = new Set(inForce.flatMap(({ replaces }) => (replaces === undefined ? [] : [formatVerifierKey(replaces)])));
  const replaced = inForce.filter(({ key }) => replacedBy.has(formatVerifierKey(key))).map(({ key }) => keyId(key));
  if (replaced.length === 0) return undefined;
  const signers = new Set(note.signedBy.map(({ verifier }) => verifier.keyId));
  if ([...signers].every((id) => replaced.includes(id))) return 'not by the newer';
  return replaced.every((id) => signers.has(id)) ? undefined : 'not by the older';
}
