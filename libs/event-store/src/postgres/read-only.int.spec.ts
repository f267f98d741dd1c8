import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { ids, newEvents, newStream, readToEnd } from '../contract/harness.contract.js';
import { StoreUnavailable } from '../errors.js';
import { START } from '../port.js';
import { isReadOnly, makeReadOnly, makeWritable } from './read-only.js';
import { PostgresEventStore } from './store.js';

describe('a store that is closed to be copied', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeAll(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open({ url: database.appUrl });
  });
  afterEach(() => makeWritable(database.ownerUrl));
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('takes no event after it was closed under load, and has exactly those that it acknowledged', async () => {
    const acknowledged: string[] = [];
    const refused: string[] = [];
    let closed = false;
    const caller = async (): Promise<void> => {
      while (refused.length === 0 || !closed) {
        const [event] = newEvents(1);
        if (event === undefined) return;
        try {
          await store.append(newStream(), 'no-stream', [event]);
          acknowledged.push(event.id);
        } catch (error) {
          expect(error).toBeInstanceOf(StoreUnavailable);
          refused.push(event.id);
          if (closed) return;
        }
      }
    };
    const callers = Promise.all(Array.from({ length: 40 }, caller));
    while (acknowledged.length < 200) await new Promise((resolve) => setImmediate(resolve));
    await makeReadOnly(database.ownerUrl);
    closed = true;
    const head = await store.head();
    await callers;
    expect(await store.head()).toBe(head);
    expect(ids(await readToEnd(store, START)).toSorted()).toEqual(acknowledged.toSorted());
  });

  it('waits for an append under way, and lets it in', async () => {
    const writer = new pg.Client({ connectionString: database.appUrl });
    await writer.connect();
    const before = await store.head();
    const [event] = newEvents(1);
    await writer.query('BEGIN');
    await writer.query('SELECT ledger.append($1, $2, $3, $4, $5, $6, $7, $8)', [
      newStream(), '0', '0', event?.id, '0', 'SomethingHappened', '{}', JSON.stringify(event?.metadata),
    ]);
    const closing = makeReadOnly(database.ownerUrl);
    await writer.query('COMMIT');
    await closing;
    await writer.end();
    expect(await store.head()).toBe(before + 1n);
    expect(await isReadOnly(database.ownerUrl)).toBe(true);
  });

  it('refuses the owner, says why, and goes on being read', async () => {
    await makeReadOnly(database.ownerUrl);
    await makeReadOnly(database.ownerUrl);
    const asOwner = await PostgresEventStore.open({ url: database.ownerUrl });
    await expect(asOwner.append(newStream(), 'no-stream', newEvents(1))).rejects.toThrow('closed so that it can be copied');
    expect(await asOwner.readAll(START, 10)).toHaveLength(10);
    await asOwner.close();
  });

  it('a store that is opened while it is closed refuses at once, and takes events again once it is opened', async () => {
    await makeReadOnly(database.ownerUrl);
    const late = await PostgresEventStore.open({ url: database.appUrl, unavailableAfter: 60_000 });
    await expect(late.append(newStream(), 'no-stream', newEvents(1))).rejects.toBeInstanceOf(StoreUnavailable);
    await makeWritable(database.ownerUrl);
    expect(await isReadOnly(database.appUrl)).toBe(false);
    expect((await late.append(newStream(), 'no-stream', newEvents(1))).repeated).toBe(false);
    await late.close();
  });

  it('can be neither closed nor opened by the application’s role', async () => {
    await expect(makeReadOnly(database.appUrl)).rejects.toThrow('permission denied');
    await makeReadOnly(database.ownerUrl);
    await expect(makeWritable(database.appUrl)).rejects.toThrow('must be owner');
    expect(await isReadOnly(database.appUrl)).toBe(true);
  });
});
