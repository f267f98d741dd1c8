import { FakeEventStoreDb } from '../../../../test/support/eventstoredb/index.js';
import { faultProxy } from '../../../../test/support/proxy.js';
import type { EventStore } from '../port.js';
import { eventStoreContract, type StoreUnderTest } from '../testing.js';
import type { EventStoreDbOptions } from './options.js';
import { eventLimit } from './size.js';
import { EventStoreDbStore } from './store.js';

const limits = { callTimeout: 2_000, unavailableAfter: 700, unknownAfter: 1_000 };

const onFake = (appends: EventStoreDbOptions['appends']) => async (): Promise<StoreUnderTest> => {
  const fake = await new FakeEventStoreDb().start();
  const proxy = await faultProxy('127.0.0.1', fake.port);
  const stores: EventStore[] = [];
  return {
    faults: proxy,
    async open() {
      const store = await EventStoreDbStore.open({ url: `esdb://127.0.0.1:${proxy.port}?tls=false`, appends, ...limits });
      stores.push(store);
      return store;
    },
    async crash() {
      fake.kill();
      await fake.start();
    },
    async close() {
      for (const store of stores) await store.close();
      await proxy.close();
      fake.kill();
    },
  };
};

for (const appends of ['plain', 'batch'] as const) {
  eventStoreContract(`EventStoreDB (a fake of its server, ${appends} appends)`, onFake(appends), {
    eventBytes: eventLimit,
    seesIdsElsewhere: false,
  });
}
