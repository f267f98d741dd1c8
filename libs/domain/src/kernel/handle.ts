import type { Role } from './actor.js';
import { authorise } from './authorise.js';
import type { Aggregate, Context, DomainCommand, DomainEvent } from './decider.js';
import type { Refusal } from './refusal.js';
import { isRefusal, refuseAll, refuseState } from './refusal.js';
import { dateFaults, illFormed } from '../values/faults.js';

/** Everything that a decision may know; the role is found on the way. */
export type World = Omit<Context, 'role'>;

export interface Decided<E extends DomainEvent> {
  /** The role under which the command was allowed: what the events' metadata keeps. */
  readonly role: Role;
  /** At least one. */
  readonly events: readonly E[];
}

/**
 * One command, decided whole: begun or not, allowed or not, well-formed, then the aggregate's own rules.
 * The caller has loaded the state, the records named by `references` (an unknown one is refused with
 * `unknown-record`) and the answers to `asks`. Pure: nothing is written here.
 */
export function handle<S extends { readonly status: string }, C extends DomainCommand, E extends DomainEvent>(
  aggregate: Aggregate<S, C, E>,
  state: S,
  command: C,
  world: World,
): Decided<E> | Refusal {
  const begins = command.type === aggregate.begins;
  if (!begins && state.status === 'none') return refuseState('not-begun', { command: command.type });

  const cityId = aggregate.cityOf(state) ?? cityNamedBy(command) ?? world.id;
  const prefer = rectifiedRole(command, world);
  const role = authorise(aggregate, state, command, world.actor, {
    cityId,
    id: world.id,
    ...(prefer === undefined ? {} : { prefer }),
  });
  if (isRefusal(role)) return role;

  const fault = refuseAll([...illFormed(command.data), ...dateFaults('/effectiveOn', world.effectiveOn)]);
  if (fault !== undefined) return fault;

  const events = aggregate.decide(state, command, { ...world, role });
  return isRefusal(events) ? events : { role, events };
}

/** The command that begins a record names its city; a city is its own, and names none. */
function cityNamedBy(command: DomainCommand): string | undefined {
  return 'cityId' in command.data && typeof command.data.cityId === 'string' ? command.data.cityId : undefined;
}

/** An entry is taken back under the role that made it, where the caller holds it: every aggregate takes `rectify`. */
function rectifiedRole(command: DomainCommand, { history }: World): Role | undefined {
  if (command.type !== 'rectify' || !('entry' in command.data)) return undefined;
  const { entry } = command.data;
  return history.find(({ id }) => id === entry)?.actor.role;
}
