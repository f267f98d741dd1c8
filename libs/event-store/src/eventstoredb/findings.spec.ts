// One test for each thing that was found out about the client and the server: docs/decisions has the list.
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { NotLeaderError } from '@eventstore/db-client';
import { FakeEventStoreDb, FakeLog, cancelled, timedOut, unavailable } from '../../../../test/support/eventstoredb/index.js';
import { collect, newEvent, newEvents, newStream } from '../contract/harness.contract.js';
import { EventTooLarge, OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../errors.js';
import { START } from '../port.js';
import { UnusableConnection } from './connection.js';
import { afterwards, idsOf, loggedIds, openStore, startFake } from './fixture.contract.js';
import { EventStoreDbStore } from './store.js';

const modes = ['plain', 'batch'] as const;

describe('batch append', () => {
  it('is not used, although the server offers it and no call carries credentials', async () => {
    const fake = await startFake();
    const store = await openStore(fake);
    await store.append(newStream(), 'no-stream', [newEvent()]);
    expect([fake.count('append'), fake.count('batch')]).toEqual([1, 0]);
  });

  it('would hand its deadline to the server’s clock; plain appends do not mind a clock that is an hour ahead', async () => {
    const fake = await startFake({ clockAhead: 3_600_000 });
    const plain = await openStore(fake);
    const event = newEvent();
    await plain.append(newStream(), 'no-stream', [event]);
    const batch = await openStore(fake, { appends: 'batch', unknownAfter: 300 });
    await expect(batch.append(newStream(), 'no-stream', [newEvent()])).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(loggedIds(fake)).toEqual([event.id]);
  });

  it.each(modes)('(%s) of one server survives that another server of the process dies', async (appends) => {
    const [dying, living] = [await startFake(), await startFake()];
    const [one, two] = [await openStore(dying, { appends, unknownAfter: 300 }), await openStore(living, { appends })];
    await one.append(newStream(), 'no-stream', [newEvent()]);
    await two.append(newStream(), 'no-stream', [newEvent()]);
    dying.faults.append.push({ apply: 'never', answer: 'nothing' });
    living.faults.slowMs = 100;
    const events = newEvents(2);
    const before = living.count('append');
    const lost = expect(one.append(newStream(), 'no-stream', [newEvent()])).rejects.toBeInstanceOf(OutcomeUnknown);
    const kept = two.append(newStream(), 'no-stream', events);
    await Promise.all([dying.arrived('append', 2), living.arrived('append', before + 1)]);
    await dying.kill();
    expect(idsOf((await kept).events)).toEqual(idsOf(events));
    await lost;
    expect(loggedIds(living).slice(1)).toEqual(idsOf(events));
    // Plain appends share nothing: the other server's death is not even noticed.
    if (appends === 'plain') expect(living.count('append')).toBe(before + 1);
  });

  it('whose stream the server half-closed is sent again', async () => {
    const fake = await startFake();
    const store = await openStore(fake, { appends: 'batch' });
    fake.faults.append.push({ apply: 'never', answer: 'half-close' }, { apply: 'now', answer: 'half-close' });
    const events = newEvents(2);
    expect(await store.append(newStream(), 'no-stream', events)).toMatchObject({ repeated: false });
    expect(loggedIds(fake)).toEqual(idsOf(events));
  });

  it.each(modes)('(%s) that meets another revision tells which, though the client’s error has no message', async (appends) => {
    const fake = await startFake();
    const [store, other] = [await openStore(fake, { appends }), await openStore(fake, { appends })];
    const stream = newStream();
    await store.append(stream, 'no-stream', [newEvent()]);
    await other.append(stream, 0, newEvents(2));
    await expect(store.append(stream, 0, [newEvent()])).rejects.toEqual(new WrongExpectedRevision(stream, 0, 2));
  });
});

describe('a first call', () => {
  it('to a server that accepts and says nothing has our limit', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    afterwards(() => {
      mute.close();
      for (const socket of sockets) socket.destroy();
    });
    const address = mute.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = `esdb://127.0.0.1:${port}?tls=false`;
    const opening = EventStoreDbStore.open({ url, callTimeout: 200, unavailableAfter: 300 });
    await expect(opening).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('that asks for the supported methods and gets no answer does not stop the next', async () => {
    const fake = await startFake();
    fake.faults.features.push('nothing', unavailable);
    const store = await openStore(fake, { appends: 'batch' });
    expect(await store.head()).toBe(START);
  });
});

describe('an append in doubt', () => {
  const found = [
    ['was carried out, and the answer lost', { apply: 'now', answer: 'nothing' }],
    ['was carried out, and UNAVAILABLE answered', { apply: 'now', answer: unavailable }],
    ['was carried out, and a timeout answered', { apply: 'now', answer: timedOut }],
    ['was carried out, and the call cancelled', { apply: 'now', answer: cancelled }],
    ['was never carried out, and nothing answered', { apply: 'never', answer: 'nothing' }],
    ['was never carried out, and UNAVAILABLE answered', { apply: 'never', answer: unavailable }],
    ['waits in a suspended server that answered UNAVAILABLE', { apply: 'later', answer: unavailable }],
    ['waits in a suspended server that says nothing', { apply: 'later', answer: 'nothing' }],
  ] as const;
  describe.each(modes)('(%s)', (appends) => {
    it.each(found)('that %s is recorded once, and its caller told so', async (_what, fault) => {
      const fake = await startFake();
      const store = await openStore(fake, { appends });
      fake.faults.append.push(fault, fault);
      const stream = newStream();
      const events = newEvents(3);
      const appended = await store.append(stream, 'no-stream', events);
      fake.release();
      expect(appended.repeated).toBe(false);
      expect(loggedIds(fake)).toEqual(idsOf(events));
      const recorded = await store.readStream(stream);
      expect(appended.events).toEqual(recorded.map(({ id, revision, position }) => ({ id, revision, position })));
    });

    it('whose place another has taken is refused, and stays so when the suspended server wakes', async () => {
      const fake = await startFake();
      const [store, other] = [await openStore(fake, { appends }), await openStore(fake)];
      const stream = newStream();
      const mine = newEvent();
      const theirs = newEvent();
      fake.faults.append.push({ apply: 'later', answer: 'nothing' });
      const appended = store.append(stream, 'no-stream', [mine]);
      await fake.arrived('append', 1);
      await other.append(stream, 'no-stream', [theirs]);
      await expect(appended).rejects.toEqual(new WrongExpectedRevision(stream, 'no-stream', 0));
      fake.release();
      expect(loggedIds(fake)).toEqual([theirs.id]);
    });

    it('that nobody can settle says so, and the same call settles it later', async () => {
      const fake = await startFake();
      const store = await openStore(fake, { appends, unknownAfter: 200 });
      fake.faults.append.push({ apply: 'now', answer: 'nothing' });
      const stream = newStream();
      const events = newEvents(2);
      const appended = store.append(stream, 'no-stream', events);
      await fake.arrived('append', 1);
      await fake.kill();
      await expect(appended).rejects.toBeInstanceOf(OutcomeUnknown);
      await expect(store.append(stream, 'no-stream', events)).rejects.toBeInstanceOf(StoreUnavailable);
      await fake.start();
      expect(await store.append(stream, 'no-stream', events)).toMatchObject({ repeated: true });
      expect(loggedIds(fake)).toEqual(idsOf(events));
    });
  });

  it('when the store is closed ends in `OutcomeUnknown`', async () => {
    const fake = await startFake();
    const store = await openStore(fake, { callTimeout: 100, unknownAfter: 60_000 });
    const silence = { apply: 'never', answer: 'nothing' } as const;
    fake.faults.append.push(...Array.from({ length: 50 }, () => silence));
    const appended = store.append(newStream(), 'no-stream', [newEvent()]);
    await fake.arrived('append', 1);
    const refused = expect(appended).rejects.toBeInstanceOf(OutcomeUnknown);
    await store.close();
    await refused;
  });
});

describe('a server', () => {
  it('that is killed under an append (`CancelledError`) and comes back has it once', async () => {
    const fake = await startFake();
    const store = await openStore(fake);
    fake.faults.append.push({ apply: 'now', answer: 'nothing' });
    const events = newEvents(1);
    const appended = store.append(newStream(), 'no-stream', events);
    await fake.arrived('append', 1);
    await fake.kill();
    await fake.start();
    expect(await appended).toMatchObject({ repeated: false });
    expect(loggedIds(fake)).toEqual(idsOf(events));
  });

  it('that is down (an error with code 14 and no type) leaves nothing in doubt, however often it is asked', async () => {
    const fake = await startFake();
    const store = await openStore(fake, { unavailableAfter: 100 });
    await fake.kill();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(store.append(newStream(), 'no-stream', [newEvent()])).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.readAll(START, 1)).rejects.toBeInstanceOf(StoreUnavailable);
    }
    await fake.start();
    const event = newEvent();
    await store.append(newStream(), 'no-stream', [event]);
    expect(loggedIds(fake)).toEqual([event.id]);
  });

  it('older than 22.6 is refused at once: it gives no positions for the events of a stream', async () => {
    const fake = await startFake({ version: '21.10.11' });
    await expect(openStore(fake)).rejects.toThrow(UnusableConnection);
    await expect(openStore(fake)).rejects.toThrow('21.10.11');
  });
});

