// Lies in the tables behind the pages, told as a database administrator could tell them; and in the answers, on their way.
import { withClient } from '@covenant/platform';
import type { TestDatabase } from '../../../test/support/database.js';
import type { Row } from '../src/refold/interface.js';

export interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

const notDerived = ['projections', 'migrations'];

/** Another value of a column's type. */
const otherValue = ({ column, type, table }: Column): string => {
  switch (type) {
    case 'uuid':
      return 'gen_random_uuid()';
    case 'text':
      return `coalesce(${column}, '') || 'x'`;
    case 'text[]':
      return `array_append(${column}, 'lie')`;
    case 'boolean':
      return `NOT ${column}`;
    case 'date':
      return `CASE WHEN isfinite(${column}) THEN ${column} + 1 ELSE DATE '2031-05-01' END`;
    case 'timestamp(3) with time zone':
      return `${column} + interval '1 second'`;
    case 'tsvector':
      return `to_tsvector('simple', 'somebody else')`;
    case 'json':
      return table === 'entries' ? `(${column}::jsonb || '{"lie":1}')::json` : `(${column}::jsonb || '{"rectifications":[1]}')::json`;
    case 'integer':
    case 'bigint':
    case 'numeric(39,0)':
      return `${column} + 1`;
    default:
      throw new Error(`how would one lie in a column of type ${type}?`);
  }
};

/** The read models of a ledger, in the hands of somebody who may write whatever they like. */
export class Tables {
  constructor(private readonly database: Pick<TestDatabase, 'adminUrl'>) {}

  /** Every column of every table that is derived from the log. */
  columns(): Promise<readonly Column[]> {
    return withClient(this.database.adminUrl, async (client) => {
      const { rows } = await client.query<Column>(
        `SELECT relname AS table, attname AS column, format_type(atttypid, atttypmod) AS type
         FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
         WHERE relnamespace = 'read_v1'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
           AND relname <> ALL($1) ORDER BY 1, attnum`,
        [notDerived],
      );
      return rows;
    });
  }

  /** Keeps the tables as they are now, to be put back. */
  keep(tables: readonly string[]): Promise<void> {
    return this.run('CREATE SCHEMA kept', ...tables.map((table) => `CREATE TABLE kept.${table} AS TABLE read_v1.${table}`));
  }

  restore(tables: readonly string[]): Promise<void> {
    return this.run(...tables.flatMap((table) => [`TRUNCATE read_v1.${table}`, `INSERT INTO read_v1.${table} TABLE kept.${table}`]));
  }

  change(lie: Column): Promise<void> {
    const { table, column } = lie;
    return this.run(`UPDATE read_v1.${table} SET ${column} = ${otherValue(lie)} WHERE ctid = (${lastOf(table)})`);
  }

  /** Every row's column, by an expression. */
  set(table: string, column: string, value: string): Promise<void> {
    return this.run(`UPDATE read_v1.${table} SET ${column} = ${value}`);
  }

  /** A row like another, under a key of its own. */
  add(table: string, key: string, value: string): Promise<void> {
    return this.run(
      `INSERT INTO read_v1.${table}
       SELECT (jsonb_populate_record(row, jsonb_build_object('${key}', ${value}))).* FROM read_v1.${table} AS row
       WHERE ctid = (${lastOf(table)})`,
    );
  }

  remove(table: string): Promise<void> {
    return this.run(`DELETE FROM read_v1.${table} WHERE ctid = (${lastOf(table)})`);
  }

  private run(...statements: readonly string[]): Promise<void> {
    return withClient(this.database.adminUrl, async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  }
}

/** Of the tallies one that counts something. */
const lastOf = (table: string): string =>
  `SELECT ctid FROM read_v1.${table} ${table === 'tallies' ? 'WHERE count > 0' : ''} ORDER BY 1 DESC LIMIT 1`.replace(
    'ORDER BY 1',
    table === 'entries' ? 'ORDER BY entry' : 'ORDER BY city_id',
  );

/** What is answered instead of what the city has; undefined for that there is nothing there. */
export type Lie = (honest: Row) => Row | undefined;

/** Does the work while answers to such addresses are changed at the wire. */
export const withAnswer = <T>(address: RegExp, lie: Lie, work: () => Promise<T>): Promise<T> =>
  onTheWire(async (url, answer) => {
    if (!answer.ok || !address.test(url)) return answer;
    const told = lie((await answer.json()) as Row);
    return told === undefined ? new Response(null, { status: 404 }) : Response.json(told);
  }, work);

/** Does the work while every answer goes through these hands. */
export async function onTheWire<T>(hands: (url: string, answer: Response) => Promise<Response>, work: () => Promise<T>): Promise<T> {
  const really = globalThis.fetch;
  globalThis.fetch = async (input, init) => hands(input instanceof Request ? input.url : input.toString(), await really(input, init));
  try {
    return await work();
  } finally {
    globalThis.fetch = really;
  }
}

export const rowsOf = (body: Row, member: string): readonly Row[] => body[member] as readonly Row[];
