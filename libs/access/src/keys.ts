import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { IssuerUnavailable } from './caller.js';
import { isEmbeddedKey } from './local-issuer.js';

/** Finds the key that a token names. @throws IssuerUnavailable; jose's errors when the issuer has no such key */
export type KeySource = JWTVerifyGetKey;

export interface RemoteKeys {
  readonly issuer: string;
  /** Where the key set is; by default what the issuer's discovery document names. */
  readonly jwksUrl?: string;
  readonly timeout?: number;
  /** Milliseconds after which the key set is asked for again. Default ten minutes. */
  readonly fresh?: number;
}

type RemoteSet = ReturnType<typeof createRemoteJWKSet>;

/**
 * The issuer's key set over HTTP: cached for ten minutes, fetched anew for an unknown key but at most twice a
 * minute, so that forged key ids cannot make us hammer the issuer. While the issuer is down the keys it had last go on.
 */
export const remoteKeys = ({ issuer, jwksUrl, timeout = 5_000, fresh = 600_000 }: RemoteKeys): KeySource => {
  let keys: RemoteSet | undefined;
  let finding: Promise<RemoteSet> | undefined;
  const find = async (): Promise<RemoteSet> => {
    const url = new URL(jwksUrl ?? (await discover(issuer, timeout)));
    return createRemoteJWKSet(url, { timeoutDuration: timeout, cooldownDuration: 30_000, cacheMaxAge: fresh });
  };
  return async (header, token) => {
    if (isEmbeddedKey(header.kid)) throw new errors.JWKSNoMatchingKey();
    if (keys === undefined) {
      finding ??= find().finally(() => (finding = undefined));
      keys = await finding;
    }
    const found = keys;
    try {
      return await onceMore(async () => found(header, token));
    } catch (error) {
      if (isNoSuchKey(error)) throw error;
      return await lastKnown(found, error)(header, token);
    }
  };
};

const isNoSuchKey = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;

/** The keys from before the issuer fell silent; of a key that is not among them nothing can be said now. */
const lastKnown =
  (remote: RemoteSet, cause: unknown): KeySource =>
  async (header, token) => {
    const set = remote.jwks();
    if (set === undefined) throw new IssuerUnavailable({ cause });
    return createLocalJWKSet(set)(header, token).catch((error: unknown) => {
      throw isNoSuchKey(error) ? new IssuerUnavailable({ cause }) : error;
    });
  };

/**
 * Whether an issuer elsewhere is an embedded ledger, whose sample accounts anybody at its terminal may use. An issuer
 * that does not answer now is not one: its tokens would still be refused one by one.
 */
export const isEmbeddedIssuer = async ({ issuer, jwksUrl, timeout = 2_000 }: RemoteKeys): Promise<boolean> => {
  try {
    const url = jwksUrl ?? (await discover(issuer, timeout));
    const response = await fetch(url, { signal: AbortSignal.timeout(timeout), redirect: 'error' });
    const set: unknown = await response.json();
    return isKeySet(set) && set.keys.some(({ kid }) => isEmbeddedKey(kid));
  } catch {
    return false; // asked again, and told, with the first token
  }
};

/** A connection kept open may be closed by the other side just as it is used (RFC 9112 §9.3.1): then a new one is tried. */
export const onceMore = async <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TypeError) return ask();
    throw error;
  }
};

const isKeySet = (value: unknown): value is JSONWebKeySet =>
  typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);

/** OpenID Connect Discovery 1.0 §4; the document must be the issuer's own (§4.3). */
const discover = async (issuer: string, timeout: number): Promise<string> => {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  let document: unknown;
  try {
    const response = await onceMore(() => fetch(url, { signal: AbortSignal.timeout(timeout), redirect: 'error' }));
    if (!response.ok) throw new Error(`status ${response.status}`);
    document = await response.json();
  } catch (error) {
    throw new IssuerUnavailable({ cause: error });
  }
  if (isDiscovery(document) && document.issuer === issuer) return document.jwks_uri;
  throw new IssuerUnavailable({ cause: new Error('the discovery document is not of this issuer or names no keys') });
};

const isDiscovery = (value: unknown): value is { issuer: string; jwks_uri: string } =>
  typeof value === 'object' &&
  value !== null &&
  'issuer' in value &&
  typeof value.issuer === 'string' &&
  'jwks_uri' in value &&
  typeof value.jwks_uri === 'string' &&
  URL.canParse(value.jwks_uri);

export const localKeys = (set: JSONWebKeySet): KeySource => createLocalJWKSet(set);
