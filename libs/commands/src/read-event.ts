import { upcast, type AnyAggregate, type DomainEvent, type Folded } from '@covenant/domain';
import type { NewEvent } from '@covenant/event-store';

/** A stored event in the shape that today's code folds. @throws UnreadableEvent for what newer code wrote */
export const readEvent = (aggregate: AnyAggregate, { id, type, data, metadata }: NewEvent): Folded<DomainEvent> => ({
  id,
  type,
  data: upcast(aggregate, type, metadata.schemaVersion, data),
  recordedAt: metadata.recordedAt,
  actor: metadata.actor,
  ...(metadata.effectiveOn === undefined ? {} : { effectiveOn: metadata.effectiveOn }),
});

/** The version that a new event of the type is written in. */
export const versionOf = ({ schemaVersions }: AnyAggregate, type: string): number => {
  const version = (schemaVersions as Readonly<Record<string, number>>)[type];
  if (version === undefined) throw new Error(`the event ${type} has no schema version`);
  return version;
};
