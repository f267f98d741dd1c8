import { fromBase64, fromDecimal, isCount, toBase64 } from './bytes.js';
import { MalformedError, UnprovenError } from './errors.js';
import { HASH_BYTES } from './hash.js';
import { cosignedAt, ED25519_SIGNATURE_BYTES, ML_DSA_44_SIGNATURE_BYTES, TIME_BYTES } from './signature-time.js';
import { openNote, signNote, type NoteSigner, type NoteVerifier, type OpenedNote } from './note.js';

/** The head of a tree as its log signs it (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Which log: its URL without the scheme. */
  readonly origin: string;
  /** Leaves, 0 to 2^53 - 1. */
  readonly size: number;
  readonly root: Uint8Array;
  /** Opaque lines that a log may add. Ours adds none, and nothing here relies on any. */
  readonly extensions: readonly string[];
}

export interface OpenedCheckpoint extends Checkpoint {
  readonly note: OpenedNote;
}

function malformed(detail: string): MalformedError {
  return new MalformedError('checkpoint', detail);
}

/** The text that is signed. @throws MalformedError */
export function formatCheckpoint({ origin, size, root, extensions = [] }: Omit<Checkpoint, 'extensions'> & Partial<Checkpoint>): string {
  if (!isCount(size)) throw malformed(`${size} is not a tree size`);
  if (root.length !== HASH_BYTES) throw malformed('the root is not a SHA-256 hash');
  const lines = [origin, String(size), toBase64(root), ...extensions];
  if (lines.some((line) => line === '' || line.includes('\n'))) throw malformed('has an empty line');
  return `${lines.join('\n')}\n`;
}

/** Reads the signed text; says nothing about who signed it. @throws MalformedError */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw malformed('its last line has no end');
  const [origin, sizeLine, rootLine, ...extensions] = lines;
  if (origin === undefined || sizeLine === undefined || rootLine === undefined) throw malformed('has fewer than three lines');
  if (lines.includes('')) throw malformed('has an empty line');
  const size = fromDecimal(sizeLine);
  if (size === undefined) throw malformed('its second line is not a tree size');
  const root = fromBase64(rootLine);
  if (root?.length !== HASH_BYTES) throw malformed('its third line is not a SHA-256 hash');
  return { origin, size, root, extensions };
}

export const signCheckpoint = (
  checkpoint: Omit<Checkpoint, 'extensions'> & Partial<Checkpoint>,
  signers: readonly NoteSigner[],
): Promise<Uint8Array> => signNote(formatCheckpoint(checkpoint), signers);

/**
 * Checks the signatures and reads the checkpoint. Among the known keys that signed must be one of the log itself:
 * one whose name is the origin.
 * @throws MalformedError; UnprovenError `signature-invalid`, `signature-missing` or `origin`
 */
export function openCheckpoint(bytes: Uint8Array, known: readonly NoteVerifier[]): OpenedCheckpoint {
  const note = openNote(bytes, known);
  const checkpoint = parseCheckpoint(note.text);
  if (!note.signedBy.some(({ verifier }) => verifier.name === checkpoint.origin && verifier.witness !== true)) {
    throw new UnprovenError('origin', `no known key of ${checkpoint.origin} signed this checkpoint`);
  }
  return { ...checkpoint, note };
}

/**
 * When the newest of the known signatures was made, in seconds since 1970, by the word of whoever signed: cosignatures
 * and ML-DSA-44 signatures bring a time, Ed25519 signatures of a log bring none.
 */
export function signedAt({ note }: OpenedCheckpoint): number | undefined {
  const timed = [ED25519_SIGNATURE_BYTES, ML_DSA_44_SIGNATURE_BYTES].map((length) => TIME_BYTES + length);
  const times = note.signedBy.flatMap(({ signature }) => (timed.includes(signature.length) ? (cosignedAt(signature) ?? []) : []));
  return times.length === 0 ? undefined : Math.max(...times);
}
