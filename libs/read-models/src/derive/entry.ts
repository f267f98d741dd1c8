import { type AggregateName, type JsonObject, parseStream, type Role } from '@covenant/domain';
import type { FedEvent } from '@covenant/event-feed';
import { EventRefused } from './fold.js';

/** One event as the histories and the audit show it. */
export interface EntryFacts {
  /** The entry number: the public coordinate of the fact. */
  readonly entry: number;
  readonly eventId: string;
  readonly position: bigint;
  readonly aggregate: AggregateName;
  readonly recordId: string;
  readonly revision: number;
  readonly cityId: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly effectiveOn: string | null;
  readonly actorRole: Role;
  readonly actorSubject: string;
  readonly actorDutyBearerId: string | null;
  readonly schemaVersion: number;
  readonly data: JsonObject;
}

/** @throws EventRefused when the stream is no record's */
export function entryOf(event: FedEvent): EntryFacts {
  const address = parseStream(event.stream);
  if (address === undefined) throw new EventRefused(event, `${event.stream} is the stream of no known aggregate`);
  const { cityId, actor, recordedAt, effectiveOn, schemaVersion } = event.metadata;
  return {
    entry: event.entry,
    eventId: event.id,
    position: event.position,
    aggregate: address.aggregate,
    recordId: address.id,
    revision: event.revision,
    cityId,
    type: event.type,
    recordedAt,
    effectiveOn: effectiveOn ?? null,
    actorRole: actor.role,
    actorSubject: actor.subject,
    actorDutyBearerId: actor.dutyBearerId ?? null,
    schemaVersion,
    data: event.data,
  };
}
