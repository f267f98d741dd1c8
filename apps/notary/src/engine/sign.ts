import { formatNote, fromUtf8, type Note, type NoteSignature, parseNote, signCheckpoint, utf8 } from '@covenant/transparency';
import type { KeyRing } from '../keys/key-ring.js';
import { allKeys } from '../keys/log-keys.js';
import type { SignedTree } from '../tables/log-session.js';

/** The tree under the signature with which it is committed. */
export async function signTree(size: number, root: Uint8Array, keys: KeyRing): Promise<SignedTree> {
  return { size, root, note: textOf(await signCheckpoint({ origin: keys.origin, size, root }, keys.at(size).ed25519)) };
}

/** The same tree as it is published: signed by every key, in signatures that carry their time if their kind has one. */
export async function sealTree({ size, root, note }: SignedTree, keys: KeyRing): Promise<SignedTree> {
  const { text } = parseNote(utf8(note));
  const signatures: NoteSignature[] = [];
  for (const key of allKeys(keys.at(size))) {
    signatures.push({ name: key.name, keyId: key.keyId, signature: await key.sign(utf8(text)) });
  }
  return { size, root, note: noteOf({ text, signatures }) };
}

export const noteOf = (note: Note): string => textOf(formatNote(note));

function textOf(note: Uint8Array): string {
  const text = fromUtf8(note);
  if (text === undefined) throw new Error('a note is text');
  return text;
}
