// What every feed promises, as one suite; see port.ts. An adapter calls `feedContract` once.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore, NewEvent } from '@covenant/event-store';
import { Waiting } from '../../../test/support/waiting.js';
import type { EventFeed, FedEvent, FeedBatch, FeedConsumer, Place } from './port.js';

export interface FeedUnderTest {
  /** Where events are recorded; whatever brings them to the feed is the adapter's business. */
  readonly store: EventStore;
  /** A feed as a process has it; called again for a process that starts anew. */
  feed(): EventFeed;
  close(): Promise<void>;
}

/** A consumer that keeps what it was given, and its places, as a database would. */
class Keeper implements FeedConsumer {
  readonly name = 'keeper';
  readonly batches: FeedBatch[] = [];
  readonly kept = new Map<number, Place>();
  private readonly waiting = new Waiting();
  /** Set to make the next `handle` fail. */
  failure: Error | undefined;
  /** Batches being handled at this moment, a partition, and the most that ever were. */
  private readonly busy = new Map<number, number>();
  most = 0;
  pause: Promise<void> = Promise.resolve();
  private begin = () => {};
  /** Resolves once a batch is being handled. */
  readonly began = new Promise<void>((resolve) => {
    this.begin = resolve;
  });

  places(partitions: readonly number[]): Promise<readonly Place[]> {
    return Promise.resolve(partitions.flatMap((partition) => this.kept.get(partition) ?? []));
  }

  async handle(batch: FeedBatch): Promise<void> {
    const { partition } = batch.place;
    this.begin();
    this.busy.set(partition, (this.busy.get(partition) ?? 0) + 1);
    this.most = Math.max(this.most, this.busy.get(partition) ?? 0);
    await this.pause;
    this.busy.set(partition, (this.busy.get(partition) ?? 0) - 1);
    if (this.failure !== undefined) throw this.failure;
    this.batches.push(batch);
    this.kept.set(partition, batch.place);
    this.waiting.changed();
  }

  get events(): readonly FedEvent[] {
    return this.batches.flatMap(({ events }) => events);
  }

  /** Each event once, as a projection would have taken it in. */
  get taken(): ReadonlyMap<string, FedEvent> {
    return new Map(this.events.map((event) => [event.id, event]));
  }

  until(condition: () => boolean): Promise<void> {
    const so = (): string => [...this.kept.values()].map(({ partition, position }) => `${partition} at ${position}`).join(', ');
    return this.waiting.until(condition, () => `for events of the feed; ${this.taken.size} came, partitions ${so() || 'none'}`);
  }
}

const eventOf = (cityId: string, note: string): NewEvent => ({
  id: randomUUID(),
  type: 'PledgeNoted',
  data: { note },
  metadata: {
    cityId,
    actor: { subject: 'subject-1', role: 'staff' },
    recordedAt: '2026-03-01T09:00:00.000Z',
    correlationId: randomUUID(),
    schemaVersion: 1,
  },
});

