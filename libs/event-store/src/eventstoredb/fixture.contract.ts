// For the specs of this adapter: fakes and stores that are closed when the test is over.
import { afterEach, jest } from '@jest/globals';
import { FakeEventStoreDb, type FakeOptions } from '../../../../test/support/eventstoredb/index.js';
import type { RecordedEvent } from '../port.js';
import type { EventStoreDbOptions } from './options.js';
import { EventStoreDbStore } from './store.js';

// Limits that expire on purpose take their time, and more of it on a busy machine.
jest.setTimeout(60_000);

const open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

export const afterwards = (close: () => Promise<void> | void): void => void open.push(close);

export async function startFake(options?: FakeOptions): Promise<FakeEventStoreDb> {
  const fake = await new FakeEventStoreDb(options).start();
  afterwards(() => fake.kill());
  return fake;
}

const limits = { callTimeout: 500, unavailableAfter: 2_000, unknownAfter: 4_000 };

export async function openStore(
  at: FakeEventStoreDb | string,
  options: Partial<EventStoreDbOptions> = {},
): Promise<EventStoreDbStore> {
  const store = await EventStoreDbStore.open({ url: typeof at === 'string' ? at : at.url, ...limits, ...options });
  afterwards(() => store.close());
  return store;
}

/** The domain's own events in the fake's log, by id, in order. */
export const loggedIds = ({ log }: FakeEventStoreDb): readonly string[] =>
  log.all.filter(({ stream, type }) => !stream.startsWith('$') && !type.startsWith('$')).map(({ id }) => id);

export const idsOf = (events: readonly Pick<RecordedEvent, 'id'>[]): readonly string[] => events.map(({ id }) => id);
