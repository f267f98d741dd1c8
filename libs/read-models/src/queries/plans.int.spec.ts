// Which way PostgreSQL goes for a page: by an index in the list's order, from where the page before ended, so that a
// page costs what it shows and not what the city has.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { withClient } from '@covenant/platform';
import type { DataSource } from 'typeorm';
import { freshDatabase } from '../../../../test/support/database.js';
import { pledgeModel } from '../testing/events.js';
import { World } from '../testing/world.js';
import { ReadModelQueries } from './queries.js';
import type { RecordFilter, RecordSort } from './records.js';

jest.setTimeout(60_000);

const city = '00000000-0000-4000-8000-000000000001';
const dutyBearerId = '00000000-0000-4000-8000-000000000007';

/** Records of a large city and of four small ones, a thirtieth of them overdue. */
const fill = `
  INSERT INTO read_v1.commitments (id, city_id, status, title, title_key, duty_bearer_id, duty_bearer_ids,
    open_duty_bearer_ids, rights, principles, group_ids, open, overdue, due_on, due_key, clock_on, slug, revision,
    as_of_position, last_entry, first_recorded_at, last_recorded_at, search, body)
  SELECT gen_random_uuid(), uuid('00000000-0000-4000-8000-00000000000' || CASE WHEN n % 3 = 0 THEN 2 + n % 4 ELSE 1 END),
    CASE WHEN n % 5 = 0 THEN 'kept' ELSE 'open' END, 'Record ' || n, 'record ' || md5(n::text), holder, ARRAY[holder::text],
    '{}', '{}', '{}', '{}', n % 5 > 0, n % 30 = 1, due, coalesce(due, 'infinity'), NULL, NULL, 0, n, n,
    '2026-01-01'::timestamptz + n * interval '1 minute', '2026-01-01', '', json_build_object('text', repeat('x', 400))
  FROM generate_series(1, 12000) AS n,
    LATERAL (SELECT uuid('00000000-0000-4000-8000-' || lpad((n % 40)::text, 12, '0')) AS holder,
      CASE WHEN n % 7 = 0 THEN NULL ELSE '2026-01-01'::date + n * 37 % 900 END AS due) AS more`;

describe('a page of a list', () => {
  let world: World;
  let queries: ReadModelQueries;
  const asked: [sql: string, values: unknown[]][] = [];
  beforeAll(async () => {
    world = await World.open(await freshDatabase());
    await withClient(world.database.adminUrl, async (client) => {
      await client.query(fill);
      await client.query('VACUUM ANALYZE read_v1.commitments');
    });
    const query = (sql: string, values: unknown[]): Promise<unknown> => {
      asked.push([sql, values]);
      return world.source.query(sql, values);
    };
    const source = Object.create(world.source, { query: { value: query } }) as DataSource;
    queries = new ReadModelQueries({ source, store: world.store, models: [pledgeModel] });
  });
  afterAll(() => world.close());

  const planOf = async (filter: RecordFilter, sort: RecordSort, cursor?: string) => {
    asked.length = 0;
    const { next } = await queries.list('commitment', { filter, sort, ...(cursor === undefined ? {} : { cursor }) });
    const plans: string[] = [];
    for (const [sql, values] of asked) {
      for (const row of await world.rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, values)) plans.push(row['QUERY PLAN']);
    }
    return { plan: plans.join('\n'), next };
  };

  it.each<[string, RecordFilter, RecordSort, string]>([
    ['by recording', {}, 'recordedAt', 'commitments_by_recorded'],
    ['by recording, newest first', {}, '-recordedAt', 'commitments_by_recorded'],
    ['by due date', {}, 'dueOn', 'commitments_by_due'],
    ['by due date, last first', {}, '-dueOn', 'commitments_by_due'],
    ['by title', {}, 'title', 'commitments_by_title'],
    ['by title, last first', {}, '-title', 'commitments_by_title'],
    ['of a state', { state: 'kept' }, '-recordedAt', 'commitments_by_status'],
    ['of what is overdue', { overdue: true }, 'dueOn', 'commitments_overdue'],
    ['of a duty-bearer', { dutyBearerId }, '-recordedAt', 'commitments_by_duty_bearer'],
    ['of a duty-bearer by due date', { dutyBearerId }, 'dueOn', 'commitments_due_of_duty_bearer'],
  ])('of a city, %s, is read in the order of an index, the first and the next', async (_, filter, sort, index) => {
    const first = await planOf({ cityId: city, ...filter }, sort);
    expect(first.plan).toContain(` using ${index} on `);
    expect(first.plan).not.toMatch(/Sort|Seq Scan/);
    const second = await planOf({ cityId: city, ...filter }, sort, first.next ?? '');
    expect(second.plan).toContain(` using ${index} on `);
    expect(second.plan).toMatch(/Index Cond: .*ROW\(/);
    expect(second.plan).not.toMatch(/Sort|Seq Scan/);
  });

  it.each<[RecordSort, string]>([
    ['-recordedAt', 'commitments_by_recorded'],
    ['dueOn', 'commitments_by_due'],
    ['title', 'commitments_by_title'],
  ])('of all cities by %s takes a page of each from an index, and sorts only those', async (sort, index) => {
    const { plan } = await planOf({}, sort);
    expect(plan).toContain(` using ${index} on `);
    expect(plan.match(/Sort\b(?! Key)/g)).toHaveLength(1);
    expect(plan).not.toContain('Seq Scan');
  });
});
