// A batch that is clean goes in by one statement; one that is not, is taken apart with care.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runMigrations, withClient } from '@covenant/platform';
import { bareDatabase, freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { newEvent, newEvents, newStream, readToEnd } from '../contract/harness.contract.js';
import { EventIdConflict, WrongExpectedRevision } from '../errors.js';
import { START } from '../port.js';
import { eventStoreSchema } from './migrations/index.js';
import { PostgresEventStore } from './store.js';

const positions = async (store: PostgresEventStore): Promise<readonly bigint[]> =>
  (await readToEnd(store, START)).map(({ position }) => position);

describe('appends to PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeAll(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open({ url: database.appUrl });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('refuse the one whose id stands in another stream, and take the others that were asked with it', async () => {
    const [taken] = newEvents(1);
    if (taken === undefined) throw new Error('no event');
    await store.append(newStream(), 'no-stream', [taken]);
    // Asked in one turn, so that they are one batch.
    const asked = Array.from({ length: 40 }, (_, n) => {
      const events = n === 17 ? [newEvent(), { ...taken, data: { other: true } }] : newEvents(1 + (n % 3));
      return store.append(newStream(), 'no-stream', events);
    });
    const outcomes = await Promise.allSettled(asked);
    const refused = outcomes.flatMap((outcome, n) => (outcome.status === 'rejected' ? [[n, outcome.reason] as const] : []));
    expect(refused).toEqual([[17, expect.any(EventIdConflict)]]);
    const recorded = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value.events : []));
    expect(recorded.length).toBeGreaterThanOrEqual(39);
    const all = await positions(store);
    expect(all).toHaveLength(1 + recorded.length);
    expect(all).toEqual(all.map((_, n) => BigInt(n)));
  });

  it('refuse a single one whose id stands in another stream', async () => {
    const events = newEvents(1);
    await store.append(newStream(), 'no-stream', events);
    await expect(store.append(newStream(), 'no-stream', events)).rejects.toBeInstanceOf(EventIdConflict);
  });

  it('go through the one function that the application may call', async () => {
    const call = `SELECT ledger.append_with_care('s', '0', '0', gen_random_uuid()::text, '0', 't', '{}', '{}')`;
    await expect(withClient(database.appUrl, (client) => client.query(call))).rejects.toMatchObject({ code: '42501' });
  });

  it('go on, in a session that began before, when the database is migrated under it', async () => {
    const old = await bareDatabase();
    const [first, ...later] = eventStoreSchema.migrations;
    if (first === undefined) throw new Error('no migration');
    await runMigrations({ url: old.ownerUrl, schema: eventStoreSchema.schema, migrations: [first] });
    const session = await PostgresEventStore.open({ url: old.appUrl });
    const stream = newStream();
    const before = newEvents(2);
    await session.append(stream, 'no-stream', before);
    await session.append(newStream(), 'no-stream', newEvents(1));
    expect(later.length).toBeGreaterThan(0);
    await runMigrations({ url: old.ownerUrl, ...eventStoreSchema });
    expect((await session.append(stream, 1, newEvents(1))).events).toMatchObject([{ revision: 2, position: 3n }]);
    expect((await session.append(stream, 'no-stream', before)).repeated).toBe(true);
    await expect(session.append(stream, 1, newEvents(1))).rejects.toBeInstanceOf(WrongExpectedRevision);
    expect((await session.append(stream, 2, newEvents(3))).events).toHaveLength(3);
    expect(await positions(session)).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n]);
    await session.close();
    await old.drop();
  });
});
