import { verifyEd25519Cosignature, verifyMlDsa44Cosignature } from './cosignature.js';
import { keyId, portableEd25519Verify, signatureTypes, type Ed25519Verify, type VerifierKey } from './keys.js';
import type { NoteVerifier } from './note.js';

export interface VerifierOptions {
  /** Default: portable code. Node's own is some twenty times faster. */
  readonly ed25519?: Ed25519Verify;
  /** The key is a witness': it does not speak for the log, whatever its name. Ed25519 cosigners never do. */
  readonly witness?: boolean;
}

/** Checks signatures of any type of key that this library knows. */
export function noteVerifier(key: VerifierKey, options: VerifierOptions = {}): NoteVerifier {
  const ed25519 = options.ed25519 ?? portableEd25519Verify;
  const cosigner = key.type === signatureTypes.ed25519Cosignature;
  const check = (text: Uint8Array, signature: Uint8Array): boolean => {
    switch (key.type) {
      case signatureTypes.ed25519:
        return signature.length === 64 && ed25519(signature, text, key.publicKey);
      case signatureTypes.ed25519Cosignature:
        return verifyEd25519Cosignature(signature, text, key.publicKey, ed25519);
      case signatureTypes.mlDsa44:
        return verifyMlDsa44Cosignature(signature, text, key);
    }
  };
  return { name: key.name, keyId: keyId(key), witness: cosigner || options.witness === true, verify: check };
}
