// What an adapter brings to the contract, and the small tools that its parts share.
import { randomUUID } from 'node:crypto';
import type { EventMetadata } from '@covenant/domain';
import type { Appended, EventStore, NewEvent, Position, RecordedEvent } from '../port.js';

/** Faults between the stores and their engine. A marker is text that stands in the call, such as its stream. */
export interface Faults {
  /** Breaks every connection that is open now. New ones are let through. */
  cut(): void;
  /**
   * The next call that carries the marker reaches the engine and is done there; its answer does not come back, the
   * line breaks. `and-refuse`: from that moment the engine is out of reach, until `accept`.
   */
  loseReply(marker: string, then?: 'and-refuse'): void;
  /** The line breaks before the next call that carries the marker reaches the engine. */
  loseRequest(marker: string): void;
  /** Breaks every connection and refuses new ones, until `accept`. */
  refuse(): void;
  accept(): void;
}

export interface StoreUnderTest {
  /** One more store on the same engine, whose own limits let it give up within a second or so. */
  open(): Promise<EventStore>;
  readonly faults: Faults;
  /** Kills the engine without warning, and starts it again. */
  crash(): Promise<void>;
  /** Closes the stores and the engine. */
  close(): Promise<void>;
}

/** Where engines differ. */
export interface Traits {
  /** The largest event, in bytes of its JSON, data and metadata together. */
  readonly eventBytes: number;
  /** Whether an id that is recorded in another stream is noticed. */
  readonly seesIdsElsewhere: boolean;
}

/** The suite's engine and two stores on it, as two processes would have. Members are there once tests run. */
export interface Bench {
  readonly subject: StoreUnderTest;
  readonly store: EventStore;
  readonly other: EventStore;
  readonly traits: Traits;
}

export const metadata: EventMetadata = {
  cityId: '018f4d3e-0000-7000-8000-000000000001',
  actor: { subject: 'someone', role: 'staff' },
  recordedAt: '2026-03-31T12:00:00.000Z',
  correlationId: '018f4d3e-0000-7000-8000-000000000002',
  schemaVersion: 1,
};

export const newStream = (): string => `contract-${randomUUID()}`;

export const newEvent = (data: NewEvent['data'] = {}, type = 'SomethingHappened'): NewEvent => ({
  id: randomUUID(),
  type,
  data,
  metadata,
});

export const newEvents = (count: number): readonly NewEvent[] =>
  Array.from({ length: count }, (_, index) => newEvent({ index }));

/** A stream with `count` events, appended one by one. */
export async function streamOf(
  store: EventStore,
  count: number,
): Promise<{ readonly stream: string; readonly events: readonly NewEvent[] }> {
  const stream = newStream();
  const events = newEvents(count);
  for (const [index, event] of events.entries()) {
    await store.append(stream, index === 0 ? 'no-stream' : index - 1, [event]);
  }
  return { stream, events };
}

export const ids = (events: readonly { readonly id: string }[]): readonly string[] => events.map(({ id }) => id);

export const positions = (of: Appended | readonly RecordedEvent[]): readonly Position[] =>
  ('events' in of ? of.events : of).map(({ position }) => position);

/** Everything after `after`, read in pages of `page`. */
export async function readToEnd(store: EventStore, after: Position, page = 500): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for (;;) {
    const events = await store.readAll(all.at(-1)?.position ?? after, page);
    if (events.length === 0) return all;
    all.push(...events);
  }
}

/** What a subscription brings until `enough` says so. */
export async function collect(
  store: EventStore,
  after: Position,
  enough: (events: readonly RecordedEvent[]) => boolean,
  options: { readonly batchSize?: number; onBatch?(batch: readonly RecordedEvent[]): Promise<void> | void } = {},
): Promise<readonly RecordedEvent[]> {
  const stop = new AbortController();
  const got: RecordedEvent[] = [];
  for await (const batch of store.subscribe(after, { signal: stop.signal, ...options })) {
    got.push(...batch);
    await options.onBatch?.(batch);
    if (enough(got)) stop.abort();
  }
  return got;
}
