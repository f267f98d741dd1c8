import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JSONWebKeySet, type JWK } from 'jose';
import { keptFile, keyPath } from './kept-file.js';

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
 * Whose key it is: that of an embedded ledger, or that of the issuer which lets somebody try out the distributed
 * profile on one machine. Each has a file of its own, and the first is marked in its key id.
 */
export type LocalIssuerKind = 'embedded' | 'trial';

/** How the key id of an embedded ledger's key begins. Whoever reads the data folder of one may be anybody there. */
const embeddedMark = 'embedded-';

/** Whether a key is that of an embedded ledger, which nobody else may take tokens from. */
export const isEmbeddedKey = (keyId: string | undefined): boolean => keyId?.startsWith(embeddedMark) === true;

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
  static async open(dataDir: string, kind: LocalIssuerKind = 'embedded'): Promise<LocalIssuer> {
    const path = keyPath(dataDir, kind === 'embedded' ? 'token-issuer.jwk' : 'trial-issuer.jwk');
    const secret = readKey(await keptFile(path, makeKey), path);
    const thumbprint = await calculateJwkThumbprint(secret);
    return new LocalIssuer(secret, kind === 'embedded' ? embeddedMark + thumbprint : thumbprint);
  }

  /** The whole key, for the embedded profile's own issuer. Never to be served. */
  signingKey(): JWK {
    return { ...this.secret, kid: this.keyId, alg: 'EdDSA', use: 'sig' };
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

const readKey = (text: string, path: string): JWK => {
  const found: unknown = JSON.parse(text);
  if (isKey(found)) return found;
  throw new Error(`${path} does not hold a signing key`);
};

const isKey = (value: unknown): value is JWK =>
  typeof value === 'object' &&
  value !== null &&
  ['crv', 'x', 'd'].every((member) => typeof Reflect.get(value, member) === 'string') &&
  Reflect.get(value, 'kty') === 'OKP';

const makeKey = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return JSON.stringify(await exportJWK(privateKey));
};
