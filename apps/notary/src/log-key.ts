import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { link, mkdir, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  ed25519Verifier,
  formatVerifierKey,
  keyId,
  type NoteSigner,
  type NoteVerifier,
  signatureTypes,
  type VerifierKey,
} from '@covenant/transparency';
import { errorCode } from './error-code.js';
import { syncFolder, synced } from './published-file.js';

/** The log's key: signs checkpoints under the log's origin as its name. The private half never leaves Node's crypto. */
export interface LogKey extends NoteSigner {
  readonly verifier: NoteVerifier;
  readonly key: VerifierKey;
  /** The public key as people exchange it: `name+id+base64`. */
  readonly vkey: string;
}

/** The key file cannot be used. The message is for the operator. */
export class LogKeyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LogKeyError';
  }
}

/**
 * The key in `file`, an Ed25519 private key in PKCS #8 PEM as `openssl genpkey -algorithm ed25519` writes it.
 * Undefined when there is no such file. @throws LogKeyError when the file is something else
 */
export async function readLogKey(file: string, origin: string): Promise<LogKey | undefined> {
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new LogKeyError(`The log's key in ${file} cannot be read.`, { cause: error });
  }
  return logKey(privateKey(pem, file), origin);
}

/** Makes a key with mode 0600. Of two processes that make one at once, both get the same. @throws LogKeyError */
export async function makeLogKey(file: string, origin: string): Promise<LogKey> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const folder = dirname(file);
  const fresh = `${file}.${randomUUID()}`;
  await mkdir(folder, { recursive: true });
  await synced(fresh, 'wx', (handle) => handle.writeFile(pem), 0o600);
  try {
    await link(fresh, file); // unlike a rename, never replaces a key that is there
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(fresh);
  }
  await syncFolder(folder);
  const key = await readLogKey(file, origin);
  if (key === undefined) throw new LogKeyError(`The log's key in ${file} was made and is gone again.`);
  return key;
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

function logKey(key: KeyObject, origin: string): LogKey {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  const publicKey = new Uint8Array(Buffer.from(x ?? '', 'base64url'));
  const named = { name: origin, type: signatureTypes.ed25519, publicKey } as const;
  return {
    name: origin,
    keyId: keyId(named),
    key: named,
    vkey: formatVerifierKey(named),
    verifier: ed25519Verifier(named),
    sign: (text) => sign(null, text, key),
  };
}
