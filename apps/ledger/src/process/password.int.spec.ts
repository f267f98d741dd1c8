// A password of PostgreSQL's is changed while everything that has a connection works on.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PostgresEventStore, START } from '@covenant/event-store';
import { appRole, createPool, readSettings, withClient } from '@covenant/platform';
import { readModelSource } from '@covenant/read-models';
import { newEvent, newStream } from '../../../../libs/event-store/src/contract/harness.contract.js';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';

jest.setTimeout(120_000);

// Roles are the cluster's, and other tests work under those that there are: this one is like them and ours.
const role = `covenant_changing_${randomUUID().replaceAll('-', '')}`;
let database: TestDatabase;
let dir: string;
let url: string;
const sql = (text: string) => withClient(database.adminUrl, (client) => client.query<{ count: number }>(text));
const file = () => join(dir, 'password');

beforeAll(async () => {
  database = await freshDatabase();
  dir = await mkdtemp(join(tmpdir(), 'covenant-password-'));
  await sql(`CREATE ROLE ${role} LOGIN PASSWORD 'first' IN ROLE ${appRole}`);
  await writeFile(file(), 'first\n');
  const address = new URL(database.appUrl);
  Object.assign(address, { username: role, password: '' });
  url = readSettings({ DATABASE_URL: address.href, DATABASE_PASSWORD_FILE: file() }).databaseUrl ?? '';
});
afterAll(async () => {
  await database.drop();
  await withClient(withDatabase(database.adminUrl, 'postgres'), (client) => client.query(`DROP ROLE ${role}`));
  await rm(dir, { recursive: true });
});

const withDatabase = (address: string, name: string): string => Object.assign(new URL(address), { pathname: `/${name}` }).href;

describe('a password that a file has', () => {
  it('is changed under load: connections that are lost are made anew, and no event that was acknowledged is', async () => {
    const store = await PostgresEventStore.open({ url });
    const pool = createPool({ url, name: 'test', size: 2, onError: () => undefined });
    const source = await readModelSource({ url, name: 'test', onError: () => undefined }).initialize();
    const acknowledged: string[] = [];
    const append = async (): Promise<void> => {
      const event = newEvent();
      await store.append(newStream(), 'no-stream', [event]).then(() => acknowledged.push(event.id), () => undefined);
    };
    const until = async (more: number): Promise<void> => {
      const goal = acknowledged.length + more;
      const deadline = performance.now() + 60_000;
      while (acknowledged.length < goal && performance.now() < deadline) await append();
      expect(acknowledged.length).toBeGreaterThanOrEqual(goal);
    };

    await until(10);
    await sql(`ALTER ROLE ${role} PASSWORD 'second'`);
    await until(10);
    await writeFile(file(), 'second\n');
    const { rows } = await sql(`SELECT count(pg_terminate_backend(pid))::int AS count FROM pg_stat_activity WHERE usename = '${role}'`);
    expect(rows[0]?.count).toBeGreaterThan(2);
    await until(10);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(await source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);

    const kept = new Set((await store.readAll(START, 1_000)).map(({ id }) => id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    await store.close();
    await pool.end();
    await source.destroy();
  });

  it('lets nobody in who has the old one, and says what is wrong', async () => {
    await writeFile(file(), 'first');
    const pool = createPool({ url, name: 'test', size: 1, onError: () => undefined });
    await expect(pool.query('SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await rm(file());
    await expect(pool.query('SELECT 1')).rejects.toMatchObject({ code: 'ENOENT' });
    await pool.end();
  });
});