describe('an id', () => {
  it('recorded at or below the expected revision is noticed by us; the server would append it again', async () => {
    const fake = await startFake();
    const stream = newStream();
    const [first, second] = [newEvent(), newEvent()];
    const writer = await openStore(fake);
    await writer.append(stream, 'no-stream', [first]);
    await writer.append(stream, 0, [second]);
    const before = fake.count('append');
    const store = await openStore(fake);
    expect(await store.append(stream, 1, [second])).toMatchObject({ repeated: true });
    expect(await store.append(stream, 1, [first])).toMatchObject({ repeated: true });
    expect(fake.count('append')).toBe(before);
  });

  it('is known to the server for good below the current revision, its memory of ids or not', async () => {
    const fake = await startFake();
    const stream = newStream();
    const events = newEvents(2);
    await (await openStore(fake)).append(stream, 'no-stream', events);
    await fake.kill();
    await fake.start();
    expect(await (await openStore(fake)).append(stream, 'no-stream', events)).toMatchObject({ repeated: true });
    expect(loggedIds(fake)).toEqual(idsOf(events));
  });

  it('is never left to that memory: every append names its revision and asks for the leader', async () => {
    const fake = await startFake();
    const store = await openStore(fake);
    const stream = newStream();
    await store.append(stream, 'no-stream', newEvents(2));
    await store.append(stream, 1, newEvents(1));
    const appends = fake.calls.filter(({ call }) => call === 'append');
    expect(appends.map(({ expected, requiresLeader }) => [expected, requiresLeader])).toEqual([
      ['no-stream', true],
      [1n, true],
    ]);
    expect(fake.calls.filter(({ call }) => call === 'read').every(({ requiresLeader }) => requiresLeader)).toBe(true);
  });
});

