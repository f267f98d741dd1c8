// The contract of the port, whole and unchanged. `npm run test:event-store` runs it against the server that EVENTSTORE_URL
// names; without one, and in `npm test`, against the fake. The names of the tests say which it was.
import { jest } from '@jest/globals';
import { FakeEventStoreDb } from '../../../../test/support/eventstoredb/index.js';
import { namedServer } from '../../../../test/support/eventstoredb/named.js';
import { faultProxy } from '../../../../test/support/proxy.js';
import type { EventStore } from '../port.js';
import { eventStoreContract, type StoreUnderTest } from '../testing.js';
import type { EventStoreDbOptions } from './options.js';
import { eventLimit } from './size.js';
import { EventStoreDbStore } from './store.js';

type Engine = Pick<StoreUnderTest, 'faults' | 'crash' | 'close'> & { readonly options: EventStoreDbOptions };

const subject = (engine: Engine, appends: EventStoreDbOptions['appends']): StoreUnderTest => {
  const stores: EventStore[] = [];
  const limits = { callTimeout: 2_000, unavailableAfter: 700, unknownAfter: 1_000 };
  return {
    faults: engine.faults,
    crash: () => engine.crash(),
    async open() {
      const store = await EventStoreDbStore.open({ ...engine.options, ...limits, appends });
      stores.push(store);
      return store;
    },
    async close() {
      for (const store of stores) await store.close();
      await engine.close();
    },
  };
};

async function fakeEngine(): Promise<Engine> {
  const fake = await new FakeEventStoreDb().start();
  const proxy = await faultProxy('127.0.0.1', fake.port);
  return {
    faults: proxy,
    options: { url: `esdb://127.0.0.1:${proxy.port}?tls=false` },
    async crash() {
      fake.kill();
      await fake.start();
    },
    async close() {
      await proxy.close();
      fake.kill();
    },
  };
}

async function namedEngine(): Promise<Engine> {
  const named = await namedServer(process.env);
  return { faults: named.proxy, options: named.options, crash: () => named.crash(), close: () => named.close() };
}

const url = process.env.EVENTSTORE_URL;
const engine = url === undefined ? fakeEngine : namedEngine;
const place = url === undefined ? 'a fake of its server' : `at ${url.replace(/\/\/[^@/]*@/, '//')}`;
process.stderr.write(`The contract of the event store runs against EventStoreDB: ${place}.\n`);

// A server elsewhere, or a machine that does other things as well, takes longer than Jest's five seconds.
jest.setTimeout(60_000);

for (const appends of ['plain', 'batch'] as const) {
  eventStoreContract(
    `EventStoreDB (${place}, ${appends} appends)`,
    async () => subject(await engine(), appends),
    { eventBytes: eventLimit, seesIdsElsewhere: false },
  );
}
