import { fromDecimal, fromUtf8, type NoteSignature, type NoteVerifier, parseNote, parseSignatures, toBase64, utf8 } from '@covenant/transparency';
import type { SignedTree } from '../tables/log-session.js';

/** What a witness made of a checkpoint. */
export type WitnessAnswer =
  /** It has seen that this tree continues the one it saw before. The signature is checked. */
  | { readonly kind: 'cosigned'; readonly signature: NoteSignature }
  /** It says that it has cosigned a larger tree than this. */
  | { readonly kind: 'ahead'; readonly size: number }
  /** It says that it has cosigned a tree of `size` which this one does not continue. */
  | { readonly kind: 'another-tree'; readonly size: number }
  /** It did not answer, or not as a witness does. The reason may be shown to anybody. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface Asking {
  /** Submission prefix, without a slash at its end. */
  readonly url: string;
  readonly verifier: NoteVerifier;
  readonly tree: SignedTree;
  /** RFC 6962 §2.1.2, empty from 0. */
  readonly prove: (from: number, to: number) => Promise<readonly Uint8Array[]>;
  readonly signal: AbortSignal;
}

/** Bytes of an answer, at the most: room for a few signatures of every kind. */
const LONGEST = 64 * 1024;

/**
 * One checkpoint to one witness (C2SP tlog-witness, add-checkpoint). `old` is what it is thought to have cosigned;
 * where it knows better it is asked once more from there. @throws only where no proof can be made
 */
export async function addCheckpoint(asking: Asking, old: number): Promise<WitnessAnswer> {
  const first = await addFrom(asking, old);
  return typeof first === 'number' ? asAnswer(await addFrom(asking, first)) : first;
}

const asAnswer = (answer: WitnessAnswer | number): WitnessAnswer =>
  typeof answer === 'number' ? { kind: 'failed', reason: 'it names another size each time' } : answer;

/** A number: ask again from there. */
async function addFrom({ url, verifier, tree, prove, signal }: Asking, old: number): Promise<WitnessAnswer | number> {
  const proof = await prove(old, tree.size);
  const body = `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${tree.note}`;
  let answer: Response;
  let text: string | undefined;
  try {
    answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: utf8(body), redirect: 'error', signal });
    text = await textOf(answer);
  } catch {
    return { kind: 'failed', reason: signal.aborted ? 'it did not answer in time' : 'it cannot be reached' };
  }
  switch (answer.status) {
    case 200:
      return cosignature(text, verifier, tree);
    case 409:
      return conflict(text, old, tree);
    case 422:
      return { kind: 'another-tree', size: old };
    default:
      return { kind: 'failed', reason: `it answered ${answer.status}` };
  }
}

function conflict(text: string | undefined, old: number, tree: SignedTree): WitnessAnswer | number {
  const size = text?.endsWith('\n') === true ? fromDecimal(text.slice(0, -1)) : undefined;
  // Of the same size, and still a conflict: it has another root there.
  if (old === tree.size && (size === undefined || size === old)) return { kind: 'another-tree', size: old };
  if (size === undefined) return { kind: 'failed', reason: 'it answered 409 and named no size' };
  return size > tree.size ? { kind: 'ahead', size } : size;
}

function cosignature(text: string | undefined, verifier: NoteVerifier, { note }: SignedTree): WitnessAnswer {
  let signatures: readonly NoteSignature[];
  try {
    signatures = parseSignatures(text ?? '');
  } catch {
    return { kind: 'failed', reason: 'its answer is no signature' };
  }
  const message = utf8(parseNote(utf8(note)).text);
  const own = signatures.find(({ name, keyId }) => name === verifier.name && keyId === verifier.keyId);
  if (own === undefined) return { kind: 'failed', reason: 'it did not sign with the key that the policy names' };
  return verifier.verify(message, own.signature)
    ? { kind: 'cosigned', signature: own }
    : { kind: 'failed', reason: 'its signature does not hold' };
}

/** Undefined where the answer is too long or no text. */
async function textOf(answer: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (answer.body as ReadableStream<Uint8Array> | null) ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST) return undefined; // leaving the loop cancels the rest
  }
  return fromUtf8(new Uint8Array(Buffer.concat(chunks)));
}

