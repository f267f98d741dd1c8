import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Where a sealed text belongs. It opens there and nowhere else. */
export interface Place {
  readonly stream: string;
  /** Id of the event. */
  readonly event: string;
  /** JSON pointer into the event's data. */
  readonly pointer: string;
}

/** The text does not open: another key, another place, or other bytes. Says nothing of the text. */
export class SealBroken extends Error {
  constructor(place: Place) {
    super(`what is sealed at ${place.pointer} of event ${place.event} does not open there`);
    this.name = 'SealBroken';
  }
}

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const form = /^v1\.([0-9a-f-]{36})\.([\w-]{16})\.([\w-]+)$/;

/**
 * `v1.<subject>.<nonce>.<ciphertext and tag>`, the last two in base64url. AES-256-GCM (NIST SP 800-38D) under the
 * subject's key with a random nonce of 96 bits; a subject's key seals a few dozen texts, so a nonce does not repeat.
 * @param key 32 bytes
 */
export function sealText(key: Uint8Array, subject: string, place: Place, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes });
  sealing.setAAD(bound(subject, place));
  const bytes = Buffer.concat([sealing.update(padded(text)), sealing.final(), sealing.getAuthTag()]);
  return `v1.${subject}.${nonce.toString('base64url')}.${bytes.toString('base64url')}`;
}

/** @throws SealBroken */
export function openText(key: Uint8Array, place: Place, sealed: string): string {
  const [, subject, nonce, text] = form.exec(sealed) ?? [];
  if (subject === undefined || nonce === undefined || text === undefined) throw new SealBroken(place);
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < tagBytes) throw new SealBroken(place);
  const opening = createDecipheriv(cipher, key, Buffer.from(nonce, 'base64url'), { authTagLength: tagBytes });
  opening.setAAD(bound(subject, place));
  opening.setAuthTag(bytes.subarray(-tagBytes));
  const opened = opening.update(bytes.subarray(0, -tagBytes));
  try {
    opening.final();
  } catch {
    throw new SealBroken(place);
  }
  return unpadded(opened);
}

/** Whose text it is; undefined for what is no sealed text. */
export const subjectOf = (sealed: string): string | undefined => form.exec(sealed)?.[1];

/** Each part with its length before it, so that no two places read alike. */
const bound = (subject: string, { stream, event, pointer }: Place): Buffer =>
  Buffer.from(['covenant/sealed/v1', subject, stream, event, pointer].map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));

/** The sizes that can be told apart from outside. Bytes; beyond the last, whole multiples of it. */
const sizes = [512, 2_048, 8_192] as const;
const largest = sizes[2];

function padded(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const size = sizes.find((one) => one >= length + 4) ?? Math.ceil((length + 4) / largest) * largest;
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32BE(length);
  bytes.write(text, 4);
  return bytes;
}

const unpadded = (bytes: Buffer): string => bytes.toString('utf8', 4, 4 + bytes.readUInt32BE());
