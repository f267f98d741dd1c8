import { ed25519 } from '@noble/curves/ed25519.js';
import { concat, fromBase64, toBase64, utf8 } from './bytes.js';
import { MalformedError } from './errors.js';
import { portableSha256 } from './hash.js';
import { isKeyName, type NoteSigner, type NoteVerifier } from './note.js';

/** The byte that says what a key signs and how (C2SP signed-note). */
export const signatureTypes = { ed25519: 0x01, ed25519Cosignature: 0x04, mlDsa44: 0x06 } as const;
export type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes];

export const publicKeyBytes: { readonly [T in SignatureType]: number } = { 0x01: 32, 0x04: 32, 0x06: 1312 };

/** As people name them; cosignatures are of the same two kinds. */
export const kindNames: { readonly [T in SignatureType]: 'Ed25519' | 'ML-DSA-44' } = { 0x01: 'Ed25519', 0x04: 'Ed25519', 0x06: 'ML-DSA-44' };

/** A public key with its name, as people exchange it: `name+1a2b3c4d+base64(type || key)`. */
export interface VerifierKey {
  readonly name: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
}

/** Is this an Ed25519 signature (RFC 8032) of the message? Never throws, whatever the bytes. */
export type Ed25519Verify = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;

/** Strict as RFC 8032 has it, not the laxer ZIP 215: what one checker accepts, all do. */
export const portableEd25519Verify: Ed25519Verify = (signature, message, publicKey) => {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false; // noble throws for a point that is not on the curve: no signature either way
  }
};

/** `SHA-256(name || 0x0A || type || public key)[:4]`, big-endian. */
export function keyId({ name, type, publicKey }: VerifierKey): number {
  const digest = portableSha256(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}

export function formatVerifierKey(key: VerifierKey): string {
  const id = keyId(key).toString(16).padStart(8, '0');
  return `${key.name}+${id}+${toBase64(concat(Uint8Array.of(key.type), key.publicKey))}`;
}

/** A key by its name and id, as people compare it. */
export const shortKey = (vkey: string): string => vkey.split('+', 2).join('+');

const isType = (byte: number | undefined): byte is SignatureType => byte !== undefined && byte in publicKeyBytes;

/** @throws MalformedError, also for a type of key that this library does not check */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name, id, base64] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text) ?? [];
  const bytes = base64 === undefined ? undefined : fromBase64(base64);
  if (name === undefined || bytes === undefined || !isKeyName(name)) {
    throw new MalformedError('key', 'not of the form name+id+base64');
  }
  const type = bytes[0];
  const publicKey = bytes.slice(1);
  if (!isType(type)) throw new MalformedError('key', `${name} is of a type that is not known here (${type ?? 'none'})`);
  if (publicKey.length !== publicKeyBytes[type]) throw new MalformedError('key', `${name} has the wrong length`);
  const key = { name, type, publicKey };
  if (keyId(key).toString(16).padStart(8, '0') !== id) {
    throw new MalformedError('key', `${name} and its id ${id ?? ''} do not belong together`);
  }
  return key;
}

export function ed25519Verifier(
  key: VerifierKey & { readonly type: 0x01 },
  verify: Ed25519Verify = portableEd25519Verify,
): NoteVerifier {
  return {
    name: key.name,
    keyId: keyId(key),
    verify: (text, signature) => signature.length === 64 && verify(signature, text, key.publicKey),
  };
}

/** `seed` is the 32-byte private key of RFC 8032. */
export function ed25519Signer(name: string, seed: Uint8Array): NoteSigner & { readonly key: VerifierKey } {
  if (!isKeyName(name)) throw new MalformedError('key', `“${name}” is no name for a key`);
  const key: VerifierKey = { name, type: signatureTypes.ed25519, publicKey: ed25519.getPublicKey(seed) };
  return { name, keyId: keyId(key), key, sign: (text) => ed25519.sign(text, seed) };
}
