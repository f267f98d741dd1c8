import type { FeedBatch, Place } from '@covenant/event-feed';
import { START } from '@covenant/event-store';
import type { Session } from '../session.js';
import type { PlaceState } from './place.entity.js';
import type { Projection } from './projection.js';

/** A row of `projections`, with numbers as numbers. */
export interface ProjectionPlace {
  readonly name: string;
  readonly partition: number;
  readonly position: bigint;
  readonly token: string;
  readonly watermark: bigint;
  readonly state: PlaceState;
  readonly version: number;
  readonly error: string | null;
  readonly poisonedEventId: string | null;
  readonly poisonedEntry: number | null;
}

interface Row {
  readonly name: string;
  readonly partition: number;
  readonly position: string;
  readonly token: string;
  readonly watermark: string;
  readonly state: PlaceState;
  readonly version: number;
  readonly error: string | null;
  readonly poisoned_event_id: string | null;
  readonly poisoned_entry: string | null;
}

const placeOf = (row: Row): ProjectionPlace => ({
  name: row.name,
  partition: row.partition,
  position: BigInt(row.position),
  token: row.token,
  watermark: BigInt(row.watermark),
  state: row.state,
  version: row.version,
  error: row.error,
  poisonedEventId: row.poisoned_event_id,
  poisonedEntry: row.poisoned_entry === null ? null : Number(row.poisoned_entry),
});

/** A new projection's place: before every event, with no token, since no feed gave one yet. */
export async function ensurePlaces(
  session: Session,
  projections: readonly Projection[],
  partitions: readonly number[],
): Promise<void> {
  await session.change(
    `INSERT INTO ${session.schema}.projections (name, partition, position, token, watermark, state, version)
     SELECT name, partition, $4, '', $4, 'running', version
     FROM unnest($1::text[], $2::integer[]) AS given(name, version), unnest($3::integer[]) AS partition
     ON CONFLICT (name, partition) DO NOTHING`,
    [projections.map(({ name }) => name), projections.map(({ version }) => version), partitions, String(START)],
  );
}

export async function readPlaces(session: Pick<Session, 'schema' | 'query'>): Promise<readonly ProjectionPlace[]> {
  const rows = await session.query<Row>(`SELECT * FROM ${session.schema}.projections ORDER BY name, partition`);
  return rows.map(placeOf);
}

/** Takes the rows' locks, in one order for everybody, and gives what they say once they are held. */
export async function lockPlaces(
  session: Session,
  names: readonly string[],
  partition: number,
): Promise<readonly ProjectionPlace[]> {
  const rows = await session.query<Row>(
    `SELECT * FROM ${session.schema}.projections WHERE name = ANY($1) AND partition = $2
     ORDER BY name, partition FOR UPDATE`,
    [names, partition],
  );
  return rows.map(placeOf);
}

/** Writes where these projections stand now. `place` and `watermark` never go back. */
export async function movePlaces(
  session: Session,
  names: readonly string[],
  place: Place,
  watermark: FeedBatch['watermark'],
): Promise<void> {
  await session.change(
    `UPDATE ${session.schema}.projections
     SET position = greatest(position, $3), token = CASE WHEN position < $3 THEN $4 ELSE token END,
       watermark = greatest(watermark, $5), changed_at = now()
     WHERE name = ANY($1) AND partition = $2`,
    [names, place.partition, String(place.position), place.token, String(watermark)],
  );
}

/** Moves the watermark within a batch, where the feed has no place to come back to. */
export async function moveWatermark(
  session: Session,
  name: string,
  partition: number,
  watermark: bigint,
): Promise<void> {
  await session.change(
    `UPDATE ${session.schema}.projections SET watermark = greatest(watermark, $3), changed_at = now()
     WHERE name = $1 AND partition = $2`,
    [name, partition, String(watermark)],
  );
}

export interface Poison {
  readonly eventId: string;
  readonly position: bigint;
  readonly entry: number;
  readonly error: string;
}

/**
 * Stops a projection where it stands; its rows and its place stay as they are. Not if it has passed the event
 * meanwhile, by another process whose code could take it in. Tells whether it was stopped.
 */
export async function stopPlace(session: Session, name: string, partition: number, poison: Poison): Promise<boolean> {
  const stopped = await session.change(
    `UPDATE ${session.schema}.projections
     SET state = 'stopped', error = $3, poisoned_event_id = $4, poisoned_entry = $5, changed_at = now()
     WHERE name = $1 AND partition = $2 AND state = 'running' AND watermark < $6`,
    [name, partition, poison.error, poison.eventId, poison.entry, String(poison.position)],
  );
  return stopped > 0;
}

/** Lets stopped projections try again from where they stand. Gives the names of those that were stopped. */
export async function resumePlaces(session: Session, names?: readonly string[]): Promise<readonly string[]> {
  const rows = await session.query<{ name: string }>(
    `WITH resumed AS (
       UPDATE ${session.schema}.projections
       SET state = 'running', error = NULL, poisoned_event_id = NULL, poisoned_entry = NULL, changed_at = now()
       WHERE state = 'stopped' AND ($1::text[] IS NULL OR name = ANY($1)) RETURNING name
     ) SELECT DISTINCT name FROM resumed ORDER BY name`,
    [names ?? null],
  );
  return rows.map(({ name }) => name);
}
