import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@covenant/event-store';
import { type Held, nothing } from './memory.js';
import { nextOrDue } from './next-or-due.js';
import { Outgoing, type OutgoingOptions } from './outgoing.js';

const partitionOf = (cityId: string): number => Number(cityId);
const options: OutgoingOptions = { partitionOf, source: '/', watermarkEvery: 100, sendEvents: 3, sendBytes: 1_000_000 };

const eventAt = (position: number, city: number, note = ''): RecordedEvent => ({
  id: `id ${position}`,
  type: 'PledgeNoted',
  stream: `commitment-${position}`,
  revision: 0,
  position: BigInt(position),
  data: { note },
  metadata: {
    cityId: String(city),
    actor: { subject: 's', role: 'staff' },
    recordedAt: '2026-03-01T09:00:00.000Z',
    correlationId: 'c',
    schemaVersion: 1,
  },
});
const empty = (partitions: number): ReadonlyMap<number, Held> =>
  new Map(Array.from({ length: partitions }, (_, partition) => [partition, nothing]));

/** `partition: position<previous#entry` of events, `partition: ~position<previous#entries` of watermarks. */
const told = (outgoing: Outgoing, events: readonly RecordedEvent[], at = 0): readonly string[][] =>
  [...outgoing.parcels(events, () => at)].map(({ messages }) =>
    messages.map(({ partition, headers }) =>
      headers?.['watermark'] === undefined
        ? `${partition}: ${String(headers?.['ce_position'])}<${String(headers?.['ce_previous'])}#${String(headers?.['ce_entry'])}`
        : `${partition}: ~${String(headers['watermark'])}<${String(headers['previous'])}#${String(headers['entries'])}`,
    ),
  );

describe('what goes out to the topic', () => {
  it('is each event with its number and its forerunner on the partition, and a watermark for the quiet ones', () => {
    const outgoing = new Outgoing(empty(3), options);
    expect(told(outgoing, [eventAt(5, 0), eventAt(9, 1), eventAt(12, 0)])).toEqual([
      ['0: 5<-1#0', '1: 9<-1#1', '0: 12<5#2', '2: ~12<-1#3'],
    ]);
    expect(outgoing.reached).toBe(12n);
  });

  it('gives a partition no more watermarks than one in so many milliseconds, and says when one is due', () => {
    const outgoing = new Outgoing(empty(2), options);
    expect(told(outgoing, [eventAt(1, 0)], 1_000)).toEqual([['0: 1<-1#0', '1: ~1<-1#1']]);
    expect(outgoing.due(1_000)).toBeUndefined();
    expect(told(outgoing, [eventAt(2, 0)], 1_010)).toEqual([['0: 2<1#1']]);
    expect(outgoing.due(1_010)).toBe(90);
    expect(told(outgoing, [], 1_050)).toEqual([]);
    expect(outgoing.due(1_200)).toBe(0);
    expect(told(outgoing, [], 1_200)).toEqual([['1: ~2<-1#2']]);
    expect(outgoing.due(1_200)).toBeUndefined();
  });

  it('goes on where the partition that is furthest back stands, and sends no other partition anything twice', () => {
    const held = new Map<number, Held>([
      [0, { ...nothing, last: 7n, position: 20n, entries: 9 }],
      [1, { ...nothing, last: 12n, position: 12n, entries: 5 }],
    ]);
    const outgoing = new Outgoing(held, options);
    expect(outgoing.reached).toBe(12n);
    const missed = [eventAt(13, 0), eventAt(15, 1), eventAt(18, 0), eventAt(20, 1), eventAt(22, 0)];
    expect(told(outgoing, missed, 50)).toEqual([['1: 15<12#6', '1: 20<15#8', '0: 22<7#9']]);
  });

  it('is divided by number and by bytes, and never leaves out an event that is too large for itself', () => {
    const large = 'x'.repeat(5_000);
    const outgoing = new Outgoing(empty(1), { ...options, sendBytes: 8_000 });
    const parcels = told(outgoing, [1, 2, 3, 4, 5].map((n) => eventAt(n, 0)).concat(eventAt(6, 0, large), eventAt(7, 0, large)));
    expect(parcels.map(({ length }) => length)).toEqual([3, 3, 1]);
    const wide = new Outgoing(empty(1), { ...options, sendBytes: 8_000 });
    expect(told(wide, [1, 2].map((n) => eventAt(n, 0, '€'.repeat(2_000)))).map(({ length }) => length)).toEqual([1, 1]);
  });
});

describe('the next or what is due', () => {
  it('gives an empty list each time that something is due, and ends with the sequence', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* slow(): AsyncGenerator<readonly number[], void, void> {
      yield [1];
      await gate;
      yield [2, 3];
    }
    const got: (readonly number[])[] = [];
    for await (const item of nextOrDue(slow(), () => (got.length === 0 ? undefined : 1), new AbortController().signal)) {
      got.push(item);
      if (got.length === 4) release();
    }
    expect(got.slice(0, 4)).toEqual([[1], [], [], []]);
    expect(got.flat()).toEqual([1, 2, 3]);
  });

  it('throws what the sequence throws, when its turn has come', async () => {
    async function* failing(): AsyncGenerator<readonly number[], void, void> {
      yield [1];
      await Promise.resolve();
      throw new Error('over');
    }
    const got: (readonly number[])[] = [];
    const all = async (): Promise<void> => {
      for await (const item of nextOrDue(failing(), () => undefined, new AbortController().signal)) got.push(item);
    };
    await expect(all()).rejects.toThrow('over');
    expect(got).toEqual([[1]]);
  });
});
