// What each process may do under its own account of the database: the whole list, and that PostgreSQL holds it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectFeed } from '@covenant/event-feed';
import { PostgresEventStore } from '@covenant/event-store';
import { type ProcessName, processNames, processRole, withClient } from '@covenant/platform';
import { allProjections, rebuild } from '@covenant/read-models';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { migrate } from '../process/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** `ledger.events: SELECT`, for everything in every schema of ours that the role may do. */
async function rightsOf(name: ProcessName): Promise<readonly string[]> {
  const { rows } = await withClient(database.ownerUrl, (client) =>
    client.query<{ line: string }>(
      `WITH ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')),
         given AS (
           SELECT nspname || '.' || CASE WHEN nspname LIKE 'read%' AND relname <> 'migrations' THEN '*' ELSE relname END AS what, relacl AS acl, '' AS part FROM pg_class JOIN ours ON ours.oid = relnamespace
           UNION ALL SELECT nspname || '.' || relname, attacl, ' (' || attname || ')' FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN ours ON ours.oid = relnamespace
           UNION ALL SELECT nspname || '.' || proname || '()', proacl, '' FROM pg_proc JOIN ours ON ours.oid = pronamespace)
       SELECT what || ': ' || string_agg(DISTINCT privilege_type || part, ', ' ORDER BY privilege_type || part) AS line
       FROM given, aclexplode(acl) WHERE grantee = $1::regrole GROUP BY what`,
      [processRole(name)],
    ),
  );
  return rows.map(({ line }) => line).sort();
}

const beats = 'processes.heartbeats: DELETE, INSERT, SELECT, UPDATE';
const logTables = ['checkpoints', 'entries', 'key_entries', 'publications', 'published', 'state', 'tiles'].map((table) => `log.${table}: SELECT`);
const rights: Readonly<Record<ProcessName, readonly string[]>> = {
  ledger: [
    'ledger.append(): EXECUTE',
    'ledger.events: SELECT',
    ...logTables,
    'log.verifiers: SELECT',
    beats,
    'read_v1.*: SELECT',
    'subjects.figures: INSERT, SELECT',
    'subjects.keys: DELETE, INSERT, SELECT',
    'subjects.receipts: DELETE, INSERT, SELECT',
  ],
  relay: ['ledger.events: SELECT', beats],
  projector: ['ledger.events: SELECT', beats, 'read_v1.*: INSERT, SELECT, UPDATE'],
  notary: [
    'ledger.events: SELECT',
    ...['commit', 'note_keys', 'publish', 'take_fence'].map((name) => `log.${name}(): EXECUTE`),
    ...logTables,
    'log.verifiers: INSERT, SELECT, UPDATE',
    beats,
  ],
  clock: [
    'ledger.append(): EXECUTE',
    'ledger.events: SELECT',
    beats,
    'read_v1.*: SELECT',
    'subjects.keys: DELETE, SELECT (subject)',
    'subjects.receipts: DELETE, SELECT (subject)',
  ],
};

const mayNot: readonly (readonly [string, string, readonly ProcessName[]])[] = [
  ['change an event', `UPDATE ledger.events SET data = '{}'`, processNames],
  ['remove an event', 'DELETE FROM ledger.events', processNames],
  ['empty the events', 'TRUNCATE ledger.events', processNames],
  ['write an event beside the function', `INSERT INTO ledger.events VALUES (0, gen_random_uuid(), 0, 'a', 'A', '{}', '{}')`, processNames],
  ['append', `SELECT ledger.append('', '', '', '', '', '', '', '')`, ['relay', 'projector', 'notary']],
  ['append the other way', `SELECT ledger.append_with_care('', '', '', '', '', '', '', '')`, processNames],
  ['take the log', 'SELECT log.take_fence()', ['ledger', 'relay', 'projector', 'clock']],
  ['name the log’s keys', `INSERT INTO log.verifiers VALUES ('a', now(), true)`, ['ledger', 'relay', 'projector', 'clock']],
  ['change a tile', `UPDATE log.tiles SET hashes = ''`, processNames],
  ['read a subject’s key', 'SELECT wrapped FROM subjects.keys', ['relay', 'projector', 'notary', 'clock']],
  ['read a hash of a receipt code', 'SELECT hash FROM subjects.receipts', ['relay', 'projector', 'notary', 'clock']],
  ['change a subject’s key', `UPDATE subjects.keys SET wrapped = ''`, processNames],
  ['take subjects’ keys away', 'DELETE FROM subjects.keys', ['relay', 'projector', 'notary']],
  ['write a row that is read', `UPDATE read_v1.cities SET revision = 0`, ['ledger', 'relay', 'notary', 'clock']],
  ['remove a row that is read', 'DELETE FROM read_v1.cities', processNames],
  ['read the rows', 'SELECT FROM read_v1.cities', ['relay', 'notary']],
  ['make a table', 'CREATE TABLE read_v1.other ()', processNames],
  ['become another', 'SET ROLE covenant_app', processNames],
  ['become the owner', 'SET ROLE covenant_owner', processNames],
];

const sorted = (name: ProcessName): readonly string[] => [...rights[name]].sort();

describe('the accounts of the processes', () => {
  it.each(processNames)('of the %s may do what it needs', async (name) => {
    expect(await rightsOf(name)).toEqual(sorted(name));
  });

  it.each(mayNot)('may not %s', async (_what, sql, names) => {
    for (const name of names) {
      const refused = await withClient(database.urlOf(name), (client) => client.query(sql)).then(() => 'done', (error: { code?: string }) => error.code);
      expect([name, refused]).toEqual([name, '42501']);
    }
  });

  it('are as they were after the read models were rebuilt, and after a right too many was given', async () => {
    const store = await PostgresEventStore.open({ url: database.urlOf('projector') });
    await rebuild({ ownerUrl: database.ownerUrl, store, feed: new DirectFeed(store), projections: allProjections() });
    await store.close();
    await withClient(database.ownerUrl, (client) => client.query('GRANT UPDATE (data), DELETE ON ledger.events TO covenant_ledger; GRANT ALL ON ALL TABLES IN SCHEMA subjects TO covenant_relay'));
    await migrate(database.ownerUrl);
    for (const name of processNames) expect(await rightsOf(name)).toEqual(sorted(name));
  });
});
