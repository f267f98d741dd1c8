// `copyIn`: what it saves, and what it must not save.
import { describe, expect, it } from '@jest/globals';
import { unavailable } from '../../../../test/support/eventstoredb/index.js';
import { newEvents, newStream } from '../contract/harness.contract.js';
import { EventTooLarge, WrongExpectedRevision } from '../errors.js';
import { idsOf, loggedIds, openStore, startFake } from './fixture.contract.js';

describe('copying into EventStoreDB', () => {
  it('takes one call for an append that succeeds', async () => {
    const fake = await startFake();
    const store = await openStore(fake);
    const reads = fake.count('read');
    const stream = newStream();
    const events = newEvents(5);
    await store.copyIn(stream, 'no-stream', events.slice(0, 2));
    await store.copyIn(stream, 1, events.slice(2));
    expect([fake.count('append'), fake.count('read')]).toEqual([2, reads]);
    expect(loggedIds(fake)).toEqual(idsOf(await store.readAll(-1n, 10)));
    expect(idsOf(await store.readStream(stream))).toEqual(events.map(({ id }) => id));
  });

  it.each([
    ['was lost', { apply: 'now', answer: unavailable }],
    ['never comes', { apply: 'now', answer: 'nothing' }],
    ['is a refusal of the moment', { apply: 'never', answer: unavailable }],
  ] as const)('records once when the answer %s', async (_what, fault) => {
    const fake = await startFake();
    const store = await openStore(fake);
    const stream = newStream();
    const [first, second] = [newEvents(2), newEvents(2)];
    fake.faults.append.push(fault, fault);
    await store.copyIn(stream, 'no-stream', first);
    fake.faults.append.push(fault);
    await store.copyIn(stream, 1, second);
    expect(loggedIds(fake)).toEqual([...first, ...second].map(({ id }) => id));
  });

  it('records once when a suspended server carries out the first attempt later', async () => {
    const fake = await startFake();
    const store = await openStore(fake);
    const stream = newStream();
    const events = newEvents(2);
    fake.faults.append.push({ apply: 'later', answer: unavailable });
    await store.copyIn(stream, 'no-stream', events);
    fake.release();
    expect(loggedIds(fake)).toEqual(events.map(({ id }) => id));
  });

  it('again is harmless, and elsewhere it is refused as an append', async () => {
    const fake = await startFake();
    const store = await openStore(fake);
    const stream = newStream();
    const events = newEvents(2);
    await store.copyIn(stream, 'no-stream', events);
    await store.copyIn(stream, 'no-stream', events);
    await expect(store.copyIn(stream, 'no-stream', newEvents(1))).rejects.toThrow(WrongExpectedRevision);
    await expect(store.copyIn('$stream', 'no-stream', newEvents(1))).rejects.toThrow(RangeError);
    const [event] = newEvents(1);
    if (event === undefined) throw new Error('no event');
    const large = { ...event, data: { text: 'x'.repeat(1024 * 1024) } };
    await expect(store.copyIn(stream, 1, [large])).rejects.toThrow(EventTooLarge);
    expect(loggedIds(fake)).toEqual(events.map(({ id }) => id));
  });
});
