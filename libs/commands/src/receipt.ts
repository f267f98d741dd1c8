import type { Position, RecordedEvent } from '@covenant/event-store';

/** What a command answers with, and what the same command answers with again when it is repeated. */
export interface Receipt {
  readonly id: string;
  readonly stream: string;
  /** The record's revision after the command. */
  readonly revision: number;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  /** Opaque; goes into `?after=`. */
  readonly position: string;
}

export const receiptOf = (
  id: string,
  stream: string,
  events: readonly { readonly id: string; readonly type: string; readonly revision: number; readonly position: Position }[],
): Receipt => {
  const last = events.at(-1);
  if (last === undefined) throw new Error('a receipt needs at least one event');
  return {
    id,
    stream,
    revision: last.revision,
    events: events.map((event) => ({ id: event.id, type: event.type })),
    position: String(last.position),
  };
};

/** The events that one keyed command recorded in a stream. */
export const recordedUnder = (
  events: readonly RecordedEvent[],
  subject: string,
  key: string,
): readonly RecordedEvent[] =>
  events.filter(({ metadata }) => metadata.idempotencyKey === key && metadata.actor.subject === subject);
