import { recordFolds } from '@covenant/domain';
import type { DataSource } from 'typeorm';
import { schema } from '../schema.js';
import { decodeCursor, encodeCursor, entryForm, textForm, uuidForm } from './cursor.js';
import { largestPage, type Page, pageOf, usualPage } from './page.js';
import { conditions, Values } from './statement.js';

/** A row as it is stored, by the names of its columns. Times and days as PostgreSQL writes them in JSON. */
export type StoredRow = Readonly<Record<string, unknown>>;

export interface RowsOptions {
  readonly cityId?: string;
  /** At most 200; default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

interface Shape {
  readonly columns: readonly string[];
  readonly key: readonly (readonly [column: string, type: string, form: RegExp])[];
}

/** A number that JSON cannot carry exactly is written as text. */
const asText = (column: string): string => `${column}::text AS ${column}`;
const list = (names: string): readonly string[] => names.trim().split(/\s+/);

const record: Shape = {
  columns: [
    ...list(`id city_id status title title_key duty_bearer_id duty_bearer_ids open_duty_bearer_ids rights principles
      group_ids open overdue due_on due_key clock_on slug revision last_entry first_recorded_at last_recorded_at search body`),
    asText('as_of_position'),
  ],
  key: [['id', 'uuid', uuidForm]],
};

const boolean = /^(true|false)$/;

const shapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...Object.values(recordFolds).map(({ plural }) => [plural.replace('-', '_'), record] as const),
  [
    'entries',
    {
      columns: [
        ...list(`entry event_id aggregate record_id revision city_id type recorded_at effective_on actor_role
          actor_subject actor_duty_bearer_id schema_version data`),
        asText('position'),
      ],
      key: [['entry', 'bigint', entryForm]],
    },
  ],
  ['city_clocks', { columns: list('city_id latest skew'), key: [['city_id', 'uuid', uuidForm]] }],
  [
    'tallies',
    {
      columns: list('city_id aggregate facet value status open overdue count'),
      key: [
        ['city_id', 'uuid', uuidForm],
        ['aggregate', 'text', textForm],
        ['facet', 'text', textForm],
        ['value', 'text', textForm],
        ['status', 'text', textForm],
        ['open', 'boolean', boolean],
        ['overdue', 'boolean', boolean],
      ],
    },
  ],
]);

/** The tables that are derived from the log, and from nothing else. */
export const derivedTables: readonly string[] = [...shapes.keys()];

/**
 * The rows behind everything that is shown, column by column, for whoever compares them with the log.
 * @throws InvalidCursor; RangeError for a table that is not derived from the log
 */
export async function storedRows(source: DataSource, table: string, options: RowsOptions = {}): Promise<Page<StoredRow>> {
  const shape = shapes.get(table);
  if (shape === undefined) throw new RangeError(`no table ${table} is derived from the log`);
  const { columns, key } = shape;
  const limit = Math.min(Math.max(1, options.limit ?? usualPage), largestPage);
  const values = new Values();
  const names = key.map(([column]) => column).join(', ');
  const city = options.cityId === undefined ? undefined : `city_id = ${values.add(options.cityId, 'uuid')}`;
  const parts = options.cursor === undefined ? undefined : decodeCursor(options.cursor, { list: table, parts: key.map(([, , form]) => form) });
  const after = parts && `(${names}) > (${key.map(([, type], i) => values.add(parts[i], type)).join(', ')})`;
  const rows = await source.query<{ row: StoredRow }[]>(
    `SELECT row_to_json(shown) AS row FROM (
       SELECT ${columns.join(', ')} FROM ${schema}.${table} WHERE ${conditions([city, after])}
       ORDER BY ${names} LIMIT ${limit + 1}
     ) AS shown`,
    values.list,
  );
  return pageOf(rows, limit, ({ row }) => row, ({ row }) => encodeCursor(table, key.map(([column]) => String(row[column]))));
}