describe('a size', () => {
  it('of 1 MiB together is refused before anything is sent', async () => {
    const fake = await startFake();
    const store = await openStore(fake);
    const half = newEvent({ text: 'x'.repeat(600_000) });
    const other = newEvent({ text: 'x'.repeat(600_000) });
    const refusal = store.append(newStream(), 'no-stream', [half, other]);
    await expect(refusal).rejects.toBeInstanceOf(EventTooLarge);
    await expect(refusal).rejects.toMatchObject({ eventId: other.id, limit: 1024 * 1024 });
    expect(fake.count('append')).toBe(0);
  });

  it.each(modes)('(%s) that only a smaller server refuses is refused with that server’s limit', async (appends) => {
    const fake = await startFake({ maxAppendSize: 2_000 });
    const store = await openStore(fake, { appends });
    const event = newEvent({ text: 'x'.repeat(3_000) });
    const refusal = store.append(newStream(), 'no-stream', [event]);
    await expect(refusal).rejects.toBeInstanceOf(EventTooLarge);
    await expect(refusal).rejects.toMatchObject({ eventId: event.id, limit: 2_000 });
  });
});

describe('events that are not the ledger’s', () => {
  it('are given neither by reads nor by subscriptions, and are not the head', async () => {
    const fake = await startFake({ log: new FakeLog(1) });
    const store = await openStore(fake);
    expect(await store.head()).toBe(START);
    const json = { contentType: 'application/json', metadata: new Uint8Array(), data: Buffer.from('{"a":1}') };
    const foreign = (): void => {
      fake.log.append('somebody-else', 'any', [{ ...json, id: newEvent().id, type: 'TheirThing' }]);
      fake.log.append('somebody-else', 'any', [{ ...json, id: newEvent().id, type: 'Bytes', contentType: 'application/octet-stream' }]);
    };
    const written: string[] = [];
    let head = START;
    for (let round = 0; round < 100; round += 1) {
      foreign();
      const event = newEvent();
      const appended = await store.append(newStream(), 'no-stream', [event]);
      head = appended.events[0]?.position ?? START;
      written.push(event.id);
    }
    for (let round = 0; round < 60; round += 1) foreign();
    expect(await store.head()).toBe(head);
    expect(idsOf(await store.readAll(START, 1_000))).toEqual(written);
    expect(idsOf(await store.readAll(START, 30))).toEqual(written.slice(0, 30));
    expect(idsOf(await collect(store, START, (got) => got.length >= 100, { batchSize: 7 }))).toEqual(written);
    expect(fake.log.all.length).toBeGreaterThan(500);
  });
});

