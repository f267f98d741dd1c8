// Reads and subscriptions over lines that break, fall silent or are slow.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { FakeLog, accessDenied, cancelled, unavailable, type FakeEventStoreDb } from '../../../../test/support/eventstoredb/index.js';
import { collect, newEvents, newStream } from '../contract/harness.contract.js';
import { StoreUnavailable } from '../errors.js';
import { START, type RecordedEvent } from '../port.js';
import { afterwards, idsOf, openStore, startFake } from './fixture.contract.js';
import { unpacked } from './position.js';
import type { EventStoreDbStore } from './store.js';

interface Filled {
  readonly fake: FakeEventStoreDb;
  readonly store: EventStoreDbStore;
  readonly stream: string;
  readonly ids: readonly string[];
}

/** A stream of so many events, and none of the server's own between them. */
async function filled(count: number, options: Parameters<typeof openStore>[1] = {}): Promise<Filled> {
  const fake = await startFake({ log: new FakeLog(0) });
  const store = await openStore(fake, options);
  const stream = newStream();
  const events = newEvents(count);
  await store.append(stream, 'no-stream', events);
  return { fake, store, stream, ids: idsOf(events) };
}

describe('a read', () => {
  const breaks = [
    ['is refused at the first event', { after: 0, then: unavailable }],
    ['breaks in the middle of a page', { after: 3, then: unavailable }],
    ['is cancelled in the middle of a page', { after: 7, then: cancelled }],
    ['falls silent in the middle of a page', { after: 4, then: 'nothing' }],
    ['breaks behind the last event', { after: 10, then: unavailable }],
  ] as const;
  it.each(breaks)('of a stream that %s is whole all the same', async (_what, fault) => {
    const { fake, store, stream, ids } = await filled(10);
    fake.faults.read.push(fault, { after: 1, then: unavailable }, { after: 0, then: unavailable });
    expect(idsOf(await store.readStream(stream))).toEqual(ids);
    fake.faults.read.push(fault, { after: 1, then: unavailable });
    expect(idsOf(await store.readStream(stream, { direction: 'backward' }))).toEqual([...ids].reverse());
    fake.faults.read.push(fault, { after: 1, then: unavailable });
    expect(idsOf(await store.readStream(stream, { from: 2, limit: 6 }))).toEqual(ids.slice(2, 8));
  });

  it.each(breaks)('of all that %s is whole all the same', async (_what, fault) => {
    const { fake, store, ids } = await filled(10);
    fake.faults.read.push(fault, { after: 2, then: unavailable }, { after: 1, then: unavailable });
    expect(idsOf(await store.readAll(START, 100))).toEqual(ids);
    fake.faults.read.push(fault);
    expect(idsOf(await store.readAll(START, 4))).toEqual(ids.slice(0, 4));
    const head = await store.head();
    fake.faults.read.push({ after: 0, then: 'nothing' });
    expect(await store.head()).toBe(head);
  });

  it('over a slow link takes longer than a call may without an answer, and is whole', async () => {
    const { fake, store, stream, ids } = await filled(12, { callTimeout: 200 });
    fake.faults.slowMs = 30;
    expect(idsOf(await store.readStream(stream))).toEqual(ids);
    expect(idsOf(await store.readAll(START, 100))).toEqual(ids);
  });

  it('cut off because the connection was replaced is not taken for whole: the client ends it as if it were', async () => {
    const { fake, store, stream, ids } = await filled(20, { callTimeout: 200 });
    fake.faults.slowMs = 30;
    const arrived = fake.arrived('read', fake.count('read') + 1);
    const slow = store.readStream(stream);
    await arrived;
    fake.faults.read.push({ after: 0, then: 'nothing' }, { after: 0, then: 'nothing' });
    // Two calls without an answer, and the connection is replaced under the read that was under way.
    const [read] = await Promise.all([slow, store.head(), store.head()]);
    expect(idsOf(read)).toEqual(ids);
  });

  it('that is given up and fails only then ends nothing', async () => {
    const { fake, store, stream } = await filled(3, { callTimeout: 100, unavailableAfter: 150 });
    fake.faults.read.push(...Array.from({ length: 9 }, () => ({ after: 0, then: 'nothing' }) as const));
    await expect(store.readStream(stream)).rejects.toBeInstanceOf(StoreUnavailable);
    await fake.kill();
    await expect(store.head()).rejects.toBeInstanceOf(StoreUnavailable);
    fake.faults.read.splice(0);
    await fake.start();
    expect(await store.readStream(stream)).toHaveLength(3);
  });

  it('that the server denies is not tried again', async () => {
    const { fake, store, stream } = await filled(1);
    fake.faults.read.push({ after: 0, then: accessDenied });
    const before = fake.count('read');
    await expect(store.readStream(stream)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(fake.count('read')).toBe(before + 1);
  });
});

describe('a stream that is not as the ledger wrote it', () => {
  it('because an operator truncated it, or another program wrote to it, is not taken for whole', async () => {
    const { fake, store, stream } = await filled(5);
    const theirs = { contentType: 'application/json', metadata: new Uint8Array(), data: Buffer.from('{}') };
    fake.log.append(stream, 'any', [{ ...theirs, id: randomUUID(), type: 'TheirThing' }]);
    await expect(store.readStream(stream)).rejects.toThrow('did not write');
    expect(await store.readStream(stream, { limit: 5 })).toHaveLength(5);
    fake.log.truncate(stream, 2);
    await expect(store.readStream(stream, { limit: 3 })).rejects.toThrow('has lost its event 0');
  });
});

describe('a line that goes dead without a word', () => {
  it('is replaced after two calls without an answer', async () => {
    const fake = await startFake();
    const sockets: Socket[] = [];
    const line = createServer((socket) => {
      const on = connect(fake.port, '127.0.0.1');
      sockets.push(socket, on);
      socket.pipe(on).pipe(socket);
      for (const end of [socket, on]) end.on('error', () => end.destroy());
    }).listen(0, '127.0.0.1');
    await once(line, 'listening');
    afterwards(() => {
      for (const socket of sockets) socket.destroy();
      line.close();
    });
    const address = line.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const store = await openStore(`esdb://127.0.0.1:${port}?tls=false`, { callTimeout: 200, unavailableAfter: 5_000 });
    const before = sockets.length;
    for (const socket of sockets) socket.unpipe().pause();
    const event = newEvents(1);
    await store.append(newStream(), 'no-stream', event);
    expect(idsOf(await store.readAll(START, 10))).toEqual(idsOf(event));
    expect(sockets.length).toBeGreaterThan(before);
  });
});

describe('a subscription', () => {
  const ends = [
    ['ends without a word', { after: 3, then: 'end' }],
    ['breaks', { after: 3, then: unavailable }],
    ['is cancelled by the server', { after: 3, then: cancelled }],
    ['is refused', { after: 0, then: unavailable }],
    ['falls silent', { after: 3, then: 'nothing' }],
  ] as const;
  it.each(ends)('that %s is taken up again behind the last event given', async (_what, fault) => {
    const { fake, store } = await filled(1, { quietCheck: 100 });
    const before = await store.head();
    fake.faults.subscribe.push(fault, fault);
    const events = newEvents(10);
    const stream = newStream();
    const started = fake.arrived('subscribe', fake.count('subscribe') + 1);
    const tail = collect(store, before, (got) => got.length >= 10);
    await started;
    for (const [index, event] of events.entries()) {
      await store.append(stream, index === 0 ? 'no-stream' : index - 1, [event]);
    }
    expect(idsOf(await tail)).toEqual(idsOf(events));
  });

  it('keeps the place of the event given last, not of what the server or the client has run ahead to', async () => {
    const fake = await startFake({ log: new FakeLog(1) });
    const store = await openStore(fake);
    const stream = newStream();
    const given: RecordedEvent[] = [];
    const started = fake.arrived('subscribe', 1);
    const tail = collect(store, START, (got) => got.length >= 40, {
      batchSize: 1,
      onBatch: async (batch) => {
        given.push(...batch);
        if (given.length !== 5) return;
        // Forty events and the server's checkpoints are on their way to a consumer that has taken five.
        await fake.kill();
        await fake.start();
      },
    });
    await started;
    const events = newEvents(40);
    await store.append(stream, 'no-stream', events);
    expect(idsOf(await tail)).toEqual(idsOf(events));
    const places = new Set<bigint | undefined>([undefined, ...given.map(({ position }) => unpacked(position).commit)]);
    const begun = fake.calls.filter(({ call }) => call === 'subscribe' || call === 'read').map(({ after }) => after);
    expect(begun.filter((after) => !places.has(after))).toEqual([]);
    expect(begun.some((after) => after !== undefined)).toBe(true);
  });

  it('whose consumer throws is closed at the server', async () => {
    const { fake, store } = await filled(3);
    const consume = async (): Promise<void> => {
      for await (const batch of store.subscribe(START, { signal: new AbortController().signal })) {
        if (batch.length === 1) throw new Error('a consumer’s own mistake');
        await store.append(newStream(), 'no-stream', newEvents(1));
      }
    };
    await expect(consume()).rejects.toThrow('a consumer’s own mistake');
    await fake.arrived('subscribe', 1);
    await fake.unfollowed();
    expect(fake.following).toBe(0);
    expect(await store.readAll(START, 100)).toHaveLength(4);
  });

  it('lives through a server that dies many times', async () => {
    const { fake, store } = await filled(1);
    const before = await store.head();
    const written: string[] = [];
    const write = async (): Promise<void> => {
      const events = newEvents(3);
      await store.append(newStream(), 'no-stream', events);
      written.push(...idsOf(events));
    };
    await write();
    const got = await collect(store, before, (all) => all.length >= 30, {
      onBatch: async () => {
        await fake.kill();
        await fake.start();
        if (written.length < 30) await write();
      },
    });
    expect(idsOf(got)).toEqual(written);
  });
});
