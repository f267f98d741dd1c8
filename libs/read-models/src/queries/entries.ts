import { type AggregateName, type JsonObject, type Language, type Role, sentenceOf, streamOf } from '@covenant/domain';
import { utcInstant } from '@covenant/platform';
import type { DataSource } from 'typeorm';
import { schema } from '../schema.js';
import { decodeCursor, encodeCursor, entryForm } from './cursor.js';
import { largestPage, type Page, pageOf, usualPage } from './page.js';
import { conditions, Values } from './statement.js';

/** One event, as histories and the audit show it. */
export interface EntryItem {
  readonly entry: number;
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly cityId: string;
  readonly recordedAt: string;
  /** ISO day, where it differs from the time of recording. */
  readonly effectiveOn: string | null;
  readonly role: Role;
  /** What happened, in one plain sentence. */
  readonly sentence: string;
  /** Where its proof is served. */
  readonly proof: string;
  /** The page on which a person checks that proof. */
  readonly verify: string;
  readonly data: JsonObject;
}

export interface AuditFilter {
  readonly cityId?: string;
  readonly stream?: { readonly aggregate: AggregateName; readonly recordId: string };
  readonly type?: string;
  /** Any of these; with `type`, both. */
  readonly types?: readonly string[];
  /** Recorded at or after; RFC 3339. */
  readonly from?: string;
  /** Recorded before; RFC 3339. */
  readonly to?: string;
}

export interface AuditOptions {
  readonly filter?: AuditFilter;
  /** Default `oldest`. */
  readonly first?: 'oldest' | 'newest';
  /** At most 200; default 50. */
  readonly limit?: number;
  readonly cursor?: string;
  /** Of the sentences; English when left out. Rows know of no language. */
  readonly language?: Language;
}

interface Row {
  readonly entry: string;
  readonly event_id: string;
  readonly position: string;
  readonly aggregate: AggregateName;
  readonly record_id: string;
  readonly revision: number;
  readonly city_id: string;
  readonly type: string;
  readonly recorded_at: Date;
  readonly effective_on: string | null;
  readonly actor_role: Role;
  readonly schema_version: number;
  readonly data: JsonObject;
}

const columns = `entry, event_id, position, aggregate, record_id, revision, city_id, type, recorded_at,
  effective_on::text AS effective_on, actor_role, schema_version, data`;

/** The events in the order of their entry numbers. */
export class EntryQueries {
  constructor(private readonly source: DataSource) {}

  /** One record's events, oldest first. @throws InvalidCursor */
  history(
    stream: { readonly aggregate: AggregateName; readonly recordId: string },
    options: Pick<AuditOptions, 'limit' | 'cursor' | 'language'> = {},
  ): Promise<Page<EntryItem>> {
    return this.audit({ ...options, filter: { stream } });
  }

  /** @throws InvalidCursor */
  async audit(options: AuditOptions = {}): Promise<Page<EntryItem>> {
    const { filter = {}, first = 'oldest', cursor, language } = options;
    const limit = Math.min(Math.max(1, options.limit ?? usualPage), largestPage);
    const list = `entries ${first}`;
    const down = first === 'newest';
    const values = new Values();
    const after =
      cursor === undefined
        ? undefined
        : `entry ${down ? '<' : '>'} ${values.add(decodeCursor(cursor, { list, parts: [entryForm] })[0], 'bigint')}`;
    const direction = down ? 'DESC' : 'ASC';
    const page = (city?: string) => `SELECT ${columns} FROM ${schema}.entries
      WHERE ${conditions([city && `city_id = ${city}`, ...auditConditions(filter, values), after])}
      ORDER BY entry ${direction} LIMIT ${limit + 1}`;
    // Types are indexed by city: a type of all cities is the first of a page of each.
    const cityByCity = (filter.type !== undefined || filter.types !== undefined) && filter.cityId === undefined && filter.stream === undefined;
    const rows = await this.source.query<Row[]>(
      cityByCity
        ? `SELECT page.* FROM ${schema}.city_clocks AS city CROSS JOIN LATERAL (${page('city.city_id')}) AS page
           ORDER BY entry ${direction} LIMIT ${limit + 1}`
        : page(),
      values.list,
    );
    return pageOf(rows, limit, (row) => itemOf(row, language), (last) => encodeCursor(list, [last.entry]));
  }

