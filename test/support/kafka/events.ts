// Events of cities, for suites that look at what comes through Kafka.
import { randomUUID } from 'node:crypto';
import type { EventFeed, FeedBatch, FeedConsumer, FedEvent, Place } from '@covenant/event-feed';
import type { EventStore, NewEvent } from '@covenant/event-store';
import { Waiting } from '../waiting.js';

export const cities = (count: number): readonly string[] => Array.from({ length: count }, () => randomUUID());

export const noteIn = (cityId: string, note: string): NewEvent => ({
  id: randomUUID(),
  type: 'PledgeNoted',
  data: { note },
  metadata: {
    cityId,
    actor: { subject: 'subject-1', role: 'staff' },
    recordedAt: new Date().toISOString(),
    correlationId: randomUUID(),
    schemaVersion: 1,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  },
});

/** Records so many events, turn by turn in each city, `size` in a stream. Gives the position of the last one. */
export async function recordIn(store: EventStore, of: readonly string[], count: number, size = 1): Promise<bigint> {
  let last = -1n;
  for (let n = 0; n < count; n += size) {
    const city = of[(n / size) % of.length] ?? '';
    const events = Array.from({ length: Math.min(size, count - n) }, (_, index) => noteIn(city, `${n + index}`));
    const appended = await store.append(`commitment-${randomUUID()}`, 'no-stream', events);
    last = appended.events.at(-1)?.position ?? last;
  }
  return last;
}

/**
 * A consumer with a memory that outlives it, as tables do: what it took in, and its places, change together or not at
 * all, and what it knows it passes over, as a projection does.
 */
export class Tables {
  readonly events: FedEvent[] = [];
  readonly places = new Map<number, Place>();
  readonly marks = new Map<number, bigint>();
  /** Every batch that came, those that changed nothing too. */
  readonly came: FeedBatch[] = [];
  private readonly waiting = new Waiting();

  consumer(name = 'tables', before: (batch: FeedBatch) => Promise<void> = () => Promise.resolve()): FeedConsumer {
    return {
      name,
      places: (partitions) => Promise.resolve(partitions.flatMap((partition) => this.places.get(partition) ?? [])),
      handle: async (batch) => {
        await before(batch);
        this.take(batch);
      },
    };
  }

  /** Starts a feed into the tables; `stop` resolves when it has ended. */
  fill(feed: EventFeed, consumer = this.consumer()): { stop(): Promise<void>; readonly ended: Promise<void> } {
    const ending = new AbortController();
    const ended = feed.run(consumer, ending.signal);
    ended.catch(() => undefined);
    return {
      ended,
      stop: () => {
        ending.abort();
        return ended;
      },
    };
  }

  private take({ events, place, watermark }: FeedBatch): void {
    const { partition } = place;
    const mark = this.marks.get(partition) ?? -1n;
    this.came.push({ events, place, watermark });
    this.events.push(...events.filter(({ position }) => position > mark));
    if (place.position > (this.places.get(partition)?.position ?? -1n)) this.places.set(partition, place);
    if (watermark > mark) this.marks.set(partition, watermark);
    this.waiting.changed();
  }

  /** Until every one of so many partitions holds all up to `position`. */
  async caughtUp(position: bigint, partitions: number): Promise<void> {
    const there = (): boolean => this.marks.size === partitions && [...this.marks.values()].every((mark) => mark >= position);
    await this.until(there, `each of ${partitions} partitions at ${position}`);
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    const so = (): string => [...this.places.values()].map(({ partition, token }) => `${partition} at ${this.marks.get(partition)} (${token})`).join(', ');
    await this.waiting.until(condition, () => `for ${what}; taken are ${this.events.length} events, partitions ${so() || 'none'}`);
  }

  /** What was taken in, by entry number. */
  get taken(): readonly FedEvent[] {
    return this.events.toSorted((a, b) => a.entry - b.entry);
  }
}

/** What they must be: the store's events, numbered in its order. */
export const asFed = async (store: EventStore): Promise<readonly FedEvent[]> =>
  (await store.readAll(-1n, 1_000_000)).map((event, entry) => ({ ...event, entry }));

/** Events that came in another order than the store's, within their city. */
export function disordered(events: readonly FedEvent[]): readonly FedEvent[] {
  const last = new Map<string, bigint>();
  return events.filter(({ metadata: { cityId }, position }) => {
    const before = last.get(cityId) ?? -1n;
    last.set(cityId, position);
    return position <= before;
  });
}
