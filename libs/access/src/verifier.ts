import { hash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { IssuerUnavailable, Unauthenticated, type Caller } from './caller.js';
import { callerOf } from './claims.js';
import type { IsActive } from './introspection.js';
import type { KeySource } from './keys.js';
import { refuseOtherKinds, refuseWeak } from './token-kind.js';
import { reasons } from './words/reasons.js';

/** Public-key algorithms only: with `none` or a shared secret anybody could make a token. */
const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'];

export interface VerifierOptions<R extends string> {
  readonly keys: KeySource;
  /** The `iss` of the tokens taken; a function where it is not known yet, or is more than one. */
  readonly issuer: string | (() => string[]);
  readonly audience: string;
  /** The `acr` of the tokens taken, where it matters how strongly somebody signed in; by default any. */
  readonly acr?: readonly string[] | undefined;
  /** Asked of each good token, again after `cacheTime`; by default nobody is. */
  readonly isActive?: IsActive | undefined;
  /** The roles a token can give. */
  readonly roles: readonly R[];
  /** Seconds that the issuer's clock may differ from ours. Default 30. */
  readonly clockSkew?: number;
  /** Tokens remembered. Default 10,000. */
  readonly cacheSize?: number;
  /** Seconds that a judgement is kept, so that a key which was withdrawn stops working. Default 300, and 60 where the issuer is asked. */
  readonly cacheTime?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

interface Judged<R extends string> {
  /** Unset where the issuer does not stand by the token: it will not again, and need not be asked at each request. */
  readonly caller: Caller<R> | undefined;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const longestToken = 8_192;

/**
 * Verifies bearer tokens (RFC 7519, RFC 8725): signature by one of the issuer's public keys, issuer, audience,
 * expiry, kind. What was judged good is remembered by the token's digest until it expires, because every request brings
 * one; what was judged bad is never remembered, but for a while that the issuer took it back.
 */
export class TokenVerifier<R extends string> {
  private readonly judged: LRUCache<string, Judged<R>>;
  private readonly judging = new Map<string, Promise<Caller<R>>>();
  private readonly roles: ReadonlySet<R>;
  private readonly now: () => number;

  constructor(private readonly options: VerifierOptions<R>) {
    this.judged = new LRUCache({ max: options.cacheSize ?? 10_000 });
    this.roles = new Set(options.roles);
    this.now = options.now ?? Date.now;
  }

  /**
   * Answers at once for a token judged before, and with a promise otherwise.
   * @param header the value of `Authorization`
   * @throws Unauthenticated, IssuerUnavailable
   */
  verify(header: string): Caller<R> | Promise<Caller<R>> {
    const token = bearerToken(header);
    const digest = hash('sha256', token, 'base64');
    const known = this.judged.get(digest);
    if (known !== undefined && known.until > this.now()) return stoodBy(known.caller);
    return this.judging.get(digest) ?? this.judgeOnce(token, digest);
  }

  /** Many who come with one token at once wait for one judgement: the issuer is not asked by each of them. */
  private judgeOnce(token: string, digest: string): Promise<Caller<R>> {
    const coming = this.judge(token, digest).finally(() => this.judging.delete(digest));
    this.judging.set(digest, coming);
    return coming;
  }

  private async judge(token: string, digest: string): Promise<Caller<R>> {
    const { keys, issuer, audience, acr, isActive, clockSkew = 30 } = this.options;
    const { cacheTime = isActive === undefined ? 300 : 60 } = this.options;
    const now = this.now();
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms,
      issuer: typeof issuer === 'string' ? issuer : issuer(),
      audience,
      clockTolerance: clockSkew,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'sub'],
    }).catch((error: unknown) => {
      throw judgement(error);
    });
    refuseOtherKinds(protectedHeader, payload);
    refuseWeak(payload, acr);
    const caller = callerOf(payload, this.roles);
    // Last, so that nobody can have us ask the issuer about what it never signed.
    const stands = isActive === undefined || (await isActive(token));
    const until = Math.min((payload.exp ?? 0) * 1000, now + cacheTime * 1000);
    this.judged.set(digest, { caller: stands ? caller : undefined, until });
    return stoodBy(stands ? caller : undefined);
  }
}

const stoodBy = <R extends string>(caller: Caller<R> | undefined): Caller<R> => {
  if (caller === undefined) throw new Unauthenticated(reasons.takenBack);
  return caller;
};

const bearerToken = (header: string): string => {
  const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(header)?.[1];
  if (token === undefined) throw new Unauthenticated(reasons.headerForm);
  if (token.length > longestToken) throw new Unauthenticated(reasons.tooLong(longestToken));
  return token;
};

const judgement = (error: unknown): Error => {
  if (error instanceof IssuerUnavailable) return error;
  if (error instanceof errors.JWTExpired) return new Unauthenticated(reasons.expired);
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new Unauthenticated(reasons.claim(error.claim));
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return new Unauthenticated(reasons.algorithm);
  if (error instanceof errors.JOSEError) return new Unauthenticated(reasons.signature);
  if (error instanceof TypeError) return new Unauthenticated(reasons.unreadable);
  return error instanceof Error ? error : new Error(String(error));
};
