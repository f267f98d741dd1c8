import type { Actor, Role } from './actor.js';
import type { Aggregate, DomainCommand, DomainEvent } from './decider.js';
import type { Refusal } from './refusal.js';
import { refuseRole } from './refusal.js';

/**
 * The role under which an actor may send a command to a record of a city, or why it may not.
 *
 * - A role must be listed for the command; of several, the first in the command's own list is taken.
 * - The actor's city must be the record's. Two exceptions: the ledger's own clock reaches every city, and a
 *   caller who is of no city yet may enrol a new one.
 * - A duty-bearer's own word (`ownWord`) comes only from its own staff.
 */
export function authorise<S extends { readonly status: string }, C extends DomainCommand, E extends DomainEvent>(
  aggregate: Aggregate<S, C, E>,
  state: S,
  command: C,
  actor: Actor,
  { cityId, id }: { readonly cityId: string; readonly id: string },
): Role | Refusal {
  const type = command.type as C['type'];
  const allowed: readonly Role[] = aggregate.permissions[type];
  const role = allowed.find((candidate) => actor.roles.includes(candidate));
  if (role === undefined) return refuseRole('role-not-allowed', { command: type, allowed, held: actor.roles });
  if (role === 'system') return role;

  const enrols = aggregate.name === 'city' && type === aggregate.begins && actor.cityId === undefined;
  if (actor.cityId !== cityId && !enrols) {
    return refuseRole('other-city', { cityId, ...(actor.cityId === undefined ? {} : { actorCityId: actor.cityId }) });
  }

  if (role === 'staff' && aggregate.ownWord.includes(type)) {
    const dutyBearerId = aggregate.speaksFor(state, command, id);
    if (dutyBearerId !== undefined && actor.dutyBearerId !== dutyBearerId) {
      return refuseRole('other-duty-bearer', { command: type, dutyBearerId });
    }
  }
  return role;
}
