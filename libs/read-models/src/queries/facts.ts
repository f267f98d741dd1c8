import type { AggregateName } from '@covenant/domain';
import type { DataSource } from 'typeorm';
import type { RecordModel } from '../model.js';
import { schema } from '../schema.js';
import { Values } from './statement.js';

/** A record on which the clock has something to record. */
export interface DueRecord {
  readonly aggregate: AggregateName;
  readonly id: string;
  readonly cityId: string;
  /** ISO day on which it is due, in the city's time zone. */
  readonly on: string;
}

export interface DueAfter {
  readonly on: string;
  readonly id: string;
}

/** What the rest of the ledger needs to know across records. */
export class FactQueries {
  constructor(
    private readonly source: DataSource,
    private readonly models: readonly RecordModel[],
  ) {}

  /** The city that has this slug. */
  async slugHolder(slug: string): Promise<string | undefined> {
    const rows = await this.source.query<{ id: string }[]>(
      `SELECT id FROM ${schema}.cities WHERE slug = $1 ORDER BY first_recorded_at, id LIMIT 1`,
      [slug],
    );
    return rows[0]?.id;
  }

  /** How many records hold an open duty of this duty-bearer. */
  async openDuties(dutyBearerId: string): Promise<number> {
    const counts = this.models.map(
      ({ table }) => `SELECT count(*) AS n FROM ${schema}.${table} WHERE open_duty_bearer_ids @> ARRAY[$1]`,
    );
    const rows = await this.source.query<{ total: string }[]>(
      `SELECT sum(n) AS total FROM (${counts.join(' UNION ALL ')}) AS counts`,
      [dutyBearerId],
    );
    return Number(rows[0]?.total ?? 0);
  }

  /** Records whose clock day is `until` or earlier, in the order of day and id, across all cities. */
  async dueForClock(until: string, limit: number, after?: DueAfter): Promise<readonly DueRecord[]> {
    const values = new Values();
    const day = values.add(until, 'date');
    const beyond =
      after === undefined ? '' : `AND (clock_on, id) > (${values.add(after.on, 'date')}, ${values.add(after.id, 'uuid')})`;
    const parts = this.models.map(
      ({ aggregate, table }) =>
        `(SELECT '${aggregate}' AS aggregate, id, city_id, clock_on FROM ${schema}.${table}
          WHERE clock_on <= ${day} ${beyond} ORDER BY clock_on, id LIMIT ${limit})`,
    );
    const rows = await this.source.query<{ aggregate: AggregateName; id: string; city_id: string; on: string }[]>(
      `SELECT aggregate, id, city_id, clock_on::text AS on FROM (${parts.join(' UNION ALL ')}) AS due
       ORDER BY clock_on, id LIMIT ${limit}`,
      values.list,
    );
    return rows.map((row) => ({ aggregate: row.aggregate, id: row.id, cityId: row.city_id, on: row.on }));
  }
}
