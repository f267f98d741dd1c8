import { foldText } from '@covenant/domain';
import type { DataSource } from 'typeorm';
import type { RecordModel } from '../model.js';
import { schema } from '../schema.js';
import { dayForm, decodeCursor, encodeCursor, instantForm, textForm, uuidForm } from './cursor.js';
import { largestPage, type Page, pageOf, usualPage } from './page.js';
import { conditions, Values } from './statement.js';

/** A record as it stands. `body` is its folded state. */
export interface RecordItem {
  readonly id: string;
  readonly body: unknown;
  readonly revision: number;
  readonly position: bigint;
  /** Entry number of its newest event. */
  readonly entry: number;
  readonly recordedAt: string;
  readonly changedAt: string;
  readonly status: string;
  readonly open: boolean;
  readonly overdue: boolean;
}

export interface RecordFilter {
  readonly cityId?: string;
  readonly state?: string;
  readonly dutyBearerId?: string;
  /** A right's code. */
  readonly right?: string;
  /** A group's id. */
  readonly group?: string;
  readonly open?: boolean;
  readonly overdue?: boolean;
  /** Words as one types them into a search box: `"exact phrase"`, `or`, `-not`. Case and accents do not matter. */
  readonly q?: string;
  /** ISO days, both inclusive. */
  readonly dueFrom?: string;
  readonly dueTo?: string;
}

export const recordSorts = ['recordedAt', '-recordedAt', 'dueOn', '-dueOn', 'title', '-title'] as const;
export type RecordSort = (typeof recordSorts)[number];

export interface ListOptions {
  readonly filter?: RecordFilter;
  /** Default `-recordedAt`: newest first. Records without a date come last by `dueOn`. */
  readonly sort?: RecordSort;
  /** At most 200; default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

interface Order {
  readonly column: string;
  readonly type: string;
  readonly form: RegExp;
  readonly key: (row: Row) => string;
}

const orders: Readonly<Record<'recordedAt' | 'dueOn' | 'title', Order>> = {
  recordedAt: {
    column: 'first_recorded_at',
    type: 'timestamptz',
    form: instantForm,
    key: (row) => row.first_recorded_at.toISOString(),
  },
  dueOn: { column: 'due_key', type: 'date', form: dayForm, key: (row) => row.due_key },
  title: { column: 'title_key', type: 'text', form: textForm, key: (row) => row.title_key },
};

interface Row {
  readonly id: string;
  readonly body: unknown;
  readonly revision: number;
  readonly as_of_position: string;
  readonly last_entry: string;
  readonly first_recorded_at: Date;
  readonly last_recorded_at: Date;
  readonly status: string;
  readonly open: boolean;
  readonly overdue: boolean;
  readonly due_key: string;
  readonly title_key: string;
}

const columns = `id, body, revision, as_of_position, last_entry, first_recorded_at, last_recorded_at,
  status, open, overdue, due_key::text AS due_key, title_key`;

/** The records of one aggregate, as the newest committed batch left them. */
export class RecordQueries {
  private readonly table: string;

  constructor(
    private readonly source: DataSource,
    private readonly model: RecordModel,
  ) {
    this.table = `${schema}.${model.table}`;
  }

  async record(id: string): Promise<RecordItem | undefined> {
    const rows = await this.source.query<Row[]>(`SELECT ${columns} FROM ${this.table} WHERE id = $1`, [id]);
    return rows[0] && itemOf(rows[0]);
  }

  /** @throws InvalidCursor */
  async list(options: ListOptions = {}): Promise<Page<RecordItem>> {
    const { filter = {}, sort = '-recordedAt', cursor } = options;
    const limit = Math.min(Math.max(1, options.limit ?? usualPage), largestPage);
    const { order } = direction(sort);
    const rows = await this.rows(filter, sort, limit + 1, cursor);
    return pageOf(rows, limit, itemOf, (last) => encodeCursor(this.listName(sort), [order.key(last), last.id]));
  }

  /** All records that fit, in pages, each once, however many there are and whatever is written meanwhile. */
  async *all(filter: RecordFilter, sort: RecordSort, pageSize = 1_000): AsyncGenerator<readonly RecordItem[]> {
    const { order } = direction(sort);
    let cursor: string | undefined;
    for (;;) {
      const rows = await this.rows(filter, sort, pageSize, cursor);
      if (rows.length > 0) yield rows.map(itemOf);
      const last = rows.at(-1);
      if (rows.length < pageSize || last === undefined) return;
      cursor = encodeCursor(this.listName(sort), [order.key(last), last.id]);
    }
  }

