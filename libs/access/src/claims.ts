import type { JWTPayload } from 'jose';
import { Unauthenticated, type Caller } from './caller.js';
import { reasons } from './words/reasons.js';

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const subject = /^[\x21-\x7e]{1,255}$/;

/**
 * Reads `sub`, `roles`, `city` and `duty_bearer`. Roles that this ledger does not know are left out: issuers put
 * others there. A subject of the ledger's own (`system:…`) is refused: nobody speaks in its name. A scope that is no id is refused, never ignored: it would widen what the token reaches.
 * @throws Unauthenticated
 */
export const callerOf = <R extends string>(payload: JWTPayload, known: ReadonlySet<R>): Caller<R> => {
  const { sub, roles, city, duty_bearer: dutyBearer } = payload;
  if (typeof sub !== 'string' || !subject.test(sub)) {
    throw new Unauthenticated(reasons.subjectForm);
  }
  if (sub.startsWith('system:')) throw new Unauthenticated(reasons.subjectOfOurs);
  const listed: unknown[] = Array.isArray(roles) ? roles : [];
  const cityId = scope('city', city);
  const dutyBearerId = scope('duty_bearer', dutyBearer);
  return {
    subject: sub,
    roles: listed.filter((role): role is R => (known as ReadonlySet<unknown>).has(role)),
    ...(cityId === undefined ? {} : { cityId }),
    ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
  };
};

const scope = (claim: string, value: unknown): string | undefined => {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && id.test(value)) return value;
  throw new Unauthenticated(reasons.scopeForm(claim));
};
