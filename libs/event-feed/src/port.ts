import type { Position, RecordedEvent } from '@covenant/event-store';

/** An event on its way to the read models, with its public coordinate. */
export interface FedEvent extends RecordedEvent {
  /** Entry number: place in the dense global order of all domain events, from 0. Equals the log's leaf index. */
  readonly entry: number;
}

/**
 * Where a consumer stands on one partition. Written by the consumer in the same transaction as what it derived
 * from the batch, and handed back on the next start. `token` is the adapter's own (an offset, an entry count) and
 * opaque to everybody else.
 */
export interface Place {
  readonly partition: number;
  readonly position: Position;
  readonly token: string;
}

/** Events of one partition in order, none missing since the last batch. May be empty when only time moved on. */
export interface FeedBatch {
  readonly events: readonly FedEvent[];
  /** Where the consumer stands once it has handled the batch. */
  readonly place: Place;
  /** Everything at or before this position has been delivered on this partition; quiet partitions move it too. */
  readonly watermark: Position;
}

/** What a projection offers to a feed. */
export interface FeedConsumer {
  readonly name: string;
  /** The places committed last for these partitions; a partition without one starts from the beginning. */
  places(partitions: readonly number[]): Promise<readonly Place[]>;
  /**
   * Commits the effects and `batch.place` in one transaction, or throws and leaves both as they were. Called with
   * one batch a partition at a time, and for several partitions at once. A batch that was handled before may come
   * again and must change nothing.
   */
  handle(batch: FeedBatch): Promise<void>;
}

/**
 * Brings every event to every consumer at least once, in order within a partition. All events of one city are in
 * one partition. `run` resolves when `signal` aborts, after the batches in hand; it rejects only when `handle` does.
 */
export interface EventFeed {
  run(consumer: FeedConsumer, signal: AbortSignal): Promise<void>;
}