  /** Revision of the last event that a record had at an entry number, or at a time; undefined before its first. */
  async revisionAt(
    stream: { readonly aggregate: AggregateName; readonly recordId: string },
    at: { readonly entry: number } | { readonly time: string },
  ): Promise<{ readonly revision: number; readonly entry: number } | undefined> {
    const values = new Values();
    const record = values.add(stream.recordId, 'uuid');
    // A city and its council have one id.
    const aggregate = values.add(stream.aggregate);
    const limit =
      'entry' in at ? `entry <= ${values.add(at.entry, 'bigint')}` : `recorded_at <= ${values.add(utcInstant(at.time), 'timestamptz')}`;
    const rows = await this.source.query<{ revision: number; entry: string }[]>(
      `SELECT revision, entry FROM ${schema}.entries WHERE record_id = ${record} AND aggregate = ${aggregate} AND ${limit}
       ORDER BY entry DESC LIMIT 1`,
      values.list,
    );
    return rows[0] && { revision: rows[0].revision, entry: Number(rows[0].entry) };
  }
}

const itemOf = (row: Row, language: Language | undefined): EntryItem => ({
  entry: Number(row.entry),
  id: row.event_id,
  type: row.type,
  stream: streamOf(row.aggregate, row.record_id),
  revision: row.revision,
  cityId: row.city_id,
  recordedAt: row.recorded_at.toISOString(),
  effectiveOn: row.effective_on,
  role: row.actor_role,
  sentence: sentenceOf(row.type, row.schema_version, row.data, language),
  proof: `/log/proofs/${row.event_id}`,
  verify: `/verify?proof=/log/proofs/${row.event_id}`,
  data: row.data,
});

function auditConditions(filter: AuditFilter, values: Values): readonly (string | undefined)[] {
  const { cityId, stream, type, types } = filter;
  const [from, to] = [filter.from, filter.to].map((time) => (time === undefined ? undefined : utcInstant(time)));
  return [
    cityId === undefined ? undefined : `city_id = ${values.add(cityId, 'uuid')}`,
    stream && `record_id = ${values.add(stream.recordId, 'uuid')} AND aggregate = ${values.add(stream.aggregate)}`,
    type === undefined ? undefined : `type = ${values.add(type)}`,
    types === undefined ? undefined : `type = ANY (${values.add(types, 'text[]')})`,
    from === undefined ? undefined : `recorded_at >= ${values.add(from, 'timestamptz')} AND ${notBefore(filter, from, values)}`,
    to === undefined ? undefined : `recorded_at < ${values.add(to, 'timestamptz')} AND ${notAfter(filter, to, values)}`,
  ];
}

/**
 * A span of time as a span of entries. Entries come in the order of their numbers, while times may run behind that
 * order by the city's `skew`: before an entry recorded more than the skew ahead of `from`, nothing is in the span,
 * and after one recorded more than the skew behind `to`, nothing either. One look into an index each, a city.
 */
const bound = (filter: AuditFilter, time: string, values: Values, side: 'before' | 'after'): string => {
  const [aggregate, compare, order, sign] =
    side === 'before' ? ['min', '<', 'DESC', '-'] : ['max', '>', 'ASC', '+'];
  const city = filter.cityId === undefined ? '' : `WHERE clock.city_id = ${values.add(filter.cityId, 'uuid')}`;
  return `(SELECT ${aggregate}(coalesce(edge.entry, ${side === 'before' ? '-1' : '9223372036854775807'}))
    FROM ${schema}.city_clocks AS clock LEFT JOIN LATERAL (
      SELECT entry FROM ${schema}.entries AS other
      WHERE other.city_id = clock.city_id
        AND other.recorded_at ${compare} ${values.add(time, 'timestamptz')} ${sign} clock.skew * interval '1 millisecond'
      ORDER BY other.recorded_at ${order}, other.entry ${order} LIMIT 1
    ) AS edge ON true ${city})`;
};

const notBefore = (filter: AuditFilter, from: string, values: Values): string =>
  `entry > coalesce(${bound(filter, from, values, 'before')}, -1)`;

const notAfter = (filter: AuditFilter, to: string, values: Values): string =>
  `entry < coalesce(${bound(filter, to, values, 'after')}, 9223372036854775807)`;
