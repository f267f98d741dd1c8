// What opens sealed words stands beside the events, in PostgreSQL, whatever engine holds the events.
import { subjectSchema } from '@covenant/confidentiality';
import { runMigrations, withClient } from '@covenant/platform';
import { MigrationRefused } from './refused.js';
import type { Place } from './places.js';

/** Each table with its columns and the types that they are sent as. */
const tables = [
  { name: 'keys', key: 'subject, master', columns: { subject: 'uuid', master: 'text', wrapped: 'bytea' } },
  { name: 'receipts', key: 'record', columns: { record: 'uuid', subject: 'uuid', salt: 'bytea', hash: 'bytea' } },
  { name: 'figures', key: 'city, year', columns: { city: 'uuid', year: 'int', figures: 'json', made_at: 'timestamptz' } },
] as const;

/** Rows a statement. */
const pageSize = 2_000;

export interface CopiedKeys {
  readonly keys: number;
  readonly receipts: number;
  /** Of subjects that the source has no key of: gone from the target. */
  readonly forgotten: number;
}

interface Client {
  query(sql: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number | null }>;
}
type Row = Readonly<Record<string, unknown>>;

/**
 * Makes the keys of subjects in the target those of the source, wrapped as they are, in one transaction: after a crash
 * all of them are there or none, and what was erased in the source is not brought back by an earlier copy.
 * @param forgetOthers keys that the source does not have are deleted in the target; otherwise they stop the copy, since
 *   the ends may be the wrong way round
 * @throws MigrationRefused
 */
export async function copyKeys(source: Place, target: Place, forgetOthers: boolean): Promise<CopiedKeys> {
  for (const { engine, name } of [source, target]) {
    if (engine === 'postgres') continue;
    throw new MigrationRefused('no-such-place', `${name} holds events and no keys: name the PostgreSQL beside it.`);
  }
  await runMigrations({ url: target.url, ...subjectSchema });
  return withClient(source.url, (from) =>
    withClient(target.url, async (to) => {
      await from.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await to.query('BEGIN');
      await to.query('LOCK TABLE subjects.keys, subjects.receipts, subjects.figures IN ACCESS EXCLUSIVE MODE');
      const others = await onlyThere(from, to);
      if (others > 0 && !forgetOthers) throw differs(source, target, others);
      const [keys = 0, receipts = 0] = await inTurn(tables, (table) => replace(from, to, table));
      await to.query('COMMIT');
      await from.query('COMMIT');
      return { keys, receipts, forgotten: others };
    }),
  );
}

const differs = (source: Place, target: Place, others: number): MigrationRefused =>
  new MigrationRefused(
    'target-differs',
    `${target.name} has ${others} keys of subjects of whom ${source.name} has none. Where they were erased there since, add ` +
      '--forget-others, which deletes them for good; otherwise the ends are the wrong way round.',
  );

async function onlyThere(from: Client, to: Client): Promise<number> {
  const subjects = async (client: Client): Promise<readonly string[]> => {
    const { rows } = await client.query('SELECT DISTINCT subject::text AS subject FROM subjects.keys');
    return (rows as readonly { readonly subject: string }[]).map(({ subject }) => subject);
  };
  const [here, there] = [new Set(await subjects(from)), await subjects(to)];
  return there.filter((subject) => !here.has(subject)).length;
}

/** Gives how many rows there are. */
async function replace(from: Client, to: Client, { name, key, columns }: (typeof tables)[number]): Promise<number> {
  await to.query(`DELETE FROM subjects.${name}`);
  const names = Object.keys(columns);
  // A time goes as text: as a date of JavaScript it would lose digits that the database may keep one day.
  const read = names.map((column) => (column === 'figures' || column === 'made_at' ? `${column}::text` : column)).join(', ');
  const given = Object.entries(columns).map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');
  for (let done = 0; ; done += pageSize) {
    const { rows } = await from.query(`SELECT ${read} FROM subjects.${name} ORDER BY ${key} LIMIT ${pageSize} OFFSET ${done}`);
    const values = names.map((column) => (rows as readonly Row[]).map((row) => row[column]));
    await to.query(`INSERT INTO subjects.${name} (${names.join(', ')}) SELECT * FROM unnest(${given})`, values);
    if (rows.length < pageSize) return done + rows.length;
  }
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}
