import { describe, expect, it } from '@jest/globals';
import type { FedEvent } from '../port.js';
import type { FeedRecord } from './record.js';
import { beginning, FeedContradiction, judge, placeOf, type Standing, standingOf } from './standing.js';

const event = (position: bigint, previous: bigint, entry = Number(position)): FeedRecord => ({
  kind: 'event',
  previous,
  event: { position, entry } as FedEvent,
});
const watermark = (position: bigint, previous: bigint, entries = Number(position) + 1): FeedRecord => ({
  kind: 'watermark',
  position,
  previous,
  entries,
});

/** Delivered up to event 5, and known to have nothing up to 9. */
const at: Standing = { offset: 3n, last: 5n, position: 9n, entries: 10 };

describe('a record, to somebody who stands on its partition', () => {
  it.each<[string, Standing, FeedRecord]>([
    ['the event delivered last', at, event(5n, 2n)],
    ['an event from before', at, event(0n, -1n)],
    ['the watermark passed last', at, watermark(9n, 5n)],
    ['a watermark from before', at, watermark(4n, 2n)],
  ])('is known: %s', (_what, standing, record) => {
    expect(judge(standing, record, 3n)).toEqual({ kind: 'known' });
  });

  it.each<[string, Standing, FeedRecord, Standing]>([
    ['the first event', beginning, event(4n, -1n), { offset: 8n, last: 4n, position: 4n, entries: 5 }],
    ['a watermark before any event', beginning, watermark(4n, -1n), { offset: 8n, last: -1n, position: 4n, entries: 5 }],
    ['the next event', at, event(12n, 5n), { offset: 8n, last: 12n, position: 12n, entries: 13 }],
    ['the next watermark', at, watermark(20n, 5n), { offset: 8n, last: 5n, position: 20n, entries: 21 }],
  ])('is next: %s', (_what, standing, record, after) => {
    expect(judge(standing, record, 7n)).toEqual({ kind: 'next', standing: after });
  });

  it.each<[string, Standing, FeedRecord, bigint]>([
    ['an event whose forerunner did not come', at, event(14n, 12n), 13n],
    ['a watermark after an event that did not come', at, watermark(14n, 12n), 14n],
    ['an event, with nothing before it', beginning, event(3n, 1n), 2n],
    ['a watermark at the very event that did not come', beginning, watermark(3n, 3n), 3n],
  ])('shows a gap: %s', (_what, standing, record, upTo) => {
    expect(judge(standing, record, 7n)).toEqual({ kind: 'gap', upTo });
  });

  it.each<[string, Standing, FeedRecord]>([
    ['an event where there was said to be none', at, event(7n, 5n)],
    ['an event that follows an older one than was delivered', at, event(12n, 2n)],
    ['a watermark that follows an older one', at, watermark(12n, 2n)],
    ['an event that follows itself', at, event(12n, 12n)],
  ])('contradicts: %s', (_what, standing, record) => {
    expect(() => judge(standing, record, 3n)).toThrow(FeedContradiction);
  });
});

describe('a place', () => {
  it('is read back as the standing that it was made of', () => {
    const place = placeOf(2, 12, at, 5n);
    expect(place).toEqual({ partition: 2, position: 5n, token: 'kafka:12:3:5:9:10' });
    expect(standingOf(place, 12)).toEqual(at);
    expect(standingOf(placeOf(0, 1, beginning, -1n), 1)).toEqual(beginning);
  });

  it.each([['7'], [''], ['kafka:12:3:5:9'], ['kafka:12:-3:5:9:10'], ['kafka:12:3:5:9:10:11']])(
    'is refused when it is another feed’s: %j',
    (token) => {
      expect(() => standingOf({ partition: 0, position: 4n, token }, 12)).toThrow(/is not one of the Kafka feed's: rebuild/);
    },
  );

  it('is refused when the topic has another number of partitions', () => {
    expect(() => standingOf(placeOf(0, 12, at, 5n), 6)).toThrow('the places are of 12 partitions, the topic has 6: rebuild the read models');
  });
});
