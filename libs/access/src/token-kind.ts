import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { Unauthenticated } from './caller.js';
import { reasons } from './words/reasons.js';

/** RFC 9068 §2.1 asks for the first; issuers from before it say the last, or nothing. */
const accessTypes = new Set(['at+jwt', 'application/at+jwt', 'jwt']);

/** Claims that only other tokens have: of an ID token (OIDC Core §3.1.3.6, §3.3.2.11), of a notice of logging out (RFC 8417 §2.2). */
const foreign = ['at_hash', 'c_hash', 's_hash', 'events'];

/** Where issuers name the kind in a claim of their own, and how an access token is called there. */
const named: Readonly<Record<string, string>> = { typ: 'bearer', token_use: 'access' };

/**
 * An issuer signs other things with the same key: who may sign in somewhere, how to get a new token, that somebody has
 * left. None of these lets anybody act here (RFC 8725 §3.11).
 * @throws Unauthenticated
 */
export function refuseOtherKinds({ typ }: JWTHeaderParameters, payload: JWTPayload): void {
  const isAccess =
    (typ === undefined || accessTypes.has(typ.toLowerCase())) &&
    foreign.every((claim) => payload[claim] === undefined) &&
    Object.entries(named).every(([claim, kind]) => isUnsetOr(kind, payload[claim]));
  if (!isAccess) throw new Unauthenticated(reasons.otherKind);
}

const isUnsetOr = (kind: string, value: unknown): boolean => value === undefined || (typeof value === 'string' && value.toLowerCase() === kind);

/** @throws Unauthenticated where the issuer does not say that the person signed in in one of these ways */
export function refuseWeak({ acr }: JWTPayload, taken: readonly string[] | undefined): void {
  if (taken === undefined || (typeof acr === 'string' && taken.includes(acr))) return;
  throw new Unauthenticated(reasons.tooWeak);
}
