import { ed25519 } from '@noble/curves/ed25519.js';
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';
import { fromBase64, toBase64, utf8 } from './bytes.js';
import { MalformedError, UnprovenError } from './errors.js';
import { formatVerifierKey, parseVerifierKey, portableEd25519Verify, shortKey, signatureTypes, type Ed25519Verify, type VerifierKey } from './keys.js';

/** A key that takes another's place in signing a log. */
export interface KeyChange {
  readonly replaces: VerifierKey;
  /** Of the same name and type. */
  readonly key: VerifierKey;
  /** ISO day; until then, at the least, both sign. */
  readonly bothUntil: string;
}

/** The change as an entry of the log has it, signed by both keys. */
export interface AnnouncedKey {
  readonly replaces: string;
  readonly key: string;
  readonly bothUntil: string;
  readonly signatures: readonly { readonly key: string; readonly signature: string }[];
}

/** What begins the text; no checkpoint and no cosigned message does, so that neither can be taken for the other. */
export const ANNOUNCEMENT_HEADER = 'log-key-announcement/v1';

/** What both keys sign, as it stands: the header, the two keys and the day, a line each. */
export const announcementText = ({ replaces, key, bothUntil }: KeyChange): Uint8Array =>
  utf8(`${ANNOUNCEMENT_HEADER}\n${formatVerifierKey(replaces)}\n${formatVerifierKey(key)}\n${bothUntil}\n`);

/** Signs a message as it is (RFC 8032; FIPS 204, pure, with an empty context). */
export type RawSigner = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;

export async function announceKey(change: KeyChange, sign: { readonly replaces: RawSigner; readonly key: RawSigner }): Promise<AnnouncedKey> {
  const text = announcementText(change);
  const replaces = formatVerifierKey(change.replaces);
  const key = formatVerifierKey(change.key);
  const signatures = [
    { key: replaces, signature: toBase64(await sign.replaces(text)) },
    { key, signature: toBase64(await sign.key(text)) },
  ];
  return { replaces, key, bothUntil: change.bothUntil, signatures };
}

/**
 * Reads an announcement and checks that both keys signed it: the old one, so that nobody else names its successor, and
 * the new one, so that nobody announces a key that is not theirs.
 * @throws MalformedError; UnprovenError `announcement`
 */
export function openAnnouncement(data: Readonly<Record<string, unknown>>, verify: Ed25519Verify = portableEd25519Verify): KeyChange {
  const [replaces, key] = [keyIn(data, 'replaces'), keyIn(data, 'key')];
  const { bothUntil, signatures } = data;
  if (typeof bothUntil !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(bothUntil)) throw malformed('its member “bothUntil” is no day');
  if (replaces.name !== key.name || replaces.type !== key.type) throw malformed('its two keys are not of one name and kind');
  if (replaces.type === signatureTypes.ed25519Cosignature) throw malformed('its keys are a witness’');
  const change = { replaces, key, bothUntil };
  const text = announcementText(change);
  for (const each of [replaces, key]) {
    const vkey = formatVerifierKey(each);
    if (!holds(each, text, signatureIn(signatures, vkey), verify)) {
      throw new UnprovenError('announcement', `the signature of ${shortKey(vkey)} under the announcement does not hold`);
    }
  }
  return change;
}

function holds(key: VerifierKey, text: Uint8Array, signature: Uint8Array, verify: Ed25519Verify): boolean {
  if (key.type === signatureTypes.ed25519) return verify(signature, text, key.publicKey);
  return signature.length === ml_dsa44.lengths.signature && ml_dsa44.verify(signature, text, key.publicKey);
}

const malformed = (detail: string): MalformedError => new MalformedError('announcement', detail);

function keyIn(data: Readonly<Record<string, unknown>>, member: 'replaces' | 'key'): VerifierKey {
  const text = data[member];
  if (typeof text !== 'string') throw malformed(`its member “${member}” is no key`);
  return parseVerifierKey(text);
}

function signatureIn(signatures: unknown, vkey: string): Uint8Array {
  const list: readonly unknown[] = Array.isArray(signatures) ? signatures : [];
  const found = list.find((item) => memberOf(item, 'key') === vkey);
  const text = memberOf(found, 'signature');
  const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
  if (bytes === undefined) throw new UnprovenError('announcement', `the announcement is not signed by ${shortKey(vkey)}`);
  return bytes;
}

const memberOf = (item: unknown, member: string): unknown =>
  typeof item === 'object' && item !== null ? (item as Readonly<Record<string, unknown>>)[member] : undefined;

/** A signer of messages as they are, from a seed of 32 bytes. */
export const rawSigner = (type: VerifierKey['type'], seed: Uint8Array): RawSigner => {
  if (type !== signatureTypes.mlDsa44) return (message) => ed25519.sign(message, seed);
  const { secretKey } = ml_dsa44.keygen(seed);
  return (message) => ml_dsa44.sign(message, secretKey);
};
