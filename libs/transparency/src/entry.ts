import { fromUtf8, utf8 } from './bytes.js';
import { canonicalJson, isCanonical } from './canonical-json.js';
import { MalformedError } from './errors.js';

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

/** An entry as it stands in the log. */
export interface LogEntry {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly cityId: string;
  readonly actor: Readonly<Record<string, unknown>>;
  readonly recordedAt: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly effectiveOn?: string;
  readonly schemaVersion: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isIndex = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
/** One that some clock shows: whatever is written otherwise could not be put before or after another. */
const isTime = (value: unknown): boolean => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const at = Date.parse(value);
  return !Number.isNaN(at) && new Date(at).toISOString() === value;
};
const optional = (check: (value: unknown) => boolean) => (value: unknown) => value === undefined || check(value);

const members: { readonly [M in keyof Required<LogEntry>]: (value: unknown) => boolean } = {
  actor: isObject,
  causationId: optional(isText),
  cityId: isText,
  correlationId: isText,
  data: isObject,
  effectiveOn: optional(isText),
  id: isText,
  recordedAt: isTime,
  revision: isIndex,
  schemaVersion: isIndex,
  stream: isText,
  type: isText,
};

/** Has the value the members of an entry, and no others? Gives the name of the first that is wrong. */
export function wrongMember(value: Readonly<Record<string, unknown>>): string | undefined {
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(members, name));
  return unknown ?? Object.entries(members).find(([name, holds]) => !holds(value[name]))?.[0];
}

/**
 * Reads the bytes of a leaf. They must be exactly what `entryBytes` writes: one fact has one form.
 * @throws MalformedError
 */
export function parseEntry(bytes: Uint8Array): LogEntry {
  const text = fromUtf8(bytes);
  if (text === undefined) throw new MalformedError('entry', 'not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedError('entry', 'not JSON');
  }
  if (!isEntry(value)) {
    const member = isObject(value) ? wrongMember(value as Readonly<Record<string, unknown>>) : undefined;
    throw new MalformedError('entry', member === undefined ? 'not an object' : `its member “${member}” is wrong`);
  }
  if (!isCanonical(value, text)) throw new MalformedError('entry', 'not in canonical form (RFC 8785)');
  return value;
}

const isEntry = (value: unknown): value is LogEntry =>
  isObject(value) && wrongMember(value as Readonly<Record<string, unknown>>) === undefined;
