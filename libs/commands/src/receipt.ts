import { parseStream, type Actor } from '@covenant/domain';
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

/**
 * Whether a caller who repeats a command could have been the one whose command was recorded: of the same city, and
 * still in the role under which it was allowed. A receipt is shown to nobody else who happens on a key, nor to
 * somebody whose role was taken away since.
 */
export const mayRepeat = ({ cityId, roles }: Actor, { metadata, stream, revision }: RecordedEvent): boolean => {
  const { actor, cityId: recordedIn } = metadata;
  if (!roles.includes(actor.role)) return false;
  if (cityId !== undefined) return cityId === recordedIn;
  // Of no city are the clock, whoever enrols a city, and whoever changes the keys of the log.
  const aggregate = parseStream(stream)?.aggregate;
  return actor.role === 'system' || aggregate === 'log-key' || (aggregate === 'city' && revision === 0);
};

/** The events that one keyed command recorded in a stream. */
export const recordedUnder = (
  events: readonly RecordedEvent[],
  subject: string,
  key: string,
): readonly RecordedEvent[] =>
  events.filter(({ metadata }) => metadata.idempotencyKey === key && metadata.actor.subject === subject);
