import { grantableRoles, type Role } from '@covenant/domain';
import { isUuid } from '@covenant/platform';

/** What the claims of a token come from: an account, or what a program asked for. */
export interface Held {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly cityId?: string;
  readonly dutyBearerId?: string;
}

/**
 * What a program may ask a token for, as an OAuth scope (RFC 6749 §3.3): `role:staff city:<id> duty-bearer:<id>
 * as:office-7`. Other parts are left out, as the standard has it.
 */
export const readScope = (scope: string): Held => {
  const parts = scope.split(' ').map((part) => {
    const at = part.indexOf(':');
    return { kind: part.slice(0, at), value: part.slice(at + 1) };
  });
  const all = (kind: string): string[] => parts.filter((part) => part.kind === kind).map(({ value }) => value);
  const cityId = all('city').find(isUuid);
  const dutyBearerId = all('duty-bearer').find(isUuid);
  const asked = new Set(all('role'));
  const roles = grantableRoles.filter((role) => asked.has(role));
  return {
    roles,
    subject: all('as')[0] ?? roles.join('+'),
    ...(cityId === undefined ? {} : { cityId }),
    ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
  };
};

/** The same, written down. */
export const writeScope = ({ subject, roles, cityId, dutyBearerId }: Held): string =>
  [
    ...roles.map((role) => `role:${role}`),
    ...(cityId === undefined ? [] : [`city:${cityId}`]),
    ...(dutyBearerId === undefined ? [] : [`duty-bearer:${dutyBearerId}`]),
    `as:${subject}`,
  ].join(' ');
