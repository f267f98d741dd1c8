import { beforeAll, describe, expect, it } from '@jest/globals';
import type { NewEvent, Position, ReadStream } from '../port.js';
import { type Bench, ids, newEvents, newStream, positions, readToEnd, streamOf } from './harness.contract.js';

export function reading(bench: Bench): void {
  describe('a stream', () => {
    let stream: string;
    let events: readonly NewEvent[];
    beforeAll(async () => ({ stream, events } = await streamOf(bench.store, 5)));

    const options: readonly [ReadStream, readonly number[]][] = [
      [{}, [0, 1, 2, 3, 4]],
      [{ limit: 2 }, [0, 1]],
      [{ limit: 0 }, []],
      [{ limit: 99 }, [0, 1, 2, 3, 4]],
      [{ from: 0 }, [0, 1, 2, 3, 4]],
      [{ from: 2 }, [2, 3, 4]],
      [{ from: 2, limit: 2 }, [2, 3]],
      [{ from: 4 }, [4]],
      [{ from: 5 }, []],
      [{ from: 1000 }, []],
      [{ direction: 'backward' }, [4, 3, 2, 1, 0]],
      [{ direction: 'backward', limit: 2 }, [4, 3]],
      [{ direction: 'backward', from: 3 }, [3, 2, 1, 0]],
      [{ direction: 'backward', from: 3, limit: 2 }, [3, 2]],
      [{ direction: 'backward', from: 0 }, [0]],
      [{ direction: 'backward', from: 1000, limit: 1 }, [4]],
    ];
    it.each(options)('read with %j gives the revisions %j', async (option, revisions) => {
      const read = await bench.store.readStream(stream, option);
      expect(read.map(({ id, revision }) => [id, revision])).toEqual(revisions.map((r) => [events[r]?.id, r]));
      for (const event of read) expect(event.stream).toBe(stream);
    });

    it('that is missing is empty, both ways', async () => {
      expect(await bench.store.readStream(newStream())).toEqual([]);
      expect(await bench.store.readStream(newStream(), { direction: 'backward', from: 3 })).toEqual([]);
    });

    it('is not confused with one whose name begins alike', async () => {
      const longer = `${stream}-more`;
      await bench.store.append(longer, 'no-stream', newEvents(1));
      expect(await bench.store.readStream(stream)).toHaveLength(5);
      expect(await bench.store.readStream(stream.toUpperCase())).toEqual([]);
    });

    it.each([{ limit: -1 }, { limit: 0.5 }, { from: 0.5 }])('refuses to be read with %j', async (option) => {
      await expect(bench.store.readStream(stream, option)).rejects.toBeInstanceOf(RangeError);
    });
  });

  describe('the whole', () => {
    let before: Position;
    let written: readonly string[];
    beforeAll(async () => {
      before = await bench.store.head();
      written = [];
      for (const count of [1, 4, 2, 6]) {
        const events = newEvents(count);
        await bench.store.append(newStream(), 'no-stream', events);
        written = [...written, ...ids(events)];
      }
    });

    it.each([1, 2, 5, 13, 1000])('read in pages of %i is the same', async (page) => {
      expect(ids(await readToEnd(bench.store, before, page))).toEqual(written);
    });

    it('goes on from any position', async () => {
      const all = await readToEnd(bench.store, before);
      for (const [index, position] of positions(all).entries()) {
        const [next] = await bench.store.readAll(position, 1);
        expect(next).toEqual(all[index + 1]);
      }
    });

    it('ends at the head, and is empty behind it', async () => {
      const head = await bench.store.head();
      expect((await readToEnd(bench.store, before)).at(-1)?.position).toBe(head);
      expect(await bench.store.readAll(head, 10)).toEqual([]);
      expect(await bench.store.readAll(head + 1000n, 10)).toEqual([]);
      expect(await bench.store.readAll(before, 0)).toEqual([]);
    });

    it('has for each event what its stream has', async () => {
      for (const event of await readToEnd(bench.store, before)) {
        expect(await bench.store.readStream(event.stream, { from: event.revision, limit: 1 })).toEqual([event]);
      }
    });

    it('refuses a limit that is no number of events', async () => {
      await expect(bench.store.readAll(before, -1)).rejects.toBeInstanceOf(RangeError);
    });
  });
}
