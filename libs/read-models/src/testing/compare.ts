import { searchText, titleKey } from '@covenant/domain';
import type { FedEvent } from '@covenant/event-feed';
import { refold } from '../derive/refold.js';
import { plain } from '../lists.js';
import type { RecordModel } from '../model.js';
import type { World } from './world.js';

/** What the tables hold and what the events say, in one shape, sorted: equal, or the read models are wrong. */
export async function tablesAndFold(
  world: World,
  models: readonly RecordModel[],
  events: readonly FedEvent[],
): Promise<{ readonly tables: readonly string[]; readonly fold: readonly string[] }> {
  const due = refold(models, events);
  const tables: string[] = [];
  const fold: string[] = [];
  for (const { table } of models) {
    const rows = await world.rows<{ body: unknown } & Record<string, unknown>>(
      `SELECT id, city_id, status, title, title_key, duty_bearer_id, duty_bearer_ids, open_duty_bearer_ids, rights,
         principles, group_ids, open, overdue, due_on::text, clock_on::text, slug, revision, as_of_position,
         last_entry, first_recorded_at, last_recorded_at, search::text, body FROM read_v1.${table}`,
    );
    tables.push(...rows.map((row) => `${table} ${stable(row)}`));
    for (const state of due.records.get(table)?.values() ?? []) {
      const { columns } = state;
      const [words] = await world.rows<{ search: string }>(`SELECT to_tsvector('simple', $1)::text AS search`, [
        plain(searchText([columns.title, ...columns.text])),
      ]);
      fold.push(
        `${table} ${stable({
          id: state.id,
          city_id: columns.cityId,
          status: columns.status,
          title: columns.title,
          title_key: titleKey(columns.title),
          duty_bearer_id: columns.dutyBearers[0] ?? null,
          duty_bearer_ids: columns.dutyBearers,
          open_duty_bearer_ids: columns.openDutyBearers,
          rights: columns.rights,
          principles: columns.principles,
          group_ids: columns.groups,
          open: columns.open,
          overdue: columns.overdue,
          due_on: columns.dueOn,
          clock_on: columns.clockOn,
          slug: columns.slug,
          revision: state.revision,
          as_of_position: String(state.position),
          last_entry: String(state.lastEntry),
          first_recorded_at: state.firstRecordedAt,
          last_recorded_at: state.lastRecordedAt,
          search: words?.search,
          body: state.body,
        })}`,
      );
    }
  }
  const entries = await world.rows<Record<string, unknown>>(
    `SELECT entry, event_id, record_id, revision, city_id, type, recorded_at, data FROM read_v1.entries`,
  );
  tables.push(...entries.map((row) => `entry ${stable(row)}`));
  fold.push(
    ...due.entries.map(
      (entry) =>
        `entry ${stable({
          entry: String(entry.entry),
          event_id: entry.eventId,
          record_id: entry.recordId,
          revision: entry.revision,
          city_id: entry.cityId,
          type: entry.type,
          recorded_at: entry.recordedAt,
          data: entry.data,
        })}`,
    ),
  );
  const tallies = await world.rows<Record<string, unknown>>(
    `SELECT aggregate, city_id AS "cityId", facet, value, status, open, overdue, count FROM read_v1.tallies WHERE count <> 0`,
  );
  tables.push(...tallies.map((row) => `tally ${stable(row)}`));
  for (const [aggregate, of] of due.tallies) fold.push(...of.map((tally) => `tally ${stable({ aggregate, ...tally })}`));
  const clocks = await world.rows<Record<string, unknown>>('SELECT city_id, latest, skew FROM read_v1.city_clocks');
  tables.push(...clocks.map((row) => `clock ${stable(row)}`));
  fold.push(
    ...[...due.clocks.values()].map(({ cityId, latest, skew }) => `clock ${stable({ city_id: cityId, latest, skew: String(skew) })}`),
  );
  return { tables: tables.sort(), fold: fold.sort() };
}

/** JSON with members in order and without those that are undefined. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !(inner instanceof Date)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
