import { describe, expect, it } from '@jest/globals';
import { START } from '../port.js';
import { type Bench, collect, ids, newEvent, newEvents, newStream, readToEnd } from './harness.contract.js';

export function subscribing(bench: Bench): void {
  describe('a subscription', () => {
    it('brings what is there, then what comes', async () => {
      const before = await bench.store.head();
      const stream = newStream();
      const past = newEvents(3);
      await bench.store.append(stream, 'no-stream', past);
      const live = newEvents(2);
      const own = newEvent();
      const got = await collect(bench.store, before, (events) => events.length >= 6, {
        onBatch: async ([first]) => {
          // The next append begins only when the one before has been seen.
          if (first?.revision === 0) await bench.other.append(stream, 2, live);
          if (first?.revision === 3) await bench.store.append(stream, 4, [own]);
        },
      });
      expect(ids(got)).toEqual(ids([...past, ...live, own]));
    });

    it('begins with the first event of all, or after any', async () => {
      const before = await bench.store.head();
      await bench.store.append(newStream(), 'no-stream', newEvents(4));
      // An engine that somebody names may hold a great many events already.
      const first = await bench.store.readAll(START, 500);
      const fromStart = await collect(bench.store, START, (events) => events.length >= first.length);
      expect(ids(fromStart).slice(0, first.length)).toEqual(ids(first));
      const all = await readToEnd(bench.store, before);
      const middle = all.at(-3);
      const rest = await collect(bench.store, middle?.position ?? START, (events) => events.length >= 2);
      expect(ids(rest)).toEqual(ids(all.slice(-2)));
    });

    it('gives no more at once than asked for', async () => {
      const before = await bench.store.head();
      await bench.store.append(newStream(), 'no-stream', newEvents(10));
      const sizes: number[] = [];
      await collect(bench.store, before, (events) => events.length >= 10, {
        batchSize: 3,
        onBatch: (batch) => void sizes.push(batch.length),
      });
      expect(sizes).toEqual([3, 3, 3, 1]);
    });

    it('that is consumed slowly loses nothing of what comes meanwhile', async () => {
      const before = await bench.store.head();
      const written: string[] = [];
      const write = async (): Promise<void> => {
        const events = newEvents(4);
        await bench.other.append(newStream(), 'no-stream', events);
        written.push(...ids(events));
      };
      await write();
      // Behind each batch taken, more is written than was taken, until forty are there.
      const got = await collect(bench.store, before, (events) => events.length >= 40, {
        batchSize: 2,
        onBatch: () => (written.length < 40 ? write() : undefined),
      });
      expect(ids(got)).toEqual(written);
    });

    it('ends by its signal, whether it waits, works or has not begun', async () => {
      const head = await bench.store.head();
      const waiting = new AbortController();
      const waited = (async (): Promise<number> => {
        let count = 0;
        for await (const batch of bench.store.subscribe(head, { signal: waiting.signal })) count += batch.length;
        return count;
      })();
      setImmediate(() => waiting.abort());
      expect(await waited).toBe(0);

      const never = bench.store.subscribe(START, { signal: AbortSignal.abort() });
      for await (const batch of never) expect(batch).toBe('nothing');

      await bench.store.append(newStream(), 'no-stream', newEvents(3));
      const working = new AbortController();
      const got: string[] = [];
      for await (const batch of bench.store.subscribe(head, { signal: working.signal, batchSize: 1 })) {
        got.push(...ids(batch));
        working.abort();
      }
      expect(got).toHaveLength(1);
    });

    it.each([0, -1, 0.5])('refuses batches of %p', async (batchSize) => {
      const never = bench.store.subscribe(START, { signal: new AbortController().signal, batchSize });
      await expect(never[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(RangeError);
    });

    it('can be left by its consumer', async () => {
      const before = await bench.store.head();
      await bench.store.append(newStream(), 'no-stream', newEvents(3));
      let count = 0;
      for await (const batch of bench.store.subscribe(before, { signal: new AbortController().signal })) {
        count += batch.length;
        break;
      }
      expect(count).toBe(3);
    });

    it('runs beside others, each at its own place', async () => {
      const before = await bench.store.head();
      const stream = newStream();
      const several = Array.from({ length: 5 }, (_, index) =>
        collect(bench.store, before, (events) => events.length >= 6, { batchSize: index + 1 }),
      );
      const events = newEvents(6);
      for (const [index, event] of events.entries()) {
        await bench.other.append(stream, index === 0 ? 'no-stream' : index - 1, [event]);
      }
      for (const got of await Promise.all(several)) expect(ids(got)).toEqual(ids(events));
    });

    it('is taken up again after each of many broken connections, without a miss or a repetition', async () => {
      const before = await bench.store.head();
      const written: string[] = [];
      const write = async (): Promise<void> => {
        const events = newEvents(4);
        await bench.other.append(newStream(), 'no-stream', events);
        written.push(...ids(events));
      };
      await write();
      const got = await collect(bench.store, before, (events) => events.length >= 40, {
        batchSize: 2,
        onBatch: () => {
          bench.subject.faults.cut();
          return written.length < 40 ? write() : undefined;
        },
      });
      expect(ids(got)).toEqual(written);
    });
  });
}
