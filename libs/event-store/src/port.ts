import type { EventMetadata, JsonObject } from '@covenant/domain';

/**
 * The one global order. Compare with `<` and `>`; how a store packs its own coordinates into the number is
 * its adapter's secret. Over the wire it is a decimal string that nobody takes apart.
 */
export type Position = bigint;

/** Before every event. */
export const START: Position = -1n;

export interface NewEvent {
  /** UUID. The same id is never recorded twice: it is what makes a retry harmless. */
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** Place in the stream, from 0, without gaps. */
  readonly revision: number;
  readonly position: Position;
}

/** `no-stream`: the stream must not exist. A number: its last event must have exactly this revision. */
export type ExpectedRevision = 'no-stream' | number;

export interface Appended {
  readonly events: readonly { readonly id: string; readonly revision: number; readonly position: Position }[];
  /** True when these ids had been recorded before, and nothing was written now. */
  readonly repeated: boolean;
}

export interface ReadStream {
  /** Default `forward`. */
  readonly direction?: 'forward' | 'backward';
  /** Revision of the first event returned, inclusive. Default: the stream's first, or last going backward. */
  readonly from?: number;
  /** Default: no limit. */
  readonly limit?: number;
}

export interface Subscribe {
  readonly signal: AbortSignal;
  /** Events a batch at the most, from 1. Default 1,000. */
  readonly batchSize?: number;
}

/**
 * An append-only store of events.
 *
 * Durability: when `append` resolves, the events survive the death of every process, the engine's included.
 * Atomicity: the events of one call are recorded all together, next to each other in the stream, or not at all.
 * Order: positions appear in commit order. Once a reader has seen position p, no event will ever appear at or
 *   before p: a reader that goes on from the last position it saw skips nothing.
 * Idempotency: a call whose ids are all recorded in that stream, in that order and next to each other, writes
 *   nothing and answers as the first time, whatever its expected revision. If only some are, or if they stand in
 *   another stream (where the engine can see that), it is refused with `EventIdConflict`.
 * Outcome: if a reply was lost, the adapter finds out before it answers; `StoreUnavailable` means that nothing of
 *   this call was or will be written. Only when the engine stays away longer than the adapter's limit for that, or
 *   `close` is called meanwhile, does the call end in doubt, and says so: `OutcomeUnknown`.
 * Concurrency: any number of callers and of processes; of two that expect the same revision exactly one wins, and
 *   the other is told the current one.
 */
export interface EventStore {
  /** Positions number the events without gaps: the difference of two is a number of events. Absent where they have gaps. */
  readonly dense?: true;

  /**
   * @throws WrongExpectedRevision, EventIdConflict, EventTooLarge, EventMalformed, StoreUnavailable, OutcomeUnknown;
   *   RangeError for no events, an impossible name or an impossible expected revision
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;

  /** Empty when the stream does not exist. @throws StoreUnavailable */
  readStream(stream: string, options?: ReadStream): Promise<readonly RecordedEvent[]>;

  /** The events after `after`, in order, `limit` at the most; empty at the end. @throws StoreUnavailable */
  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]>;

  /** The position of the newest event, or `START`. @throws StoreUnavailable */
  head(): Promise<Position>;

  /**
   * Every event after `after`, in order, without a miss, and then those to come, until `signal` aborts. A lost
   * connection is taken up again from the last event given, inside; it ends only by the signal.
   */
  subscribe(after: Position, options: Subscribe): AsyncIterable<readonly RecordedEvent[]>;

  close(): Promise<void>;
}
