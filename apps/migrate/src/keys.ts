// What opens sealed words stands beside the events, in PostgreSQL, whatever engine holds the events.
import { subjectSchema } from '@covenant/confidentiality';
import { runMigrations, withClient } from '@covenant/platform';
import { counted } from './counted.js';
import { pageSize } from './ends.js';
import { erasedIn, type KeysTarget } from './erased.js';
import type { Place } from './places.js';
import { MigrationRefused } from './refused.js';

/** Each table with its columns and the types that they are sent as. */
const tables = [
  { name: 'keys', key: 'subject, master', columns: { subject: 'uuid', master: 'text', wrapped: 'bytea' } },
  { name: 'receipts', key: 'record', columns: { record: 'uuid', subject: 'uuid', salt: 'bytea', hash: 'bytea' } },
  { name: 'figures', key: 'city, year', columns: { city: 'uuid', year: 'int', figures: 'json', made_at: 'timestamptz' } },
] as const;

export interface CopiedKeys {
  readonly keys: number;
  readonly receipts: number;
  /** Of subjects that the source has no key of: gone from the target. */
  readonly forgotten: number;
}

/** The rows of each table, as the database writes values as text. */
export type KeyRows = Readonly<Record<TableName, readonly Row[]>>;
type TableName = (typeof tables)[number]['name'];
type Row = Readonly<Record<string, string>>;

interface Client {
  query(sql: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number | null }>;
}

export async function copyKeys(source: Place, target: KeysTarget, forgetOthers: boolean): Promise<CopiedKeys> {
  return writeKeys(target, await readKeys(source), { from: source.name, forgetOthers });
}

/** All of them, as they stand at one instant. @throws MigrationRefused */
export async function readKeys(place: Place): Promise<KeyRows> {
  mustHaveKeys(place);
  return withClient(place.url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const rows = { keys: await rowsOf(client, 'keys'), receipts: await rowsOf(client, 'receipts'), figures: await rowsOf(client, 'figures') };
    await client.query('COMMIT');
    return rows;
  });
}

export interface WriteKeys {
  /** For people. */
  readonly from: string;
  readonly forgetOthers: boolean;
}

/**
 * Makes the keys of subjects in the target these, wrapped as they are, in one transaction: after a crash all of them are
 * there or none. Whom the events of the target call erased gets no key there, whatever copy the keys are from.
 * @param forgetOthers keys that are not among these are deleted in the target; otherwise they stop the copy, since the
 *   ends may be the wrong way round
 * @throws MigrationRefused
 */
export async function writeKeys({ place: target, events }: KeysTarget, rows: KeyRows, { from, forgetOthers }: WriteKeys): Promise<CopiedKeys> {
  mustHaveKeys(target);
  await runMigrations({ url: target.url, ...subjectSchema });
  return withClient(target.url, async (client) => {
    await client.query('BEGIN');
    await client.query('LOCK TABLE subjects.keys, subjects.receipts, subjects.figures IN ACCESS EXCLUSIVE MODE');
    const given = new Set(rows.keys.map(({ subject }) => subject));
    const { rows: there } = await client.query('SELECT DISTINCT subject::text AS subject FROM subjects.keys');
    const others = (there as readonly Row[]).filter(({ subject }) => !given.has(subject)).length;
    if (others > 0 && !forgetOthers) throw differs(from, target.name, others);
    const erased = await erasedIn(events);
    const left = { ...rows, keys: without(erased, rows.keys), receipts: without(erased, rows.receipts) };
    for (const { name, columns } of tables) await replace(client, name, columns, left[name]);
    await client.query('COMMIT');
    return { keys: left.keys.length, receipts: left.receipts.length, forgotten: others };
  });
}

export const without = (erased: ReadonlySet<string>, rows: readonly Row[]): readonly Row[] =>
  rows.filter(({ subject }) => subject === undefined || !erased.has(subject));

function mustHaveKeys({ engine, name }: Place): void {
  if (engine === 'postgres') return;
  throw new MigrationRefused('no-such-place', `${name} holds events and no keys: name the PostgreSQL beside it.`);
}

const differs = (source: string, target: string, others: number): MigrationRefused =>
  new MigrationRefused(
    'target-differs',
    `${target} has ${counted(others, 'key of a subject', 'keys of subjects')} of whom ${source} has none. Where they were erased there since, add ` +
      '--forget-others, which deletes them for good; otherwise the ends are the wrong way round.',
  );

async function rowsOf(client: Client, table: TableName): Promise<readonly Row[]> {
  const found = tables.find(({ name }) => name === table);
  const columns = Object.keys(found?.columns ?? {}).map((column) => `${column}::text AS ${column}`);
  const { rows } = await client.query(`SELECT ${columns.join(', ')} FROM subjects.${table} ORDER BY ${found?.key ?? ''}`);
  return rows as readonly Row[];
}

async function replace(client: Client, table: TableName, columns: Readonly<Record<string, string>>, rows: readonly Row[]): Promise<void> {
  await client.query(`DELETE FROM subjects.${table}`);
  const names = Object.keys(columns);
  const cast = Object.entries(columns).map(([name, type]) => `${name}::${type}`).join(', ');
  const given = names.map((_name, index) => `$${index + 1}::text[]`).join(', ');
  for (let done = 0; done < rows.length; done += pageSize) {
    const page = rows.slice(done, done + pageSize);
    await client.query(
      `INSERT INTO subjects.${table} (${names.join(', ')}) SELECT ${cast} FROM unnest(${given}) AS given(${names.join(', ')})`,
      names.map((name) => page.map((row) => row[name])),
    );
  }
}