export function feedContract(name: string, open: () => Promise<FeedUnderTest>): void {
  describe(`${name} as a feed`, () => {
    let under: FeedUnderTest;
    let ending: AbortController;
    let running: Promise<void>[];
    const cities = [randomUUID(), randomUUID(), randomUUID()];

    beforeEach(async () => {
      under = await open();
      ending = new AbortController();
      running = [];
    });
    afterEach(async () => {
      ending.abort();
      await Promise.allSettled(running);
      await under.close();
    });

    /** Records so many events, turn by turn in each city, each in a stream of its own. */
    const record = async (count: number): Promise<readonly NewEvent[]> => {
      const events = Array.from({ length: count }, (_, n) => eventOf(cities[n % cities.length] ?? '', `${n}`));
      for (const event of events) await under.store.append(`commitment-${randomUUID()}`, 'no-stream', [event]);
      return events;
    };
    const start = (keeper: Keeper, signal = ending.signal): Promise<void> => {
      const run = under.feed().run(keeper, signal);
      running.push(run);
      return run;
    };
    const caughtUp = (keeper: Keeper, events: readonly NewEvent[]) =>
      keeper.until(() => events.every(({ id }) => keeper.taken.has(id)));

    it('brings every event with its entry number, dense from 0 in the order of the store', async () => {
      const events = await record(60);
      const keeper = new Keeper();
      void start(keeper);
      await caughtUp(keeper, events);
      const stored = await under.store.readAll(-1n, 1_000);
      const taken = [...keeper.taken.values()].sort((a, b) => a.entry - b.entry);
      expect(taken).toEqual(stored.map((event, entry) => ({ ...event, entry })));
    });

    it('brings a city’s events in order, on one partition', async () => {
      const events = await record(60);
      const keeper = new Keeper();
      void start(keeper);
      await caughtUp(keeper, events);
      for (const city of cities) {
        const of = keeper.batches.filter((batch) => batch.events.some(({ metadata }) => metadata.cityId === city));
        expect(new Set(of.map(({ place }) => place.partition)).size).toBe(1);
        const positions = of.flatMap((batch) => batch.events).map(({ position }) => position);
        expect(positions).toEqual(positions.toSorted((a, b) => (a < b ? -1 : 1)));
      }
    });

    it('ends each batch at its last event, with a watermark that is never behind it', async () => {
      const events = await record(30);
      const keeper = new Keeper();
      void start(keeper);
      await caughtUp(keeper, events);
      for (const { events: of, place, watermark } of keeper.batches) {
        const last = of.at(-1);
        if (last !== undefined) expect(place.position).toBe(last.position);
        expect(watermark).toBeGreaterThanOrEqual(place.position);
      }
      const head = await under.store.head();
      await keeper.until(() => keeper.batches.some(({ watermark }) => watermark >= head));
    });

    it('follows what is recorded while it runs', async () => {
      const keeper = new Keeper();
      void start(keeper);
      for (let round = 0; round < 3; round++) await caughtUp(keeper, await record(5));
      expect(keeper.taken.size).toBe(15);
    });

    it('goes on from the places that were kept, with the same numbers', async () => {
      const before = await record(20);
      const keeper = new Keeper();
      const first = new AbortController();
      const run = start(keeper, first.signal);
      await caughtUp(keeper, before);
      first.abort();
      await run;
      const after = await record(10);
      const again = new Keeper();
      for (const [partition, place] of keeper.kept) again.kept.set(partition, place);
      void start(again);
      await caughtUp(again, after);
      const entries = [...keeper.taken.values(), ...again.taken.values()].map(({ entry }) => entry);
      expect(new Set(entries).size).toBe(30);
      expect(Math.max(...entries)).toBe(29);
      expect(again.taken.size).toBe(10);
    });

    it('hands over one batch at a time, and does not run ahead of a slow consumer', async () => {
      const events = await record(40);
      const keeper = new Keeper();
      let release = () => {};
      keeper.pause = new Promise((resolve) => {
        release = resolve;
      });
      void start(keeper);
      await record(1);
      expect(keeper.batches).toEqual([]);
      release();
      await caughtUp(keeper, events);
      expect(keeper.most).toBe(1);
    });

    it('rejects with what the consumer threw, and brings the batch again to the next run', async () => {
      const events = await record(10);
      const keeper = new Keeper();
      keeper.failure = new Error('not now');
      await expect(start(keeper)).rejects.toThrow('not now');
      keeper.failure = undefined;
      void start(keeper);
      await caughtUp(keeper, events);
      expect(keeper.taken.size).toBe(10);
    });

    it('ends when told to, after what is in hand, one batch a partition, and not before it', async () => {
      const events = await record(10);
      const keeper = new Keeper();
      const stopping = new AbortController();
      let release = () => {};
      keeper.pause = new Promise((resolve) => {
        release = resolve;
      });
      const run = start(keeper, stopping.signal);
      await keeper.began;
      stopping.abort();
      release();
      await run;
      const done = keeper.batches.map(({ place }) => place.partition);
      expect(done.length).toBeGreaterThan(0);
      expect(new Set(done).size).toBe(done.length);
      expect(keeper.taken.size).toBeLessThanOrEqual(events.length);
    });

    it('does nothing when it was told to end before it began', async () => {
      await record(3);
      const keeper = new Keeper();
      await start(keeper, AbortSignal.abort());
      expect(keeper.batches).toEqual([]);
    });
  });
}
