import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Digits and letters that are not taken for one another (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Of 5 bits each: 130 bits. */
const symbols = 26;

/** What only the slow hash of is kept. Two hashes of one code differ by their salts. */
export interface CodeHash {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** A receipt code out of at least 26 random bytes: 130 bits, in groups that can be read out. */
export function receiptCode(random: Uint8Array): string {
  if (random.length < symbols) throw new RangeError(`a receipt code needs ${symbols} random bytes`);
  const text = [...random.subarray(0, symbols)].map((byte) => alphabet.charAt(byte & 31)).join('');
  return text.replace(/(.{5})(?=.{5})/g, '$1-');
}

/** As it was given, however it was typed: small letters, blanks, and letters that are taken for digits. */
const normal = (code: string): string =>
  code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');

/** scrypt (RFC 7914) with N 16,384, r 8, p 1: 16 MiB and some 50 milliseconds a guess. */
const slowHash = (code: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(normal(code), salt, 32, { N: 16_384, r: 8, p: 1 }, (error, hash) => (error === null ? resolve(hash) : reject(error)));
  });

export async function hashCode(code: string): Promise<CodeHash> {
  const salt = randomBytes(16);
  return { salt, hash: await slowHash(code, salt) };
}

const nobody: CodeHash = { salt: Buffer.alloc(16), hash: Buffer.alloc(32) };

/** Whether it is the code. As slow where there is nothing to compare with, so that the time tells nothing. */
export async function isCode(code: string, kept: CodeHash | undefined): Promise<boolean> {
  const { salt, hash } = kept ?? nobody;
  const same = timingSafeEqual(await slowHash(code, salt), hash);
  return same && kept !== undefined;
}

/**
 * Everything about a lodging that nobody may guess, out of one secret. With an `Idempotency-Key` the secret follows
 * from the key and the whole body under a key of the server, so that exactly the same request, and no other, comes to
 * the same record and the same code, and neither is kept anywhere; without one it is chance.
 */
export function lodgingSecrets(request?: { readonly serverKey: Uint8Array; readonly idempotencyKey: string; readonly body: string }) {
  const seed =
    request === undefined
      ? randomBytes(32)
      : createHmac('sha256', request.serverKey)
          .update(`covenant/lodging/v1\n${Buffer.byteLength(request.idempotencyKey)}:${request.idempotencyKey}`)
          .update(request.body)
          .digest();
  const of = (purpose: string): Buffer => createHmac('sha256', seed).update(purpose).digest();
  return {
    code: receiptCode(of('code')),
    subject: uuidOf(of('subject')),
    record: uuidOf(of('record')),
    salt: of('opening').toString('base64url'),
    /** Stand in for the key and the digest of the request, which are not kept. */
    idempotencyKey: of('idempotency').toString('base64url'),
    digest: of('digest').toString('base64url'),
  };
}

/** Version 8 (RFC 9562 §5.8) of 16 bytes. */
function uuidOf(bytes: Buffer): string {
  const id = Buffer.from(bytes.subarray(0, 16));
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x80, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
