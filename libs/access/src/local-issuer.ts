import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JSONWebKeySet, type JWK } from 'jose';

/** The name under which the embedded profile issues its own tokens. */
export const localIssuerName = 'urn:covenant:local';

export interface TokenRequest {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly cityId?: string;
  readonly dutyBearerId?: string;
  readonly audience: string;
  /** In whose name. Default: the embedded profile's. */
  readonly issuer?: string;
  /** Seconds from now. */
  readonly lifetime: number;
  readonly now?: Date;
}

/**
 * The issuer of the embedded profile: one Ed25519 key in the data folder, readable by its owner only, made on first
 * use. Whoever can read the file can be anybody in this ledger; that is what an embedded profile means.
 */
export class LocalIssuer {
  private constructor(
    private readonly secret: JWK,
    private readonly keyId: string,
  ) {}

  /** @throws the file system's error when the folder cannot be written, and one of ours when the file is no key */
  static async open(dataDir: string): Promise<LocalIssuer> {
    const path = join(dataDir, 'keys', 'token-issuer.jwk');
    const secret = (await read(path)) ?? (await create(path, dataDir));
    return new LocalIssuer(secret, await calculateJwkThumbprint(secret));
  }

  publicKeys(): JSONWebKeySet {
    const { kty, crv, x } = this.secret;
    return { keys: [{ kty, crv, x, kid: this.keyId, alg: 'EdDSA', use: 'sig' }] };
  }

  async issue(request: TokenRequest): Promise<string> {
    const issued = Math.floor((request.now ?? new Date()).getTime() / 1000);
    const claims = {
      roles: request.roles,
      ...(request.cityId === undefined ? {} : { city: request.cityId }),
      ...(request.dutyBearerId === undefined ? {} : { duty_bearer: request.dutyBearerId }),
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: this.keyId, typ: 'JWT' })
      .setIssuer(request.issuer ?? localIssuerName)
      .setSubject(request.subject)
      .setAudience(request.audience)
      .setIssuedAt(issued)
      .setExpirationTime(issued + request.lifetime)
      .sign(await importJWK(this.secret, 'EdDSA'));
  }
}

const read = async (path: string): Promise<JWK | undefined> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const found: unknown = JSON.parse(text);
  if (isKey(found)) return found;
  throw new Error(`${path} does not hold a signing key`);
};

const isKey = (value: unknown): value is JWK =>
  typeof value === 'object' &&
  value !== null &&
  ['crv', 'x', 'd'].every((member) => typeof Reflect.get(value, member) === 'string') &&
  Reflect.get(value, 'kty') === 'OKP';

/** Whole or not at all, and of two processes that start at once both get the first one's key. */
const create = async (path: string, dataDir: string): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const draft = `${path}.${randomUUID()}`;
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 });
  await writeFile(draft, `${JSON.stringify(await exportJWK(privateKey))}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  const kept = await read(path);
  if (kept === undefined) throw new Error(`${path} was removed while it was being made`);
  return kept;
};

/** By its members and not by its class, which differs between realms. */
const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
