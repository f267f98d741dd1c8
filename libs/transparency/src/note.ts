import { concat, fromBase64, fromUtf8, toBase64, utf8 } from './bytes.js';
import { MalformedError, UnprovenError } from './errors.js';

/** One signature line of a note: whose key, by name and number, and the signature itself. */
export interface NoteSignature {
  readonly name: string;
  /** uint32. Name and id together say which key and which algorithm. */
  readonly keyId: number;
  readonly signature: Uint8Array;
}

/** A note taken apart and not yet checked: its text must not be used before `openNote` has accepted it. */
export interface Note {
  /** Ends in a newline; what the signatures cover. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Checks signatures of one key. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: number;
  /** True for a key that only witnesses what a log signed: it never speaks for the log. */
  readonly witness?: boolean;
  verify(text: Uint8Array, signature: Uint8Array): boolean;
}

/** Makes signatures with one key; it may be far away (a command, a key service), hence the promise. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: number;
  sign(text: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** A note whose signatures by known keys were all checked and hold; at least one is there. */
export interface OpenedNote extends Note {
  /** The known keys that signed, in the order of the lines. */
  readonly signedBy: readonly SignedBy[];
  /** Signatures of keys that are not known here. They say nothing, and were not checked. */
  readonly ignored: readonly NoteSignature[];
}

export interface SignedBy {
  readonly verifier: NoteVerifier;
  readonly signature: Uint8Array;
}

export const MAX_NOTE_BYTES = 1_000_000;
export const MAX_NOTE_SIGNATURES = 100;

const controls = /[\u0000-\u0009\u000b-\u001f]/;
const linePrefix = '\u2014 ';

/** A key's name: not empty, without white space and without `+` (C2SP signed-note). */
export const isKeyName = (name: string): boolean => name !== '' && !/[\p{White_Space}+]/u.test(name) && !controls.test(name);

function malformed(detail: string): MalformedError {
  return new MalformedError('note', detail);
}

function parseLine(line: string): NoteSignature {
  const [name, base64, ...more] = line.startsWith(linePrefix) ? line.slice(linePrefix.length).split(' ') : [];
  const bytes = base64 === undefined ? undefined : fromBase64(base64);
  if (name === undefined || bytes === undefined || bytes.length < 5 || more.length > 0 || !isKeyName(name)) {
    throw malformed('a signature line is not “— name base64”');
  }
  const keyId = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return { name, keyId, signature: bytes.slice(4) };
}

export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  const id = new Uint8Array(4);
  new DataView(id.buffer).setUint32(0, keyId);
  return `${linePrefix}${name} ${toBase64(concat(id, signature))}\n`;
}

/** Signature lines alone, as a witness answers them. @throws MalformedError */
export function parseSignatures(lines: string): NoteSignature[] {
  if (!lines.endsWith('\n')) throw malformed('the last signature line has no end');
  const signatures = lines.slice(0, -1).split('\n').map(parseLine);
  if (signatures.length > MAX_NOTE_SIGNATURES) throw malformed(`more than ${MAX_NOTE_SIGNATURES} signatures`);
  return signatures;
}

/** @throws MalformedError */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > MAX_NOTE_BYTES) throw malformed(`larger than ${MAX_NOTE_BYTES} bytes`);
  const whole = fromUtf8(bytes);
  if (whole === undefined) throw malformed('not UTF-8');
  if (controls.test(whole)) throw malformed('has a control character');
  const blank = whole.lastIndexOf('\n\n');
  if (blank < 0) throw malformed('no blank line before the signatures');
  return { text: whole.slice(0, blank + 1), signatures: parseSignatures(whole.slice(blank + 2)) };
}

/** @throws MalformedError for a text that no note can have */
export function formatNote({ text, signatures }: Note): Uint8Array {
  if (!text.endsWith('\n') || controls.test(text)) throw malformed('its text must be lines without control characters');
  if (signatures.length === 0) throw malformed('without a signature it is none');
  return utf8(`${text}\n${signatures.map(formatSignature).join('')}`);
}

export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<Uint8Array> {
  const message = utf8(text);
  const sign = async (signer: NoteSigner): Promise<NoteSignature> => ({
    name: signer.name,
    keyId: signer.keyId,
    signature: await signer.sign(message),
  });
  return formatNote({ text, signatures: await Promise.all(signers.map(sign)) });
}

/**
 * Checks every signature by a known key, and ignores the others. One that does not hold spoils the whole note; a
 * key that signs twice is one signer, and both signatures must hold.
 * @throws MalformedError; UnprovenError `signature-invalid` or `signature-missing`
 */
export function openNote(bytes: Uint8Array, known: readonly NoteVerifier[]): OpenedNote {
  const note = parseNote(bytes);
  const message = utf8(note.text);
  const signedBy = new Map<NoteVerifier, SignedBy>();
  const ignored: NoteSignature[] = [];
  for (const signature of note.signatures) {
    const verifier = known.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (verifier === undefined) {
      ignored.push(signature);
      continue;
    }
    if (!verifier.verify(message, signature.signature)) {
      throw new UnprovenError('signature-invalid', `the signature of ${signature.name} does not hold`);
    }
    if (!signedBy.has(verifier)) signedBy.set(verifier, { verifier, signature: signature.signature });
  }
  if (signedBy.size === 0) throw new UnprovenError('signature-missing', 'no signature by a known key');
  return { ...note, signedBy: [...signedBy.values()], ignored };
}
