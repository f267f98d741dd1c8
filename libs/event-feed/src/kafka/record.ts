import type { EventMetadata, JsonObject } from '@covenant/domain';
import type { Position, RecordedEvent } from '@covenant/event-store';
import type { IHeaders, Message } from 'kafkajs';
import type { FedEvent } from '../port.js';

/**
 * What a record of the topic says.
 *
 * An event is a CloudEvent (1.0) in the binary mode of the Kafka protocol binding: attributes in `ce_` headers, the
 * data as the value, the city as the key. The extensions `revision`, `position`, `entry` and `previous` say where it
 * stands; the whole metadata is in `metadata`. A watermark is no CloudEvent and has no value: everything of this
 * partition up to its position stands before it. `previous` is, in both, the position of the event before it on this
 * partition, or -1: it is what shows a lost record.
 */
export type FeedRecord =
  | { readonly kind: 'event'; readonly event: FedEvent; readonly previous: Position }
  | {
      readonly kind: 'watermark';
      readonly position: Position;
      /** Entries of the store, over all partitions, at or before the position. */
      readonly entries: number;
      readonly previous: Position;
    };

/** A record that is neither. `message` says in what. */
export class UnreadableRecord extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreadableRecord';
  }
}

export interface EventPlace {
  readonly partition: number;
  readonly entry: number;
  readonly previous: Position;
  /** Of the CloudEvent: who speaks, as a URI reference. */
  readonly source: string;
}

export function eventMessage(event: RecordedEvent, { partition, entry, previous, source }: EventPlace): Message {
  const { metadata } = event;
  return {
    partition,
    key: metadata.cityId,
    value: JSON.stringify(event.data),
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: source,
      ce_type: event.type,
      ce_subject: event.stream,
      ce_time: metadata.recordedAt,
      'content-type': 'application/json',
      ...(metadata.traceparent === undefined ? {} : { ce_traceparent: metadata.traceparent }),
      ce_revision: String(event.revision),
      ce_position: String(event.position),
      ce_entry: String(entry),
      ce_previous: String(previous),
      metadata: JSON.stringify(metadata),
    },
  };
}

export function watermarkMessage(
  partition: number,
  { position, entries, previous }: { position: Position; entries: number; previous: Position },
): Message {
  const headers = { watermark: String(position), entries: String(entries), previous: String(previous) };
  return { partition, key: null, value: null, headers };
}

/** @throws UnreadableRecord */
export function readRecord({ value, headers = {} }: { value: Buffer | null; headers?: IHeaders }): FeedRecord {
  if (headers['watermark'] !== undefined) {
    return {
      kind: 'watermark',
      position: positionIn(headers, 'watermark'),
      entries: countIn(headers, 'entries'),
      previous: positionIn(headers, 'previous'),
    };
  }
  if (textIn(headers, 'ce_specversion') !== '1.0') throw new UnreadableRecord('ce_specversion is not 1.0');
  if (value === null) throw new UnreadableRecord('an event without a value');
  const event: FedEvent = {
    id: textIn(headers, 'ce_id'),
    type: textIn(headers, 'ce_type'),
    stream: textIn(headers, 'ce_subject'),
    revision: countIn(headers, 'ce_revision'),
    position: positionIn(headers, 'ce_position'),
    entry: countIn(headers, 'ce_entry'),
    data: objectIn(value.toString('utf8'), 'the value'),
    metadata: metadataIn(textIn(headers, 'metadata')),
  };
  return { kind: 'event', event, previous: positionIn(headers, 'ce_previous') };
}

function textIn(headers: IHeaders, name: string): string {
  const value = headers[name];
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  throw new UnreadableRecord(`${name} is ${value === undefined ? 'missing' : 'there more than once'}`);
}

function positionIn(headers: IHeaders, name: string): Position {
  const text = textIn(headers, name);
  if (!/^(-1|\d{1,39})$/.test(text)) throw new UnreadableRecord(`${name} is no position`);
  return BigInt(text);
}

function countIn(headers: IHeaders, name: string): number {
  const text = textIn(headers, name);
  if (!/^\d{1,15}$/.test(text)) throw new UnreadableRecord(`${name} is no whole number`);
  return Number(text);
}

function objectIn(text: string, what: string): JsonObject {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw new UnreadableRecord(`${what} is no JSON`, { cause });
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    throw new UnreadableRecord(`${what} is no JSON object`);
  }
  return found as JsonObject;
}

/** What the feed and the projections rely on is looked at; the rest was checked when the event was recorded. */
function metadataIn(text: string): EventMetadata {
  const found: Readonly<Record<string, unknown>> = objectIn(text, 'metadata');
  const { cityId, recordedAt, schemaVersion, actor } = found;
  if (typeof cityId !== 'string' || typeof recordedAt !== 'string' || typeof schemaVersion !== 'number') {
    throw new UnreadableRecord('metadata lacks cityId, recordedAt or schemaVersion');
  }
  if (typeof actor !== 'object' || actor === null) throw new UnreadableRecord('metadata lacks the actor');
  return found as unknown as EventMetadata;
}
