import { jsonEvent, type EventData, type JSONEventType, type ResolvedEvent } from '@eventstore/db-client';
import type { EventMetadata, JsonObject } from '@covenant/domain';
import type { NewEvent, Position, RecordedEvent } from '../port.js';
import { isMissing, packed } from './position.js';

/**
 * The user metadata as stored: ours, and which call wrote it. The server answers a repeated append as it answers a new
 * one; only by this mark can the two be told apart.
 */
interface StoredMetadata extends EventMetadata {
  readonly attempt: string;
}
type StoredEvent = JSONEventType<string, JsonObject, StoredMetadata>;

/** An event with the mark of the call that wrote it, which stays inside the adapter. */
export interface Marked {
  readonly event: RecordedEvent;
  readonly attempt: string | undefined;
}

export const toEventData = ({ id, type, data, metadata }: NewEvent, attempt: string): EventData =>
  jsonEvent<StoredEvent>({ id, type, data, metadata: { ...metadata, attempt } });

/**
 * The event as the port gives it, or undefined for what this ledger did not write: the server's own events, links,
 * and events of other programs.
 */
export function toMarked({ event }: ResolvedEvent): Marked | undefined {
  if (event === undefined || isSystem(event.streamId) || isSystem(event.type) || !event.isJson) return undefined;
  const data: unknown = event.data;
  const stored: unknown = event.metadata;
  if (!isObject(data) || !isStoredMetadata(stored)) return undefined;
  if (isMissing(event.position)) {
    throw new Error('the event store gives no position for events of a stream: it is older than 22.6');
  }
  const { attempt, ...metadata } = stored;
  return {
    attempt,
    event: {
      id: event.id,
      type: event.type,
      data,
      metadata,
      stream: event.streamId,
      revision: Number(event.revision),
      position: packed(event.position),
    },
  };
}

export const toRecorded = (resolved: ResolvedEvent): RecordedEvent | undefined => toMarked(resolved)?.event;

/** Where the event stands in the whole, whoever wrote it. */
export const placeOf = ({ event }: ResolvedEvent): Position | undefined =>
  event?.position === undefined ? undefined : packed(event.position);

const isSystem = (name: string): boolean => name.startsWith('$');

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStoredMetadata = (value: unknown): value is StoredMetadata =>
  isObject(value) && typeof value.cityId === 'string' && typeof value.recordedAt === 'string';
