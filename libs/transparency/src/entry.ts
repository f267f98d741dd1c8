import { utf8 } from './bytes.js';
import { canonicalJson } from './canonical-json.js';

/** The length prefix of an entry bundle has two bytes (C2SP tlog-tiles). */
export const MAX_ENTRY_BYTES = 65_535;

/** A recorded event as the log takes it: structural, so that the event store's own type fits without a mapping. */
export interface LogEvent {
  readonly id: string;
  readonly stream: string;
  /** Place in its stream, from 0. */
  readonly revision: number;
  readonly type: string;
  /** Sealed already: personal fields are never plain here. */
  readonly data: object;
  readonly metadata: {
    readonly cityId: string;
    readonly actor: object;
    /** RFC 3339 UTC with milliseconds. */
    readonly recordedAt: string;
    readonly correlationId: string;
    readonly causationId?: string | undefined;
    readonly effectiveOn?: string | undefined;
    readonly schemaVersion: number;
  };
}

/** The event does not fit an entry; to be refused before it is appended. Sizes in bytes. */
export class EntryTooLarge extends Error {
  readonly limit = MAX_ENTRY_BYTES;

  constructor(
    readonly eventId: string,
    readonly bytes: number,
  ) {
    super(`event ${eventId} makes an entry of ${bytes} bytes; the log takes ${MAX_ENTRY_BYTES}`);
    this.name = 'EntryTooLarge';
  }
}

/**
 * What the public log says of an event: the members that the specification lists and no others, whatever else the
 * event carries. A member that does not apply is absent, never null.
 */
export function entryOf(event: LogEvent): Readonly<Record<string, unknown>> {
  const { metadata } = event;
  return {
    actor: metadata.actor,
    causationId: metadata.causationId,
    cityId: metadata.cityId,
    correlationId: metadata.correlationId,
    data: event.data,
    effectiveOn: metadata.effectiveOn,
    id: event.id,
    recordedAt: metadata.recordedAt,
    revision: event.revision,
    schemaVersion: metadata.schemaVersion,
    stream: event.stream,
    type: event.type,
  };
}

/**
 * The bytes of a leaf: depends on nothing but what is stored, so every copy of a store gives the same tree.
 * @throws EntryTooLarge, MalformedError (data that JSON cannot carry)
 */
export function entryBytes(event: LogEvent): Uint8Array {
  const bytes = utf8(canonicalJson(entryOf(event)));
  if (bytes.length > MAX_ENTRY_BYTES) throw new EntryTooLarge(event.id, bytes.length);
  return bytes;
}
