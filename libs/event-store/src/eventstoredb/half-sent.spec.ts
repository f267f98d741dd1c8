// An append of several events is several messages to the server, which takes the end of their stream for the end of the append.
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { FakeLog } from '../../../../test/support/eventstoredb/index.js';
import { Listeners } from '../../../../test/support/eventstoredb/lines.js';
import { newEvents, newStream } from '../contract/harness.contract.js';
import { afterwards, idsOf, loggedIds, openStore, startFake } from './fixture.contract.js';

/** A line on which nothing more arrives at the server once so many bytes have, until it is released. */
async function stallingLine(port: number, bytes: number): Promise<{ readonly port: number; release(): void }> {
  const lines = new Listeners();
  afterwards(() => lines.close());
  const stalled = new Set<Socket>();
  let released = false;
  const at = await lines.listen((caller) => {
    const server = connect(port, '127.0.0.1');
    let passed = 0;
    server.pipe(caller);
    server.on('error', () => caller.destroy());
    caller.on('error', () => server.destroy());
    caller.on('close', () => server.destroy());
    caller.on('data', (chunk: Buffer) => {
      server.write(chunk);
      passed += chunk.length;
      if (passed < bytes || released) return;
      caller.pause();
      stalled.add(caller);
    });
  });
  return {
    port: at,
    release: () => {
      released = true;
      for (const caller of stalled) caller.resume();
    },
  };
}

describe('an append that is given up while it is being sent', () => {
  it.each([
    ['', 1],
    [', also when its connection was replaced meanwhile', 4],
  ])('is recorded whole: half of it would be an append to the server%s', async (_when, troubles) => {
    const fake = await startFake({ log: new FakeLog(0) });
    const line = await stallingLine(fake.port, 200_000);
    const url = `esdb://127.0.0.1:${line.port}?tls=false`;
    let seen = 0;
    const onTrouble = (): void => {
      seen += 1;
      if (seen === troubles) line.release();
    };
    const store = await openStore(url, { callTimeout: 400, unknownAfter: 40_000, onTrouble });
    const [stream, events] = [newStream(), newEvents(14).map((event) => ({ ...event, data: { words: 'x'.repeat(60_000) } }))];
    const { events: recorded } = await store.append(stream, 'no-stream', events);
    expect(idsOf(await store.readStream(stream))).toEqual(idsOf(events));
    expect(recorded.map(({ id }) => id)).toEqual(idsOf(events));
    expect(loggedIds(fake)).toEqual(idsOf(events));
  });
});
