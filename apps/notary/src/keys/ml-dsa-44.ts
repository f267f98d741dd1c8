import { randomBytes } from 'node:crypto';
import { formatVerifierKey, mlDsa44Signer, noteVerifier, rawSigner, remoteMlDsa44Signer, signatureTypes } from '@covenant/transparency';
import { makeKeyFile, readKeyFile } from './key-file.js';
import { type LogKey, LogKeyError, seconds } from './log-key.js';

const SEED_BYTES = 32;

/** What stands before the seed in PKCS #8, in the two forms that carry one (RFC 9881 §6): the seed alone, or both. */
const seedOnly = Buffer.from('3034020100300b06096086480165030403110422' + '8020', 'hex');
const seedAndKey = Buffer.from('30820a3e020100300b060960864801650304031104820a2a30820a260420', 'hex');

/**
 * The key in `file`, an ML-DSA-44 private key (FIPS 204) in PKCS #8 PEM with its seed, as `openssl genpkey -algorithm
 * ML-DSA-44` writes it from version 3.5 on. Undefined when there is no such file.
 * @throws LogKeyError when the file is something else
 */
export async function readMlDsa44Key(file: string, origin: string): Promise<LogKey | undefined> {
  const pem = await readKeyFile(file);
  return pem === undefined ? undefined : ofSeed(seedOf(pem, file), origin);
}

/** @throws LogKeyError */
export async function makeMlDsa44Key(file: string, origin: string): Promise<LogKey> {
  return ofSeed(seedOf(await makeKeyFile(file, mlDsa44Pem(randomBytes(SEED_BYTES))), file), origin);
}

/** The private key of a seed as its file has it. */
export const mlDsa44Pem = (seed: Uint8Array): string => {
  const base64 = Buffer.concat([seedOnly, seed]).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${base64.replace(/(.{64})(?=.)/g, '$1\n')}\n-----END PRIVATE KEY-----\n`;
};

/** A key whose private half is elsewhere. */
export function mlDsa44Key(origin: string, publicKey: Uint8Array, sign: (message: Uint8Array) => Promise<Uint8Array>): LogKey {
  const key = { name: origin, type: signatureTypes.mlDsa44, publicKey };
  return { ...remoteMlDsa44Signer(key, seconds, sign), key, vkey: formatVerifierKey(key), verifier: noteVerifier(key), raw: sign };
}

function ofSeed(seed: Uint8Array, origin: string): LogKey {
  const signer = mlDsa44Signer(origin, seed, seconds);
  return { ...signer, vkey: formatVerifierKey(signer.key), verifier: noteVerifier(signer.key), raw: rawSigner(signer.key.type, seed) };
}

function seedOf(pem: string, file: string): Uint8Array {
  const [, base64] = /^-----BEGIN PRIVATE KEY-----\s([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----\s*$/.exec(pem) ?? [];
  const der = Buffer.from(base64 ?? '', 'base64');
  for (const [form, length] of [[seedOnly, seedOnly.length + SEED_BYTES], [seedAndKey, 2_626]] as const) {
    if (der.length === length && der.subarray(0, form.length).equals(form)) {
      return new Uint8Array(der.subarray(form.length, form.length + SEED_BYTES));
    }
  }
  throw new LogKeyError(`${file} is not an ML-DSA-44 private key in PEM form (PKCS #8) with its seed, without a pass phrase.`);
}
