import { createPublicKey, hash, verify } from 'node:crypto';
import { treeHasher, type Ed25519Verify } from '@covenant/transparency';

/** Node's own SHA-256, for millions of leaves; as text, because a buffer of its own for each hash costs as much again. */
export const nodeHasher = treeHasher((bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'binary'));

/** SubjectPublicKeyInfo of an Ed25519 key, up to the key (RFC 8410). */
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** Node's own check of RFC 8032. */
export const nodeEd25519: Ed25519Verify = (signature, message, publicKey) => {
  try {
    const key = createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  } catch {
    return false; // OpenSSL throws for bytes that are no key: no signature either way
  }
};
