import type { Actor, Role } from './actor.js';
import type { Aggregate, DomainCommand, DomainEvent } from './decider.js';
import type { Refusal } from './refusal.js';
import { isRefusal, refuseRole } from './refusal.js';

/** The record that a command is for; `prefer` is the role to act under where the caller holds several that may. */
export interface Addressed {
  readonly cityId: string;
  readonly id: string;
  readonly prefer?: Role;
}

/**
 * The role under which an actor may send a command to a record of a city, or why it may not.
 *
 * - A role must be listed for the command; of several that will do, the first in the command's own list is taken.
 * - The actor's city must be the record's. Three exceptions: the ledger's own clock reaches every city, a caller who
 *   is of no city yet may enrol a new one, and the keys of the log are for an administrator who is of none.
 * - A duty-bearer's own word (`ownWord`) comes only from its own staff.
 */
export function authorise<S extends { readonly status: string }, C extends DomainCommand, E extends DomainEvent>(
  aggregate: Aggregate<S, C, E>,
  state: S,
  command: C,
  actor: Actor,
  at: Addressed,
): Role | Refusal {
  const type = command.type as C['type'];
  const allowed: readonly Role[] = aggregate.permissions[type];
  const held = allowed.filter((role) => actor.roles.includes(role));
  const inOrder = at.prefer !== undefined && held.includes(at.prefer) ? [at.prefer, ...held] : held;
  const outcomes = inOrder.map((role) => under(role, aggregate, state, command, actor, at));
  return (
    outcomes.find((outcome) => !isRefusal(outcome)) ??
    outcomes[0] ??
    refuseRole('role-not-allowed', { command: type, allowed, held: actor.roles })
  );
}

function under<S extends { readonly status: string }, C extends DomainCommand, E extends DomainEvent>(
  role: Role,
  aggregate: Aggregate<S, C, E>,
  state: S,
  command: C,
  actor: Actor,
  { cityId, id }: Addressed,
): Role | Refusal {
  if (role === 'system') return role;
  // The log is the whole deployment's: who looks after one city's keys and users does not touch it.
  if (aggregate.name === 'log-key') {
    return actor.cityId === undefined ? role : refuseRole('other-city', { cityId, actorCityId: actor.cityId });
  }
  const enrols = aggregate.name === 'city' && command.type === aggregate.begins && actor.cityId === undefined;
  if (actor.cityId !== cityId && !enrols) {
    return refuseRole('other-city', { cityId, ...(actor.cityId === undefined ? {} : { actorCityId: actor.cityId }) });
  }
  if (role === 'staff' && aggregate.ownWord.includes(command.type)) {
    const dutyBearerId = aggregate.speaksFor(state, command, id);
    if (dutyBearerId !== undefined && actor.dutyBearerId !== dutyBearerId) {
      return refuseRole('other-duty-bearer', { command: command.type, dutyBearerId });
    }
  }
  return role;
}