describe('a cluster', () => {
  const cluster = async (): Promise<readonly FakeEventStoreDb[]> => {
    const log = new FakeLog();
    const nodes = [await startFake({ log }), await startFake({ log }), await startFake({ log })];
    for (const node of nodes) node.members = nodes;
    lead(nodes, 0);
    return nodes;
  };
  const lead = (nodes: readonly FakeEventStoreDb[], leader: number): void => {
    nodes.forEach((node, index) => (node.leads = index === leader));
  };
  const hosts = (nodes: readonly FakeEventStoreDb[]): string => nodes.map(({ port }) => `127.0.0.1:${port}`).join();

  it.each(['esdb', 'esdb+discover'])('(%s) is asked for its leader, and followed when that changes', async (scheme) => {
    const nodes = await cluster();
    const [first, second] = nodes;
    const store = await openStore(`${scheme}://${hosts(nodes)}?tls=false`);
    const stream = newStream();
    const events = newEvents(3);
    const tail = collect(store, START, (got) => got.length >= 3);
    await store.append(stream, 'no-stream', events.slice(0, 1));
    lead(nodes, 1);
    await store.append(stream, 0, events.slice(1, 2));
    lead(nodes, 2);
    await second?.kill();
    await first?.kill();
    await store.append(stream, 1, events.slice(2));
    expect(idsOf(await tail)).toEqual(idsOf(events));
    expect(idsOf(await store.readStream(stream))).toEqual(idsOf(events));
  });

  it('whose named node is not the leader redirects', async () => {
    const nodes = await cluster();
    const [, follower] = nodes;
    const troubles: Error[] = [];
    const store = await openStore(follower?.url ?? '', { onTrouble: (error) => troubles.push(error) });
    const event = newEvent();
    await store.append(newStream(), 'no-stream', [event]);
    expect(idsOf(await store.readAll(START, 10))).toEqual([event.id]);
    expect(troubles.filter((trouble) => trouble instanceof NotLeaderError).length).toBeGreaterThan(0);
  });

  it('that is dead altogether ends nothing but the call: the client’s clean-up does not reject into the void', async () => {
    const nodes = await cluster();
    const rejections: unknown[] = [];
    const note = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', note);
    afterwards(() => void process.off('unhandledRejection', note));
    const store = await openStore(`esdb://${hosts(nodes)}?tls=false&maxDiscoverAttempts=1`, {
      unavailableAfter: 500,
      unknownAfter: 500,
    });
    const [leader] = nodes;
    leader?.faults.read.push({ after: 0, then: 'nothing' });
    leader?.faults.append.push({ apply: 'never', answer: unavailable });
    const read = expect(store.readAll(START, 1)).rejects.toBeInstanceOf(StoreUnavailable);
    await leader?.arrived('read', leader.count('read') + 1);
    const asked = nodes.map((node) => node.arrived('gossip', node.count('gossip') + 1));
    for (const node of nodes) node.faults.gossip.push('nothing', 'nothing', 'nothing');
    // The append turns the client to a new channel, which waits for gossip, while the read hangs on the old one.
    const appended = expect(store.append(newStream(), 'no-stream', [newEvent()])).rejects.toBeInstanceOf(OutcomeUnknown);
    await Promise.race(asked);
    await Promise.all(nodes.map((node) => node.kill()));
    await Promise.all([read, appended]);
    expect(rejections).toEqual([]);
  });
});
