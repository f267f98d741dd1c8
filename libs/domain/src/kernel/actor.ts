/** Who may act. `system` is the ledger's own clock; it never comes from a token. */
export const roles = ['resident', 'staff', 'focal-point', 'council', 'oversight', 'administrator', 'system'] as const;
export type Role = (typeof roles)[number];

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
