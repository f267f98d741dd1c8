import type { RecordedActor } from './actor.js';

/**
 * What is stored with every event beside its data. Set once, by the ledger, before the append; a copy into
 * another store carries it unchanged, so that the public log comes out the same, bit for bit.
 */
export interface EventMetadata {
  readonly cityId: string;
  readonly actor: RecordedActor;
  /** RFC 3339 UTC with milliseconds. */
  readonly recordedAt: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly effectiveOn?: string;
  /** Version of the shape of `data`; older versions are upcast on read. */
  readonly schemaVersion: number;
  /** The caller's `Idempotency-Key`, and the digest of the request it came with. Not part of the public entry. */
  readonly idempotencyKey?: string;
  readonly requestDigest?: string;
  /** W3C trace context, so that one trace runs from the request to the projected row. Not part of the entry. */
  readonly traceparent?: string;
}
