import { ed25519 } from '@noble/curves/ed25519.js';
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';
import { concat, fromUtf8, utf8 } from './bytes.js';
import { parseCheckpoint } from './checkpoint.js';
import { MalformedError } from './errors.js';
import { keyId, signatureTypes, type VerifierKey } from './keys.js';
import { isKeyName, type NoteSigner } from './note.js';
import { cosignedAt, ED25519_SIGNATURE_BYTES, ML_DSA_44_SIGNATURE_BYTES, TIME_BYTES } from './signature-time.js';

function uint64(value: number): Uint8Array {
  const bytes = new Uint8Array(TIME_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** What an Ed25519 cosigner signs: the time, then the whole text of the checkpoint. */
function ed25519Message(time: number, text: Uint8Array): Uint8Array {
  return concat(utf8(`cosignature/v1\ntime ${time}\n`), text);
}

function shortText(value: string): Uint8Array {
  const bytes = utf8(value);
  if (bytes.length < 1 || bytes.length > 255) throw new MalformedError('checkpoint', 'a name is too long to be cosigned');
  return concat(Uint8Array.of(bytes.length), bytes);
}

/** What an ML-DSA-44 key signs: its own name, the time, and the tree; extension lines are not covered. */
function mlDsa44Message(name: string, time: number, text: Uint8Array): Uint8Array {
  const { origin, size, root } = parseCheckpoint(fromUtf8(text) ?? '');
  const label = utf8('subtree/v1\n\0');
  return concat(label, shortText(name), uint64(time), shortText(origin), uint64(0), uint64(size), root);
}

export function verifyEd25519Cosignature(
  signature: Uint8Array,
  text: Uint8Array,
  publicKey: Uint8Array,
  verify: (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean,
): boolean {
  const time = cosignedAt(signature);
  if (time === undefined || signature.length !== TIME_BYTES + ED25519_SIGNATURE_BYTES) return false;
  return isCheckpoint(text) && verify(signature.subarray(TIME_BYTES), ed25519Message(time, text), publicKey);
}

export function verifyMlDsa44Cosignature(signature: Uint8Array, text: Uint8Array, key: VerifierKey): boolean {
  const time = cosignedAt(signature);
  if (time === undefined || signature.length !== TIME_BYTES + ML_DSA_44_SIGNATURE_BYTES) return false;
  if (!isCheckpoint(text)) return false;
  return ml_dsa44.verify(signature.subarray(TIME_BYTES), mlDsa44Message(key.name, time, text), key.publicKey);
}

/** A cosignature speaks of a tree: over any other text there is none. */
function isCheckpoint(text: Uint8Array): boolean {
  try {
    parseCheckpoint(fromUtf8(text) ?? '');
    return true;
  } catch {
    return false;
  }
}

/** Seconds since 1970. */
export type Clock = () => number;

/** A witness' Ed25519 key; `seed` is the 32-byte private key of RFC 8032. */
export function ed25519Cosigner(name: string, seed: Uint8Array, now: Clock): NoteSigner & { readonly key: VerifierKey } {
  const key: VerifierKey = { name, type: signatureTypes.ed25519Cosignature, publicKey: ed25519.getPublicKey(seed) };
  return cosigner(key, now, (time, text) => ed25519.sign(ed25519Message(time, text), seed));
}

/** A log's or a witness' ML-DSA-44 key (FIPS 204); `seed` has 32 bytes. */
export function mlDsa44Signer(name: string, seed: Uint8Array, now: Clock): NoteSigner & { readonly key: VerifierKey } {
  const { publicKey, secretKey } = ml_dsa44.keygen(seed);
  const key: VerifierKey = { name, type: signatureTypes.mlDsa44, publicKey };
  return cosigner(key, now, (time, text) => ml_dsa44.sign(mlDsa44Message(name, time, text), secretKey));
}

/**
 * The same with a key that is kept elsewhere, such as in a key service: `sign` gets the message and answers with
 * the 2,420 bytes of its signature (FIPS 204, pure, empty context). Whether they hold is for the caller to check.
 */
export function remoteMlDsa44Signer(key: VerifierKey, now: Clock, sign: (message: Uint8Array) => Promise<Uint8Array>): NoteSigner {
  return {
    ...cosigner(key, now, () => new Uint8Array(0)),
    async sign(text) {
      const time = now();
      return concat(uint64(time), await sign(mlDsa44Message(key.name, time, text)));
    },
  };
}

function cosigner(
  key: VerifierKey,
  now: Clock,
  sign: (time: number, text: Uint8Array) => Uint8Array,
): NoteSigner & { readonly key: VerifierKey } {
  if (!isKeyName(key.name)) throw new MalformedError('key', `“${key.name}” is no name for a key`);
  return {
    name: key.name,
    keyId: keyId(key),
    key,
    sign(text) {
      const time = now();
      return concat(uint64(time), sign(time, text));
    },
  };
}
