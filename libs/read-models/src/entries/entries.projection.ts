import { type CityClock, moveClocks } from '@covenant/domain';
import type { FedEvent } from '@covenant/event-feed';
import { type EntryFacts, entryOf } from '../derive/entry.js';
import { listOf, plain, type Sent, unnestLists } from '../lists.js';
import type { Projection } from '../projection/projection.js';
import { inSlices } from '../projection/slices.js';
import type { Session } from '../session.js';

/** One row an event. Rows are never changed, only inserted. */
export class EntriesProjection implements Projection {
  readonly name = 'entries';
  readonly version = 1;

  async apply(session: Session, events: readonly FedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const entries: EntryFacts[] = [];
    await inSlices(events, (slice) => {
      const next = slice.map(entryOf);
      for (const entry of next) entries.push(entry);
      return this.insert(session, next);
    });
    await this.moveClocks(session, entries);
  }

  private async insert(session: Session, entries: readonly EntryFacts[]): Promise<void> {
    await session.change(
      `INSERT INTO ${session.schema}.entries (${columns.map(([name]) => name).join(', ')})
       SELECT * FROM ${unnestLists(columns.map(([, type]) => type))}`,
      columns.map(([, , of]) => listOf(entries.map(of))),
    );
  }

  private async moveClocks(session: Session, entries: readonly EntryFacts[]): Promise<void> {
    const rows = await session.query<{ city_id: string; latest: Date; skew: string }>(
      `SELECT city_id, latest, skew FROM ${session.schema}.city_clocks WHERE city_id = ANY($1::uuid[])`,
      [[...new Set(entries.map((entry) => entry.cityId))]],
    );
    const known = new Map<string, CityClock>(
      rows.map((row) => [
        row.city_id,
        { cityId: row.city_id, latest: row.latest.toISOString(), skew: Number(row.skew) },
      ]),
    );
    const moved = [...moveClocks(known, entries).values()];
    await session.change(
      `INSERT INTO ${session.schema}.city_clocks (city_id, latest, skew)
       SELECT * FROM ${unnestLists(['uuid', 'timestamptz', 'bigint'])}
       ON CONFLICT (city_id) DO UPDATE SET latest = excluded.latest, skew = excluded.skew`,
      [
        listOf(moved.map((clock) => clock.cityId)),
        listOf(moved.map((clock) => clock.latest)),
        listOf(moved.map((clock) => clock.skew)),
      ],
    );
  }
}

const columns: readonly (readonly [name: string, type: string, of: (entry: EntryFacts) => Sent])[] = [
  ['entry', 'bigint', (entry) => entry.entry],
  ['event_id', 'uuid', (entry) => entry.eventId],
  ['position', 'numeric', (entry) => String(entry.position)],
  ['aggregate', 'text', (entry) => entry.aggregate],
  ['record_id', 'uuid', (entry) => entry.recordId],
  ['revision', 'integer', (entry) => entry.revision],
  ['city_id', 'uuid', (entry) => entry.cityId],
  ['type', 'text', (entry) => plain(entry.type)],
  ['recorded_at', 'timestamptz', (entry) => entry.recordedAt],
  ['effective_on', 'date', (entry) => entry.effectiveOn],
  ['actor_role', 'text', (entry) => entry.actorRole],
  ['actor_subject', 'text', (entry) => plain(entry.actorSubject)],
  ['actor_duty_bearer_id', 'text', (entry) => entry.actorDutyBearerId],
  ['schema_version', 'integer', (entry) => entry.schemaVersion],
  ['data', 'json', (entry) => JSON.stringify(entry.data)],
];
