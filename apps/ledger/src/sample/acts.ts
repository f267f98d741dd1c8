import { cityIdOf, type CommandRequest, keyedIds } from '@covenant/commands';
import { slugOf, type Actor, type AggregateName, type CityCommand, type DomainCommand, type Role } from '@covenant/domain';

/** An office that acts in what is planted: its subject says that it is no person. */
export interface Office {
  readonly actor: Actor;
}

export const office = (subject: string, role: Role, cityId?: string, dutyBearerId?: string): Office => ({
  actor: {
    subject,
    roles: [role],
    ...(cityId === undefined ? {} : { cityId }),
    ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
  },
});

/** The id that a record begun under a key by this office has or will have; the key fixes it. */
export const idOf = ({ actor }: Office, key: string): string => keyedIds(actor.subject, key).record();

/** One command of a planting. Its key makes it the same act at every start. */
export interface Act {
  readonly key: string;
  readonly by: Office;
  readonly aggregate: AggregateName;
  /** The record addressed; absent where the command begins one. */
  readonly id?: string;
  readonly command: DomainCommand;
  readonly effectiveOn?: string;
}

/** The act as the pipeline takes it, the same way as a command that comes over HTTP. */
export const requestOf = ({ key, by, aggregate, id, command, effectiveOn }: Act): CommandRequest => ({
  aggregate,
  command,
  actor: by.actor,
  correlationId: `plant:${key}`.slice(0, 128),
  idempotencyKey: key,
  ...(id === undefined ? {} : { id }),
  ...(effectiveOn === undefined ? {} : { effectiveOn }),
});

/** The record that an act begins or addresses. */
export function recordOf({ key, by, aggregate, id, command }: Act): string {
  if (id !== undefined) return id;
  const enrols = aggregate === 'city' ? (command as CityCommand) : undefined;
  return enrols?.type === 'enrol' ? cityIdOf(slugOf(enrols.data)) : idOf(by, key);
}
