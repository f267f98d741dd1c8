import { describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../errors.js';
import type { NewEvent } from '../port.js';
import { type Bench, collect, ids, newEvent, newEvents, newStream, readToEnd } from './harness.contract.js';

export function faults(bench: Bench): void {
  describe('an append whose line breaks', () => {
    it.each(['loseReply', 'loseRequest'] as const)('(%s) is recorded once, and answered as if nothing had been', async (fault) => {
      const stream = newStream();
      const events = newEvents(2);
      bench.subject.faults[fault](stream);
      const appended = await bench.store.append(stream, 'no-stream', events);
      const read = await bench.other.readStream(stream);
      expect(ids(read)).toEqual(ids(events));
      expect(appended).toEqual({
        events: read.map(({ id, revision, position }) => ({ id, revision, position })),
        repeated: false,
      });
    });

    it('and which is refused, is refused', async () => {
      const stream = newStream();
      await bench.store.append(stream, 'no-stream', newEvents(2));
      bench.subject.faults.loseReply(stream);
      const refusal = bench.store.append(stream, 0, newEvents(1));
      await expect(refusal).rejects.toBeInstanceOf(WrongExpectedRevision);
      await expect(refusal).rejects.toMatchObject({ stream, expected: 0, actual: 1 });
    });

    it('settles rightly however often lines break under load', async () => {
      const before = await bench.store.head();
      const acknowledged: string[] = [];
      const refused: string[] = [];
      let done = 0;
      const caller = async (): Promise<void> => {
        const stream = newStream();
        for (let round = 0, revision = -1; round < 30; round += 1) {
          const event = newEvent();
          try {
            await bench.store.append(stream, revision === -1 ? 'no-stream' : revision, [event]);
            acknowledged.push(event.id);
            revision += 1;
          } catch (error) {
            expect(error).toBeInstanceOf(StoreUnavailable);
            refused.push(event.id);
          }
          done += 1;
          if (done % 40 === 0) bench.subject.faults.cut();
        }
      };
      await Promise.all(Array.from({ length: 16 }, caller));
      const there = ids(await readToEnd(bench.other, before));
      expect([...there].sort()).toEqual([...acknowledged].sort());
      expect(there.filter((id) => refused.includes(id))).toEqual([]);
    });
  });

  describe('an engine out of reach', () => {
    it('is unavailable to every call, and nothing of them is written; when it is back, all is well', async () => {
      const stream = newStream();
      const [first, second]: readonly (readonly NewEvent[])[] = [newEvents(1), newEvents(1)];
      const before = await bench.store.head();
      const tail = collect(bench.store, before, (events) => events.length >= 1);
      bench.subject.faults.refuse();
      await expect(bench.store.append(stream, 'no-stream', first ?? [])).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(bench.store.readStream(stream)).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(bench.store.readAll(before, 1)).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(bench.store.head()).rejects.toBeInstanceOf(StoreUnavailable);
      bench.subject.faults.accept();
      await bench.store.append(stream, 'no-stream', second ?? []);
      expect(ids(await bench.store.readStream(stream))).toEqual(ids(second ?? []));
      expect(ids(await tail)).toEqual(ids(second ?? []));
    });

    it('leaves an append that it may have recorded in doubt, and says so; the same call again finds out', async () => {
      const stream = newStream();
      const events = newEvents(2);
      bench.subject.faults.loseReply(stream, 'and-refuse');
      await expect(bench.store.append(stream, 'no-stream', events)).rejects.toBeInstanceOf(OutcomeUnknown);
      bench.subject.faults.accept();
      const again = await bench.store.append(stream, 'no-stream', events);
      expect(again.repeated).toBe(true);
      expect(ids(again.events)).toEqual(ids(events));
      expect(ids(await bench.store.readStream(stream))).toEqual(ids(events));
    });
  });

  describe('a killed engine', () => {
    it('has kept what was acknowledged, and nothing that was refused', async () => {
      const before = await bench.store.head();
      const acknowledged: string[] = [];
      const refused: string[] = [];
      let crashed = false;
      const caller = async (): Promise<void> => {
        for (let after = 0; after < 5; after += crashed ? 1 : 0) {
          const event = newEvent();
          try {
            await bench.store.append(newStream(), 'no-stream', [event]);
            acknowledged.push(event.id);
          } catch (error) {
            if (error instanceof OutcomeUnknown) continue;
            expect(error).toBeInstanceOf(StoreUnavailable);
            refused.push(event.id);
          }
        }
      };
      const callers = Promise.all(Array.from({ length: 16 }, caller));
      await collect(bench.other, before, (events) => events.length >= 200);
      await bench.subject.crash();
      crashed = true;
      await callers;
      const there = new Set(ids(await readToEnd(bench.other, before)));
      expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
      expect(refused.filter((id) => there.has(id))).toEqual([]);
    });
  });

  describe('closing', () => {
    it('finishes what was asked, ends subscriptions, and refuses what comes after', async () => {
      const store = await bench.subject.open();
      const before = await store.head();
      const stop = new AbortController();
      const ended = (async (): Promise<void> => {
        for await (const batch of store.subscribe(before, { signal: stop.signal })) expect(batch).toBeDefined();
      })();
      const calls = Array.from({ length: 20 }, () => store.append(newStream(), 'no-stream', newEvents(1)));
      await store.close();
      await ended;
      for (const call of calls) expect((await call).repeated).toBe(false);
      await expect(store.append(newStream(), 'no-stream', newEvents(1))).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.head()).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.readAll(before, 1)).rejects.toBeInstanceOf(StoreUnavailable);
      await store.close();
    });
  });
}
