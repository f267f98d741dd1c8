// The two ends of a copy, whatever engine is behind them.
import type { EventRun, EventStore, Position, RecordedEvent } from '@covenant/event-store';
import type { RunLimits } from './runs.js';

/** As much of a store as a copy reads. */
export type Read = Pick<EventStore, 'readAll' | 'head'>;

export interface Source<S extends Read = EventStore> {
  /** For people; holds no password. */
  readonly name: string;
  readonly store: S;
  /** Why it may still take events, and what to do about it; undefined when it takes none. */
  writable(): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface Target {
  readonly name: string;
  readonly store: EventStore;
  readonly limits: RunLimits;
  /** Why it takes no events, and what to do about it; undefined when it does. */
  refuses(): Promise<string | undefined>;
  /**
   * Records the runs in this order. When it resolves, all are recorded; when it rejects, a beginning of them may be,
   * and no other part. @throws as `EventStore.append`
   */
  write(runs: readonly EventRun[]): Promise<void>;
  close(): Promise<void>;
}

/** Events a page. */
export const pageSize = 2_000;

/** `count` events after a position, fewer only at the end: the port may give fewer at a time. */
export async function exactly(store: Pick<EventStore, 'readAll'>, after: Position, count: number): Promise<readonly RecordedEvent[]> {
  const first = await store.readAll(after, count);
  const events = [...first];
  for (let last = events.at(-1); last !== undefined && events.length < count; last = events.at(-1)) {
    const more = await store.readAll(last.position, count - events.length);
    if (more.length === 0) break;
    events.push(...more);
  }
  return events;
}
