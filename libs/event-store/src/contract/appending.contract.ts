import { describe, expect, it } from '@jest/globals';
import { EventIdConflict, EventMalformed, EventTooLarge, WrongExpectedRevision } from '../errors.js';
import type { ExpectedRevision, NewEvent } from '../port.js';
import { type Bench, ids, newEvent, newEvents, newStream, positions, readToEnd, streamOf } from './harness.contract.js';

export function appending(bench: Bench): void {
  describe('an expected revision', () => {
    const accepted: readonly [string, number, ExpectedRevision][] = [
      ['no-stream, of a stream that is missing', 0, 'no-stream'],
      ['the first, where the stream is', 1, 0],
      ['the last, where the stream is', 3, 2],
    ];
    it.each(accepted)('is met: %s', async (_case, existing, expected) => {
      const { stream } = await streamOf(bench.store, existing);
      const event = newEvent();
      const appended = await bench.store.append(stream, expected, [event]);
      expect(appended).toEqual({
        events: [{ id: event.id, revision: existing, position: await bench.store.head() }],
        repeated: false,
      });
    });

    const refused: readonly [string, number, ExpectedRevision, number | undefined][] = [
      ['no-stream, of a stream with one event', 1, 'no-stream', 0],
      ['no-stream, of a stream with three', 3, 'no-stream', 2],
      ['a revision, of a stream that is missing', 0, 0, undefined],
      ['a late revision, of a stream that is missing', 0, 7, undefined],
      ['behind the stream', 3, 0, 2],
      ['just behind the stream', 3, 1, 2],
      ['just ahead of the stream', 3, 3, 2],
      ['ahead of the stream', 3, 9, 2],
    ];
    it.each(refused)('is not met: %s', async (_case, existing, expected, actual) => {
      const { stream, events } = await streamOf(bench.store, existing);
      const refusal = bench.store.append(stream, expected, newEvents(2));
      await expect(refusal).rejects.toBeInstanceOf(WrongExpectedRevision);
      await expect(refusal).rejects.toMatchObject({ stream, expected, actual });
      expect(ids(await bench.store.readStream(stream))).toEqual(ids(events));
    });

    it.each([-1, 0.5, Number.NaN, 2 ** 40])('that is no revision (%p) is refused', async (expected) => {
      await expect(bench.store.append(newStream(), expected, [newEvent()])).rejects.toBeInstanceOf(RangeError);
    });
  });

  describe('events of one call', () => {
    it('stand next to each other, in the stream and in the whole', async () => {
      const { stream } = await streamOf(bench.store, 2);
      const events = newEvents(5);
      const before = await bench.store.head();
      const appended = await bench.store.append(stream, 1, events);
      expect(appended.events.map(({ id, revision }) => [id, revision])).toEqual(events.map(({ id }, k) => [id, 2 + k]));
      const all = await readToEnd(bench.store, before);
      expect(ids(all)).toEqual(ids(events));
      expect(positions(all)).toEqual(positions(appended));
    });

    it('are refused when there are none', async () => {
      await expect(bench.store.append(newStream(), 'no-stream', [])).rejects.toBeInstanceOf(RangeError);
    });

    it('come back as they were given', async () => {
      const stream = newStream();
      const data = {
        z: 'keys keep their order',
        a: [1, -0.5, 1e21, 9007199254740991, true, null, [], {}],
        'ключ "\\u0000"': 'ἀ 𝔘 \u0001\u001f\u007f \\u0000 \n\t',
        '': '',
        constructor: { toString: 'x' },
      };
      const event = newEvent(data, 'ÉtatChangé');
      await bench.store.append(stream, 'no-stream', [event]);
      const [read] = await bench.store.readStream(stream);
      expect(read).toEqual({ ...event, stream, revision: 0, position: await bench.store.head() });
      expect(JSON.stringify(read?.data)).toBe(JSON.stringify(data));
    });
  });

  describe('an event', () => {
    const filled = (bytes: number): NewEvent => {
      const empty = newEvent({ text: '' });
      const rest = bytes - Buffer.byteLength(JSON.stringify(empty.data) + JSON.stringify(empty.metadata));
      return { ...empty, data: { text: 'x'.repeat(rest) } };
    };

    it('of the largest size is recorded', async () => {
      const stream = newStream();
      const event = filled(bench.traits.eventBytes);
      await bench.store.append(stream, 'no-stream', [event]);
      expect((await bench.store.readStream(stream))[0]?.data).toEqual(event.data);
    });

    it('one byte larger is refused, with those beside it', async () => {
      const stream = newStream();
      const limit = bench.traits.eventBytes;
      const event = filled(limit + 1);
      const refusal = bench.store.append(stream, 'no-stream', [newEvent(), event]);
      await expect(refusal).rejects.toBeInstanceOf(EventTooLarge);
      await expect(refusal).rejects.toMatchObject({ eventId: event.id, bytes: limit + 1, limit });
      expect(await bench.store.readStream(stream)).toEqual([]);
    });

    const malformed: readonly [string, Partial<NewEvent>][] = [
      ['NUL in its data', { data: { text: 'a\u0000b' } }],
      ['NUL in a name in its data', { data: { 'a\u0000b': 1 } }],
      ['half a surrogate pair', { data: { text: 'a\ud800b' } }],
      ['the other half', { data: { text: '\udc00' } }],
      ['an empty type', { type: '' }],
      ['a type with a control character', { type: 'a\u001fb' }],
      ['an id that is no UUID', { id: 'one' }],
    ];
    it.each(malformed)('with %s is refused', async (_case, part) => {
      const stream = newStream();
      const event = { ...newEvent(), ...part };
      const refusal = bench.store.append(stream, 'no-stream', [event]);
      await expect(refusal).rejects.toBeInstanceOf(EventMalformed);
      await expect(refusal).rejects.toMatchObject({ eventId: event.id });
      expect(await bench.store.readStream(stream)).toEqual([]);
    });

    it('that looks like an escape but is plain text is recorded', async () => {
      const stream = newStream();
      const data = { text: '\\u0000 \\\\ud800 \u{1f600}' };
      await bench.store.append(stream, 'no-stream', [newEvent(data)]);
      expect((await bench.store.readStream(stream))[0]?.data).toEqual(data);
    });
  });

  it.each(['', 'a\u0000b', 'a\u001fb', '\ud800'])('%j is refused as the name of a stream', async (stream) => {
    await expect(bench.store.append(stream, 'no-stream', [newEvent()])).rejects.toBeInstanceOf(RangeError);
  });

  describe('the same ids again', () => {
    it('write nothing and get the first answer, whatever is expected', async () => {
      const stream = newStream();
      const events = newEvents(3);
      const first = await bench.store.append(stream, 'no-stream', events);
      const head = await bench.store.head();
      for (const expected of ['no-stream', 0, 2, 17] as const) {
        const again = await bench.other.append(stream, expected, events);
        expect(again).toEqual({ ...first, repeated: true });
      }
      expect(await bench.store.head()).toBe(head);
    });

    it('do so after later events too', async () => {
      const stream = newStream();
      const events = newEvents(2);
      const first = await bench.store.append(stream, 'no-stream', events);
      await bench.store.append(stream, 1, newEvents(3));
      expect(await bench.store.append(stream, 'no-stream', events)).toEqual({ ...first, repeated: true });
      expect(await bench.store.readStream(stream)).toHaveLength(5);
    });

    it('do so for a part that stands together, across calls', async () => {
      const { stream, events } = await streamOf(bench.store, 4);
      const again = await bench.store.append(stream, 3, events.slice(1, 3));
      expect(again.repeated).toBe(true);
      expect(again.events.map(({ id, revision }) => [id, revision])).toEqual([
        [events[1]?.id, 1],
        [events[2]?.id, 2],
      ]);
    });

    it('sent by two stores at once, are recorded once', async () => {
      const stream = newStream();
      const events = newEvents(2);
      const both = await Promise.all([
        bench.store.append(stream, 'no-stream', events),
        bench.other.append(stream, 'no-stream', events),
      ]);
      expect(both[0].events).toEqual(both[1].events);
      expect(both.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
      expect(ids(await bench.store.readStream(stream))).toEqual(ids(events));
    });

    const partial: readonly [string, (recorded: readonly NewEvent[]) => readonly (NewEvent | undefined)[]][] = [
      ['a recorded one, then a new one', ([first]) => [first, newEvent()]],
      ['a new one, then a recorded one', ([first]) => [newEvent(), first]],
      ['the last recorded one, then a new one', ([, , third]) => [third, newEvent()]],
      ['two in the wrong order', ([first, second]) => [second, first]],
      ['two with another between them', ([first, , third]) => [first, third]],
      ['the same one twice', ([first]) => [first, first]],
    ];
    it.each(partial)('but in another shape are refused: %s', async (_case, shape) => {
      const { stream, events } = await streamOf(bench.store, 3);
      const attempt = shape(events).filter((event) => event !== undefined);
      const refusal = bench.store.append(stream, 2, attempt);
      await expect(refusal).rejects.toBeInstanceOf(EventIdConflict);
      await expect(refusal).rejects.toMatchObject({ stream, eventId: attempt.find((e) => events.includes(e))?.id });
      expect(ids(await bench.store.readStream(stream))).toEqual(ids(events));
    });

    it('in another stream are refused, where the engine sees that', async () => {
      const { events } = await streamOf(bench.store, 2);
      const stream = newStream();
      const attempt = bench.store.append(stream, 'no-stream', events);
      if (bench.traits.seesIdsElsewhere) {
        await expect(attempt).rejects.toBeInstanceOf(EventIdConflict);
        await expect(attempt).rejects.toMatchObject({ stream, eventId: events[0]?.id });
        expect(await bench.store.readStream(stream)).toEqual([]);
      } else {
        expect((await attempt).repeated).toBe(false);
      }
    });
  });
}
