// The contract of the port, whole and unchanged. `npm run test:event-store` runs it against the server that EVENTSTORE_URL
// names; without one, and in `npm test`, against the fake. The names of the tests say which it was. What a real server
// needs is in docs/how-to/test-an-event-store.md.
import { jest } from '@jest/globals';
import { FakeEventStoreDb } from '../../../../test/support/eventstoredb/index.js';
import { namedServer } from '../../../../test/support/eventstoredb/named.js';
import { faultProxy } from '../../../../test/support/proxy.js';
import type { EventStore } from '../port.js';
import { eventStoreContract, type StoreUnderTest } from '../testing.js';
import type { EventStoreDbOptions } from './options.js';
import { eventLimit } from './size.js';
import { EventStoreDbStore } from './store.js';

type Limits = Required<Pick<EventStoreDbOptions, 'callTimeout' | 'unavailableAfter' | 'unknownAfter'>>;
type Engine = Pick<StoreUnderTest, 'faults' | 'crash' | 'close'> & {
  readonly options: EventStoreDbOptions;
  readonly limits: Limits;
};

const subject = (engine: Engine, appends: EventStoreDbOptions['appends']): StoreUnderTest => {
  const stores: EventStore[] = [];
  return {
    faults: engine.faults,
    crash: () => engine.crash(),
    async open() {
      const store = await EventStoreDbStore.open({ ...engine.options, ...engine.limits, appends });
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
    limits: { callTimeout: 10_000, unavailableAfter: 1_500, unknownAfter: 5_000 },
    async crash() {
      await fake.kill();
      await fake.start();
    },
    async close() {
      await proxy.close();
      await fake.kill();
    },
  };
}

async function namedEngine(): Promise<Engine> {
  const named = await namedServer(process.env);
  return {
    faults: named.proxy,
    options: named.options,
    // A server that has an append twice before it is replicated drops the second without a word and lets it time out
    // after two seconds: whoever sends it again needs longer than that to find out.
    limits: { callTimeout: 5_000, unavailableAfter: 3_000, unknownAfter: 20_000 },
    crash: () => named.crash(),
    close: () => named.close(),
  };
}

const url = process.env.EVENTSTORE_URL;
const engine = url === undefined ? fakeEngine : namedEngine;
const place = url === undefined ? 'a fake of its server' : `at ${url.replace(/\/\/[^@/]*@/, '//')}`;
process.stderr.write(`The contract of the event store runs against EventStoreDB: ${place}.\n`);

// A server elsewhere takes longer, and one that is killed may need a minute until it leads again.
jest.setTimeout(url === undefined ? 60_000 : 300_000);

// Batch appends are in no process of ours, and a real server judges their deadlines by its own clock: only if asked for.
const ways = url === undefined || process.env.EVENTSTORE_BATCH === 'yes' ? (['plain', 'batch'] as const) : (['plain'] as const);
for (const appends of ways) {
  eventStoreContract(
    `EventStoreDB (${place}, ${appends} appends)`,
    async () => subject(await engine(), appends),
    { eventBytes: eventLimit, seesIdsElsewhere: false },
  );
}
