// What the application's role can do to recorded events: read them, and append. Everything else is tried here.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { processNames } from '@covenant/platform';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { newEvents, newStream } from '../contract/harness.contract.js';
import { START } from '../port.js';
import { PostgresEventStore } from './store.js';

describe('the event store and its roles', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let app: pg.Client;
  let owner: pg.Client;
  beforeAll(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open({ url: database.appUrl });
    await store.append(newStream(), 'no-stream', newEvents(3));
    app = new pg.Client({ connectionString: database.appUrl });
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await app.connect();
    await owner.connect();
  });
  afterAll(async () => {
    await app.end();
    await owner.end();
    await store.close();
    await database.drop();
  });

  const row = `(1000, '${randomUUID()}', 0, 'forged', 'Forged', '{}', '{}')`;
  const forbidden: readonly [string, string][] = [
    ['insert an event beside the function', `INSERT INTO ledger.events VALUES ${row}`],
    ['copy events in', `COPY ledger.events FROM STDIN`],
    ['update an event', `UPDATE ledger.events SET data = '{}' WHERE position = 0`],
    ['update an event through a conflict', `INSERT INTO ledger.events VALUES ${row} ON CONFLICT (id) DO UPDATE SET data = '{}'`],
    ['merge into the events', `MERGE INTO ledger.events USING (SELECT 1) AS x ON position = 0 WHEN MATCHED THEN DELETE`],
    ['delete an event', `DELETE FROM ledger.events WHERE position = 0`],
    ['truncate the events', `TRUNCATE ledger.events`],
    ['lock the events away', `DO 'BEGIN LOCK TABLE ledger.events IN SHARE MODE; END'`],
    ['lock a row away', `SELECT * FROM ledger.events FOR UPDATE`],
    ['drop the table', `DROP TABLE ledger.events`],
    ['drop the schema', `DROP SCHEMA ledger CASCADE`],
    ['alter the table', `ALTER TABLE ledger.events ADD COLUMN note text`],
    ['drop a constraint', `ALTER TABLE ledger.events DROP CONSTRAINT events_id`],
    ['disable the trigger', `ALTER TABLE ledger.events DISABLE TRIGGER ALL`],
    ['drop the trigger', `DROP TRIGGER append_only ON ledger.events`],
    ['make a trigger of its own', `CREATE TRIGGER t BEFORE INSERT ON ledger.events FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change()`],
    ['make a rule', `CREATE RULE r AS ON INSERT TO ledger.events DO INSTEAD NOTHING`],
    ['replace the function', `CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`],
    ['make a table in the schema', `CREATE TABLE ledger.other ()`],
    ['make a table at all', `CREATE TABLE public.other ()`],
    ['make a temporary table, to stand in the way of a name', `CREATE TEMPORARY TABLE events ()`],
    ['make a schema', `CREATE SCHEMA other`],
    ['turn triggers off for its session', `SET session_replication_role = replica`],
    ['become the owner', `SET ROLE covenant_owner`],
    ['read what migrations were run', `SELECT * FROM ledger.migrations`],
    ['change what migrations were run', `DELETE FROM ledger.migrations`],
  ];
  it.each(forbidden)('the application cannot %s', async (_what, sql) => {
    const before = await store.readAll(START, 100);
    await expect(app.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|42P01|42P17)$/) as unknown });
    expect(await store.readAll(START, 100)).toEqual(before);
  });

  it('the application cannot grant itself more', async () => {
    await app.query('GRANT UPDATE, DELETE ON ledger.events TO covenant_app');
    const { rows } = await owner.query(`SELECT has_table_privilege('covenant_app', 'ledger.events', 'UPDATE, DELETE') AS may`);
    expect(rows).toEqual([{ may: false }]);
  });

  it('a session of the application does not keep a lock by sitting in a transaction', async () => {
    expect((await app.query('SHOW idle_in_transaction_session_timeout')).rows).toEqual([
      { idle_in_transaction_session_timeout: '30s' },
    ]);
    const idle = new pg.Client({ connectionString: database.appUrl, idle_in_transaction_session_timeout: 100 });
    const ended = new Promise((resolve) => idle.on('error', resolve));
    await idle.connect();
    await idle.query('BEGIN');
    await idle.query(`SELECT ledger.append('', '', '', '', '', '', '', '')`);
    expect((await store.append(newStream(), 'no-stream', newEvents(1))).repeated).toBe(false);
    await ended;
  });

  const refused: readonly [string, string][] = [
    ['update', `UPDATE ledger.events SET data = '{}' WHERE position = 0`],
    ['delete', `DELETE FROM ledger.events WHERE position = 0`],
    ['truncate', `TRUNCATE ledger.events`],
  ];
  it.each(refused)('the owner cannot %s events by a slip of the hand', async (_what, sql) => {
    await expect(owner.query(sql)).rejects.toThrow('events are never changed or removed');
  });

  it('nobody else can use the schema or the database', async () => {
    const { rows } = await owner.query<{ acl: string }>(`
      SELECT n.nspacl::text AS acl FROM pg_namespace n WHERE n.nspname = 'ledger'
      UNION ALL SELECT c.relacl::text FROM pg_class c WHERE c.oid = 'ledger.events'::regclass
      UNION ALL SELECT p.proacl::text FROM pg_proc p WHERE p.oid = 'ledger.append'::regproc
      UNION ALL SELECT d.datacl::text FROM pg_database d WHERE d.datname = current_database()`);
    const those = (rights: string, ...names: readonly string[]): string[] => names.map((name) => `covenant_${name}=${rights}/covenant_owner`);
    const all = (rights: string): string[] => those(rights, 'app', ...processNames);
    expect(rows.map(({ acl }) => acl.replace(/[{}"]/g, '').split(',').sort())).toEqual([
      [...all('U'), 'covenant_owner=UC/covenant_owner'],
      [...all('r'), 'covenant_owner=arwdDxtm/covenant_owner'],
      [...those('X', 'app', 'clock', 'ledger'), 'covenant_owner=X/covenant_owner'],
      [...all('c'), 'covenant_owner=CTc/covenant_owner'],
    ].map((acl) => acl.sort()));
  });
});
