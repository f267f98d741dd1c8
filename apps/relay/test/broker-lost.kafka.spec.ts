// A broker of its own, killed without warning under load and started again where it was. BROKER_ROUNDS: how often.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { startKafka, type RunningKafka } from '../../../scripts/kafka.mjs';
import { asFed, cities, disordered, recordIn, Tables } from '../../../test/support/kafka/events.js';
import { openFeed } from '../../../test/support/kafka/feed.js';

const rounds = Number(process.env['BROKER_ROUNDS'] ?? 1);
jest.setTimeout(300_000 + rounds * 300_000);

let dir: string;
let broker: RunningKafka;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'covenant-kafka-lost-'));
  broker = await startKafka({ dir });
});
afterAll(async () => {
  await broker.kill();
  await rm(dir, { recursive: true, force: true });
});

it(`loses and doubles nothing when the broker is killed under load (${rounds} rounds)`, async () => {
  const connection = { brokers: [`127.0.0.1:${broker.port}`], requestTimeout: 2_000 };
  const trouble = jest.fn();
  const under = await openFeed({ partitions: 4, connection, relay: { sendEvents: 50, sendLimit: 3_000, lease: 10_000 } });
  const tables = new Tables();
  const filling = [tables.fill(under.feed({ report: { trouble } })), tables.fill(under.feed({ report: { trouble } }))];
  const of = cities(11);
  try {
    await tables.caughtUp(await recordIn(under.store, of, 100, 5), 4);
    for (let round = 0; round < rounds; round++) {
      await recordIn(under.store, of, 200, 5);
      const load = recordIn(under.store, of, 300, 5);
      await broker.kill();
      await load;
      broker = await startKafka({ dir, port: broker.port });
      await recordIn(under.store, of, 50, 5);
      await tables.caughtUp(await under.store.head(), 4);
    }
    expect(tables.taken).toEqual(await asFed(under.store));
    expect(disordered(tables.events)).toEqual([]);
    expect(under.relay.health()).toMatchObject({ state: 'leading', position: await under.store.head() });
  } finally {
    await Promise.all(filling.map((one) => one.stop()));
    await under.close();
  }
});
