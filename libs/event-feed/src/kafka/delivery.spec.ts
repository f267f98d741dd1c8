import { describe, expect, it } from '@jest/globals';
import { type RecordedEvent, StoreUnavailable } from '@covenant/event-store';
import fc from 'fast-check';
import type { KafkaMessage, Message } from 'kafkajs';
import type { FeedBatch, FeedConsumer } from '../port.js';
import { Delivery, type DeliveryOptions } from './delivery.js';
import { partitionOf } from './partition.js';
import { eventMessage, watermarkMessage } from './record.js';
import { beginning, FeedContradiction, standingOf } from './standing.js';

const partitions = 2;
const city = { here: 'a', there: 'c' };
const here = partitionOf(city.here, partitions);

const eventAt = (position: bigint, cityId: string): RecordedEvent => ({
  id: `id ${position}`,
  type: 'PledgeNoted',
  stream: `commitment-${position}`,
  revision: 0,
  position,
  data: { note: `${position}` },
  metadata: {
    cityId,
    actor: { subject: 's', role: 'staff' },
    recordedAt: '2026-03-01T09:00:00.000Z',
    correlationId: 'c',
    schemaVersion: 1,
  },
});

/** A store with gaps in its positions, every third event elsewhere. */
const events = Array.from({ length: 30 }, (_, n) => eventAt(BigInt(n * 10 + 5), n % 3 === 2 ? city.there : city.here));
const mine = events.filter(({ metadata }) => metadata.cityId === city.here);
const stored = {
  readAll: (after: bigint, limit: number) =>
    Promise.resolve(events.filter(({ position }) => position > after).slice(0, limit)),
};

/** What a relay sends to this partition. */
const records: readonly Message[] = mine.map((event, index) =>
  eventMessage(event, {
    partition: here,
    entry: events.indexOf(event),
    previous: mine[index - 1]?.position ?? -1n,
    source: '/',
  }),
);

const lying = (messages: readonly Message[], first = 0): readonly KafkaMessage[] =>
  messages.map(({ key = null, value, headers }, index) => ({
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, Buffer.from(String(text))])),
    offset: String(first + index),
    timestamp: '0',
    attributes: 0,
  }));

class Kept implements FeedConsumer {
  readonly name = 'kept';
  readonly batches: FeedBatch[] = [];
  places = () => Promise.resolve([]);
  handle = (batch: FeedBatch): Promise<void> => {
    this.batches.push(batch);
    return Promise.resolve();
  };
  get positions(): readonly bigint[] {
    return this.batches.flatMap(({ events: of }) => of.map(({ position }) => position));
  }
}

function open(options: Partial<DeliveryOptions> = {}, standing = beginning) {
  const consumer = new Kept();
  const counted = { known: 0, gaps: 0, healed: 0 };
  const unread: string[] = [];
  const delivery = new Delivery(
    {
      consumer,
      store: stored,
      partition: here,
      partitions,
      partitionOf: (cityId) => partitionOf(cityId, partitions),
      batchSize: 4,
      report: {
        known: (n) => void (counted.known += n),
        gap: () => void (counted.gaps += 1),
        healed: (n) => void (counted.healed += n),
      },
      unreadable: (_message, reason) => Promise.resolve(void unread.push(reason)),
      ...options,
    },
    standing,
  );
  return { consumer, counted, unread, delivery, take: (messages: readonly KafkaMessage[]) => delivery.take(messages, () => Promise.resolve(true)) };
}

