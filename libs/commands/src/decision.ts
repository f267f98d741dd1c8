import { handle, isRefusal, streamOf, type AnyAggregate, type Decided, type DomainEvent, type Refusal } from '@covenant/domain';
import type { NewEvent } from '@covenant/event-store';
import type { FoldedRecord } from './folded-records.js';
import type { Ids } from './ids.js';
import { versionOf } from './read-event.js';
import type { CommandRequest } from './request.js';
import { cityOfCommand, type Surroundings } from './world.js';

/** One command while it is on its way. */
export interface Passage {
  readonly request: CommandRequest;
  readonly aggregate: AnyAggregate;
  readonly id: string;
  readonly stream: string;
  readonly ids: Ids;
  readonly digest: string | undefined;
}

/** What the domain says to a command, in the state and the surroundings that it stands in. */
export function decide(
  { request, aggregate, id }: Passage,
  record: FoldedRecord,
  { today, facts, references }: Surroundings,
  now: string,
  missing: Refusal | undefined,
): Decided<DomainEvent> | Refusal {
  // A slug that is taken is a matter for the rule about slugs, not a second beginning of the same city.
  const state = facts.slugTaken === true ? aggregate.initial : record.state;
  const decided = handle(aggregate, state, request.command, {
    actor: request.actor,
    now,
    today,
    id,
    facts,
    history: record.history,
    ...(request.effectiveOn === undefined ? {} : { effectiveOn: request.effectiveOn }),
    reference: (name, named) => references.get(streamOf(name, named))?.state,
  });
  // Whoever may not send the command learns that, not what exists.
  return missing !== undefined && !(isRefusal(decided) && decided.kind === 'role') ? missing : decided;
}

/** The events as they are to be stored, with who recorded them, when and under what. */
export function dress(passage: Passage, record: FoldedRecord, decided: Decided<DomainEvent>, now: string): readonly NewEvent[] {
  const { request, aggregate, id, ids, digest } = passage;
  const { subject, dutyBearerId } = request.actor;
  const cityId = cityOfCommand(record, request.command, id);
  return decided.events.map((event, index): NewEvent => ({
    id: ids.event(index),
    type: event.type,
    data: event.data,
    metadata: {
      cityId,
      actor: { subject, role: decided.role, ...(dutyBearerId === undefined ? {} : { dutyBearerId }) },
      recordedAt: now,
      correlationId: request.correlationId,
      schemaVersion: versionOf(aggregate, event.type),
      ...(request.causationId === undefined ? {} : { causationId: request.causationId }),
      ...(request.effectiveOn === undefined ? {} : { effectiveOn: request.effectiveOn }),
      ...(request.traceparent === undefined ? {} : { traceparent: request.traceparent }),
      ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
      ...(digest === undefined ? {} : { requestDigest: digest }),
    },
  }));
}
