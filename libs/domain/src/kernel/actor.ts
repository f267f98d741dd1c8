/**
 * Who may act. Two roles never come from a token: `complainant` comes with a grievance's receipt code, and `system` is
 * the ledger's own clock.
 */
export const roles = [
  'resident',
  'complainant',
  'staff',
  'focal-point',
  'council',
  'oversight',
  'administrator',
  'system',
] as const;
export type Role = (typeof roles)[number];

/** The roles that a token can give. */
export const grantableRoles: readonly Role[] = roles.filter((role) => role !== 'complainant' && role !== 'system');

/**
 * The caller of a command, as the domain sees it: a subject and the roles it holds, never a name.
 * `cityId` and `dutyBearerId` are the scope that the token grants; without `cityId` a role reaches no city.
 */
export interface Actor {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly cityId?: string;
  readonly dutyBearerId?: string;
}

/** The actor as every event keeps it: the subject, and the one role under which it was allowed to act. */
export interface RecordedActor {
  readonly subject: string;
  readonly role: Role;
  readonly dutyBearerId?: string;
}

/** Who said something in the course of a record, and when that was recorded. */
export type Told = { readonly by: RecordedActor; readonly recordedAt: string };