  private listName(sort: RecordSort): string {
    return `${this.model.table} ${sort}`;
  }

  private rows(filter: RecordFilter, sort: RecordSort, limit: number, cursor?: string): Promise<Row[]> {
    const { order, down } = direction(sort);
    const values = new Values();
    const page = (city?: string) => {
      const where = conditions([...this.conditions(filter, values, city), this.after(sort, cursor, values)]);
      // Named by its table: `due_key` alone would be the text that is shown, which no index is in the order of.
      return `SELECT ${columns} FROM ${this.table} AS record WHERE ${where}
        ORDER BY record.${order.column} ${down}, record.id ${down} LIMIT ${limit}`;
    };
    if (filter.cityId !== undefined || this.model.aggregate === 'city') return this.source.query<Row[]>(page(), values.list);
    // Every index of a list begins with the city, so a page over all cities is the best of a page of each.
    return this.source.query<Row[]>(
      `WITH RECURSIVE city AS (
         (SELECT city_id FROM ${this.table} ORDER BY city_id LIMIT 1)
         UNION ALL
         SELECT (SELECT city_id FROM ${this.table} WHERE city_id > city.city_id ORDER BY city_id LIMIT 1)
         FROM city WHERE city.city_id IS NOT NULL
       )
       SELECT page.* FROM city CROSS JOIN LATERAL (${page('city.city_id')}) AS page
       ORDER BY ${order.column}${order.type === 'date' ? '::date' : ''} ${down}, id ${down} LIMIT ${limit}`,
      values.list,
    );
  }

  private conditions(filter: RecordFilter, values: Values, city?: string): readonly (string | undefined)[] {
    const when = <T>(value: T | undefined, condition: (value: T) => string) =>
      value === undefined ? undefined : condition(value);
    return [
      city === undefined ? when(filter.cityId, (id) => `city_id = ${values.add(id, 'uuid')}`) : `city_id = ${city}`,
      when(filter.state, (state) => `status = ${values.add(state)}`),
      when(filter.dutyBearerId, (id) =>
        this.model.severalDutyBearers
          ? `duty_bearer_ids @> ARRAY[${values.add(id)}]`
          : `duty_bearer_id = ${values.add(id, 'uuid')}`,
      ),
      when(filter.right, (code) => `rights @> ARRAY[${values.add(code)}]`),
      when(filter.group, (id) => `group_ids @> ARRAY[${values.add(id)}]`),
      when(filter.open, (open) => (open ? 'open' : 'NOT open')),
      when(filter.overdue, (overdue) => (overdue ? 'overdue' : 'NOT overdue')),
      when(filter.q, (q) => `search @@ websearch_to_tsquery('simple', ${values.add(foldText(q))})`),
      when(filter.dueFrom, (day) => `due_key >= ${values.add(day, 'date')} AND due_on IS NOT NULL`),
      when(filter.dueTo, (day) => `due_key <= ${values.add(day, 'date')}`),
    ];
  }

  private after(sort: RecordSort, cursor: string | undefined, values: Values): string | undefined {
    if (cursor === undefined) return undefined;
    const { order, down } = direction(sort);
    const [key, id] = decodeCursor(cursor, { list: this.listName(sort), parts: [order.form, uuidForm] });
    const compare = down === 'DESC' ? '<' : '>';
    return `(${order.column}, id) ${compare} (${values.add(key, order.type)}, ${values.add(id, 'uuid')})`;
  }
}

function direction(sort: RecordSort): { readonly order: Order; readonly down: 'ASC' | 'DESC' } {
  switch (sort) {
    case 'recordedAt':
    case 'dueOn':
    case 'title':
      return { order: orders[sort], down: 'ASC' };
    case '-recordedAt':
      return { order: orders.recordedAt, down: 'DESC' };
    case '-dueOn':
      return { order: orders.dueOn, down: 'DESC' };
    case '-title':
      return { order: orders.title, down: 'DESC' };
  }
}

const itemOf = (row: Row): RecordItem => ({
  id: row.id,
  body: row.body,
  revision: row.revision,
  position: BigInt(row.as_of_position),
  entry: Number(row.last_entry),
  recordedAt: row.first_recorded_at.toISOString(),
  changedAt: row.last_recorded_at.toISOString(),
  status: row.status,
  open: row.open,
  overdue: row.overdue,
});