describe('the delivery of a partition', () => {
  it('hands over the events in order, in batches of that size, with a place and a watermark for each', async () => {
    const { consumer, take } = open();
    await take(lying(records));
    expect(consumer.positions).toEqual(mine.map(({ position }) => position));
    expect(consumer.batches.map(({ events: of }) => of.length)).toEqual([4, 4, 4, 4, 4]);
    expect(consumer.batches.flatMap(({ events: of }) => of.map(({ entry }) => entry))).toEqual(mine.map((one) => events.indexOf(one)));
    for (const { events: of, place, watermark } of consumer.batches) {
      expect([place.position, watermark]).toEqual([of.at(-1)?.position, of.at(-1)?.position]);
    }
  });

  it('is the same whatever was lost, doubled, swapped or cut, as long as the newest record comes', async () => {
    const anyRecord = fc.nat({ max: records.length - 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 9 })), fc.nat({ max: 3 }), async (picks, cuts, lost) => {
        const last = records.length - 1;
        const marked = [...picks.map((n) => records[n]!), watermarkMessage(here, { position: events[29]!.position, entries: 30, previous: mine[last]!.position })];
        const messages = lying(marked);
        const { consumer, take } = open({ batchSize: 1 + lost });
        for (let from = 0, cut = 0; from < messages.length; cut++) {
          const size = cuts[cut % Math.max(1, cuts.length)] ?? 5;
          await take(messages.slice(from, from + size));
          from += size;
        }
        expect(consumer.positions).toEqual(mine.map(({ position }) => position));
        expect(consumer.batches.at(-1)?.watermark).toBe(events[29]!.position);
      }),
      { numRuns: 300 },
    );
  });

  it('goes on from any place that it gave, without a miss and without a double', async () => {
    const { consumer, take } = open({ batchSize: 3 });
    await take(lying([...records.slice(0, 7), ...records.slice(9, 12), ...records.slice(14)]));
    for (const [index, { place }] of consumer.batches.entries()) {
      const again = open({ batchSize: 5 }, standingOf(place, partitions));
      await again.take(lying(records));
      const before = consumer.batches.slice(0, index + 1).flatMap(({ events: of }) => of.map(({ position }) => position));
      expect([...before, ...again.consumer.positions]).toEqual(mine.map(({ position }) => position));
    }
  });

  it('takes what is missing from the store, with the same numbers, and counts it', async () => {
    const { consumer, counted, take } = open();
    await take(lying([...records.slice(0, 3), ...records.slice(8)]));
    expect(counted).toEqual({ known: 0, gaps: 1, healed: 5 });
    expect(consumer.batches.flatMap(({ events: of }) => of)).toEqual(mine.map((event) => ({ ...event, entry: events.indexOf(event) })));
  });

  it('finds a record that was lost at the very end by the watermark after it', async () => {
    const { consumer, counted, take } = open();
    const beyond = watermarkMessage(here, { position: 295n, entries: 30, previous: mine.at(-1)!.position });
    await take(lying([...records.slice(0, 19), beyond]));
    expect(counted.healed).toBe(1);
    expect(consumer.positions).toEqual(mine.map(({ position }) => position));
  });

  it('moves a quiet partition by watermarks alone, in empty batches whose place goes on', async () => {
    const { consumer, take } = open();
    await take(lying([watermarkMessage(here, { position: 2n, entries: 0, previous: -1n }), watermarkMessage(here, { position: 4n, entries: 0, previous: -1n })]));
    expect(consumer.batches).toEqual([{ events: [], watermark: 4n, place: { partition: here, position: 4n, token: 'kafka:2:2:-1:4:0' } }]);
  });

  it('hands nothing over for what it knows, and counts it', async () => {
    const { consumer, counted, take } = open();
    await take(lying(records.slice(0, 4)));
    await take(lying(records.slice(0, 4), 4));
    expect(consumer.batches.length).toBe(1);
    expect(counted.known).toBe(4);
  });

  it('keeps a record that cannot be read, and takes its event from the store', async () => {
    const { consumer, unread, counted, take } = open();
    const spoilt = records.map((record, n) => (n === 5 ? { ...record, value: 'spoilt' } : record));
    await take(lying(spoilt));
    expect(unread).toEqual(['the value is no JSON']);
    expect(counted.healed).toBe(1);
    expect(consumer.positions).toEqual(mine.map(({ position }) => position));
  });

  it('keeps a record that cannot be read once, however often the last one is looked at again', async () => {
    const { unread, take } = open();
    const spoilt = lying([records[0]!, { ...records[1]!, value: 'spoilt' }]);
    await take(spoilt);
    await take(spoilt.slice(1));
    await take(spoilt.slice(1));
    expect(unread).toEqual(['the value is no JSON']);
  });

  it('does not go past a record that could not be kept', async () => {
    const { consumer, take } = open({ unreadable: () => Promise.reject(new Error('no room')) });
    await expect(take(lying([records[0]!, { ...records[1]!, value: 'spoilt' }, records[2]!]))).rejects.toThrow('no room');
    expect(consumer.positions).toEqual([]);
  });

  it('waits for the store when it needs it', async () => {
    const { consumer, take } = open({ store: { readAll: () => Promise.reject(new StoreUnavailable('away')) } });
    await expect(take(lying([records[0]!, records[2]!]))).rejects.toThrow(StoreUnavailable);
    expect(consumer.positions).toEqual([5n]);
  });

  it.each([
    ['a store that lacks the event which the topic names', events.filter(({ position }) => position !== mine[1]!.position)],
    ['a store that counts entries otherwise', [eventAt(1n, city.there), ...events]],
  ])('stops at %s', async (_what, others) => {
    const store = { readAll: (after: bigint, limit: number) => Promise.resolve(others.filter(({ position }) => position > after).slice(0, limit)) };
    const { take } = open({ store });
    await expect(take(lying(records.slice(2)))).rejects.toThrow(FeedContradiction);
  });

  it('leaves the rest when it is told to', async () => {
    const { consumer, delivery } = open();
    const done: (string | undefined)[] = [];
    await delivery.take(lying(records), (offset) => Promise.resolve(done.push(offset) < 2));
    expect(done).toEqual(['3', '7']);
    expect(consumer.positions.length).toBe(8);
  });
});
