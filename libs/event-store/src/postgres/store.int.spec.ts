// What is PostgreSQL's own, beside the contract.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@covenant/domain';
import pg from 'pg';
import { bareDatabase, freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { ids, newEvent, newEvents, newStream, readToEnd } from '../contract/harness.contract.js';
import { EventTooLarge, StoreUnavailable } from '../errors.js';
import { START } from '../port.js';
import { PostgresEventStore } from './store.js';
import { appendLimit } from '../stored-form.js';

describe('the event store in PostgreSQL', () => {
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

  it('numbers positions densely from 0, refusals and repetitions notwithstanding', async () => {
    const own = await freshDatabase();
    const stores = [await PostgresEventStore.open({ url: own.appUrl }), await PostgresEventStore.open({ url: own.appUrl })];
    const stream = newStream();
    const events = newEvents(2);
    await Promise.allSettled(
      Array.from({ length: 200 }, (_, turn) => {
        const either = stores[turn % 2] ?? store;
        if (turn % 4 === 0) return either.append(stream, 'no-stream', turn % 8 === 0 ? events : newEvents(1));
        return either.append(newStream(), turn % 4 === 3 ? 5 : 'no-stream', newEvents(1 + (turn % 3)));
      }),
    );
    const all = await readToEnd(stores[0] ?? store, START);
    expect(all.length).toBeGreaterThan(100);
    expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => BigInt(index)));
    for (const each of stores) await each.close();
    await own.drop();
  });

  it('writes calls asked in turn on one stream in that turn', async () => {
    const stream = newStream();
    const events = newEvents(120);
    const calls = events.map((event, index) => store.append(stream, index === 0 ? 'no-stream' : index - 1, [event]));
    await Promise.all(calls);
    expect(ids(await store.readStream(stream))).toEqual(ids(events));
  });

  it('refuses an event that the server cannot take, and records the others of the same moment', async () => {
    const good = Array.from({ length: 20 }, () => newStream());
    const huge = newStream();
    const big = Array.from({ length: 17 }, () => newEvent({ text: 'x'.repeat(1024 * 1000) }));
    const results = await Promise.allSettled([
      ...good.map((stream) => store.append(stream, 'no-stream', newEvents(1))),
      store.append(huge, 'no-stream', big),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(results.at(-1)).toMatchObject({ reason: expect.any(EventTooLarge) as unknown });
    expect(results.at(-1)).toMatchObject({ reason: { limit: appendLimit, eventId: big[16]?.id } });
    expect(await store.readStream(huge)).toEqual([]);
  });

  it('takes a call as large as the limit, alone or among others', async () => {
    const big = Array.from({ length: 15 }, () => newEvent({ text: 'x'.repeat(1024 * 1000) }));
    const stream = newStream();
    const [one] = await Promise.all([
      store.append(stream, 'no-stream', big),
      ...Array.from({ length: 10 }, () => store.append(newStream(), 'no-stream', newEvents(2))),
    ]);
    expect(one?.events).toHaveLength(15);
    expect(ids(await store.readStream(stream))).toEqual(ids(big));
  });

  it('keeps data that is nested deeply', async () => {
    let data: JsonObject = {};
    for (let depth = 0; depth < 2_000; depth += 1) data = { in: data };
    const stream = newStream();
    await store.append(stream, 'no-stream', [newEvent(data)]);
    expect(JSON.stringify((await store.readStream(stream))[0]?.data)).toBe(JSON.stringify(data));
  });

  it('refuses more than it can hold when the server does not keep up', async () => {
    const small = await PostgresEventStore.open({ url: database.appUrl, queueBytes: 10_000 });
    const calls = Array.from({ length: 60 }, () => small.append(newStream(), 'no-stream', newEvents(1)));
    const results = await Promise.allSettled(calls);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(60);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(StoreUnavailable);
    await small.close();
  });

  it('waits for a lock that somebody else holds, and is unavailable when it does not come free', async () => {
    const impatient = await PostgresEventStore.open({ url: database.appUrl, statementTimeout: 200, unavailableAfter: 500 });
    const other = new pg.Client({ connectionString: database.appUrl });
    await other.connect();
    await other.query('BEGIN');
    await other.query(`SELECT ledger.append('', '', '', '', '', '', '', '')`);
    const stream = newStream();
    await expect(impatient.append(stream, 'no-stream', newEvents(1))).rejects.toBeInstanceOf(StoreUnavailable);
    const patient = store.append(stream, 'no-stream', newEvents(1));
    await other.query('ROLLBACK');
    expect((await patient).repeated).toBe(false);
    await other.end();
    await impatient.close();
  });

  it('is unavailable, in words, where there is no event store', async () => {
    const bare = await bareDatabase();
    const opened = PostgresEventStore.open({ url: bare.appUrl });
    await expect(opened).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(opened).rejects.toThrow(/ledger\.events/);
    await bare.drop();
  });

  it('reads by index, never through the whole table', async () => {
    const client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
    await client.query('ANALYZE ledger.events');
    const plan = async (sql: string): Promise<string> =>
      (await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`)).rows.map((row) => row['QUERY PLAN']).join('\n');
    await client.query(`
      INSERT INTO ledger.events (position, id, revision, stream, type, data, metadata)
      SELECT 100000 + k, gen_random_uuid(), 0, 'filler-' || k, 'Filler', '{}', '{}' FROM generate_series(1, 20000) AS k`);
    await client.query('ANALYZE ledger.events');
    const columns = 'position, id, revision, stream, type, data, metadata';
    const expected: readonly [string, string][] = [
      [`SELECT ${columns} FROM ledger.events WHERE position > 100 ORDER BY position LIMIT 1000`, 'events_position'],
      [`SELECT ${columns} FROM ledger.events WHERE stream = 's' AND revision >= 0 ORDER BY revision LIMIT NULL`, 'events_stream_revision'],
      [`SELECT ${columns} FROM ledger.events WHERE stream = 's' AND revision <= 9 ORDER BY revision DESC LIMIT 1`, 'events_stream_revision'],
      ['SELECT max(position) AS position FROM ledger.events', 'events_position'],
    ];
    for (const [sql, index] of expected) {
      const text = await plan(sql);
      expect(text).toContain(index);
      expect(text).not.toMatch(/Seq Scan|Sort/);
    }
    await client.end();
  });
});
