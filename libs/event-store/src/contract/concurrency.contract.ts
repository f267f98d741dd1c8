import { describe, expect, it } from '@jest/globals';
import { WrongExpectedRevision } from '../errors.js';
import type { EventStore } from '../port.js';
import { type Bench, collect, ids, newEvent, newEvents, newStream, positions, readToEnd } from './harness.contract.js';

const isFulfilled = <T>(result: PromiseSettledResult<T>): result is PromiseFulfilledResult<T> =>
  result.status === 'fulfilled';

export function concurrency(bench: Bench): void {
  const either = (turn: number): EventStore => (turn % 2 === 0 ? bench.store : bench.other);

  describe('callers at once', () => {
    it('that expect the same revision: one wins, the others are told the current one', async () => {
      const stream = newStream();
      for (const [round, expected] of (['no-stream', 0, 1] as const).entries()) {
        const results = await Promise.allSettled(
          Array.from({ length: 16 }, (_, turn) => either(turn).append(stream, expected, [newEvent()])),
        );
        expect(results.filter(isFulfilled)).toHaveLength(1);
        for (const result of results) {
          if (isFulfilled(result)) continue;
          expect(result.reason).toBeInstanceOf(WrongExpectedRevision);
          expect(result.reason).toMatchObject({ stream, expected, actual: round });
        }
      }
      expect(await bench.store.readStream(stream)).toHaveLength(3);
    });

    it('on streams of their own do not disturb each other, mixed with refusals and repetitions', async () => {
      const known = newStream();
      const recorded = newEvents(2);
      await bench.store.append(known, 'no-stream', recorded);
      const calls = Array.from({ length: 60 }, (_, turn) => {
        if (turn % 6 === 4) return either(turn).append(newStream(), 3, [newEvent()]);
        if (turn % 6 === 5) return either(turn).append(known, 'no-stream', recorded);
        return either(turn).append(newStream(), 'no-stream', newEvents(1 + (turn % 3)));
      });
      const results = await Promise.allSettled(calls);
      results.forEach((result, turn) => {
        if (turn % 6 === 4) expect(result).toMatchObject({ reason: expect.any(WrongExpectedRevision) as unknown });
        else expect(result).toMatchObject({ value: { repeated: turn % 6 === 5 } });
      });
    });

    it('that read, append and try again lose nothing', async () => {
      const stream = newStream();
      const bump = async (store: EventStore): Promise<void> => {
        for (;;) {
          const last = (await store.readStream(stream, { direction: 'backward', limit: 1 })).at(0);
          try {
            await store.append(stream, last?.revision ?? 'no-stream', [newEvent({ count: (last?.revision ?? -1) + 1 })]);
            return;
          } catch (error) {
            if (!(error instanceof WrongExpectedRevision)) throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: 12 }, (_, turn) => bump(either(turn))));
      const read = await bench.store.readStream(stream);
      expect(read.map(({ revision, data }) => [revision, data])).toEqual(
        Array.from({ length: 12 }, (_, count) => [count, { count }]),
      );
    });
  });

  describe('the order of the whole', () => {
    it('never changes behind a reader: what was read while others wrote is what is there', async () => {
      const before = await bench.store.head();
      const rounds = 60;
      const width = 8;
      const total = rounds * width * 3;
      let writing = true;
      const tail = async (store: EventStore, page: number): Promise<readonly string[]> => {
        const seen: string[] = [];
        let position = before;
        for (;;) {
          const last = !writing;
          const events = await store.readAll(position, page);
          seen.push(...ids(events));
          position = events.at(-1)?.position ?? position;
          if (last && events.length === 0) return seen;
        }
      };
      const write = async (turn: number): Promise<void> => {
        for (let round = 0; round < rounds; round += 1) {
          await either(turn).append(newStream(), 'no-stream', newEvents(3));
        }
      };
      const tails = Promise.all([tail(bench.store, 7), tail(bench.other, 100)]);
      const subscribed = collect(bench.other, before, (got) => got.length >= total, { batchSize: 13 });
      await Promise.all(Array.from({ length: width }, (_, turn) => write(turn)));
      writing = false;

      const all = await readToEnd(bench.store, before);
      expect(all).toHaveLength(total);
      for (const seen of await tails) expect(seen).toEqual(ids(all));
      expect(ids(await subscribed)).toEqual(ids(all));
      expect(positions(all)).toEqual([...positions(all)].sort((a, b) => (a < b ? -1 : 1)));
      expect(new Set(positions(all)).size).toBe(total);
      expect(all[0]?.position).toBeGreaterThan(before);
    });
  });
}
