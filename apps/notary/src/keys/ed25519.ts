import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { ed25519Verifier, formatVerifierKey, keyId, signatureTypes } from '@covenant/transparency';
import { makeKeyFile, readKeyFile } from './key-file.js';
import { type LogKey, LogKeyError } from './log-key.js';

/**
 * The key in `file`, an Ed25519 private key in PKCS #8 PEM as `openssl genpkey -algorithm ed25519` writes it. Its
 * private half never leaves Node's crypto. Undefined when there is no such file.
 * @throws LogKeyError when the file is something else
 */
export async function readEd25519Key(file: string, origin: string): Promise<LogKey | undefined> {
  const pem = await readKeyFile(file);
  return pem === undefined ? undefined : ofPrivateKey(privateKey(pem, file), origin);
}

/** @throws LogKeyError */
export async function makeEd25519Key(file: string, origin: string): Promise<LogKey> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return ofPrivateKey(privateKey(await makeKeyFile(file, pem), file), origin);
}

/** A key whose private half is elsewhere. */
export function ed25519Key(origin: string, publicKey: Uint8Array, signs: (text: Uint8Array) => Uint8Array | Promise<Uint8Array>): LogKey {
  const key = { name: origin, type: signatureTypes.ed25519, publicKey } as const;
  return { name: origin, keyId: keyId(key), key, vkey: formatVerifierKey(key), verifier: ed25519Verifier(key), sign: signs, raw: signs };
}

function privateKey(pem: string, file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw new LogKeyError(`${file} is not a private key in PEM form without a pass phrase.`, { cause: error });
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new LogKeyError(`${file} holds a key of type ${key.asymmetricKeyType ?? 'unknown'}; the log signs with Ed25519.`);
  }
  return key;
}

function ofPrivateKey(key: KeyObject, origin: string): LogKey {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return ed25519Key(origin, new Uint8Array(Buffer.from(x ?? '', 'base64url')), (text) => sign(null, text, key));
}
