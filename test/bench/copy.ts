// COPY of the read models' own rows into empty tables of the same shape: the most that this PostgreSQL could do.
import { performance } from 'node:perf_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const tables = ['cities', 'duty_bearers', 'groups', 'obligations', 'commitments', 'scrutinies', 'remedies', 'grievances', 'subjects', 'councils', 'entries', 'tallies'];

/** Events a second at which all rows would be copied: the rows of that many events, from files on the server. */
export async function copyAgainst(
  adminUrl: string,
  events: number,
): Promise<{ readonly indexed: number; readonly bare: number }> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
  const folder = rows[0]?.folder ?? (await mkdtemp(join(tmpdir(), 'copy-')));
  const files = tables.map((table) => `${folder}/copy-${table}.bin`);
  try {
    for (const [index, table] of tables.entries()) {
      await client.query(`COPY read_v1.${table} TO '${files[index]}'`);
    }
    const timed = async (including: string): Promise<number> => {
      await client.query('DROP SCHEMA IF EXISTS copied CASCADE');
      await client.query('CREATE SCHEMA copied');
      for (const table of tables) await client.query(`CREATE TABLE copied.${table} (LIKE read_v1.${table} ${including})`);
      await client.query('CHECKPOINT');
      const begin = performance.now();
      for (const [index, table] of tables.entries()) await client.query(`COPY copied.${table} FROM '${files[index]}'`);
      return events / ((performance.now() - begin) / 1_000);
    };
    const indexed = await timed('INCLUDING ALL');
    const bare = await timed('');
    await client.query('DROP SCHEMA copied CASCADE');
    return { indexed, bare };
  } finally {
    await client.end();
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }
}
