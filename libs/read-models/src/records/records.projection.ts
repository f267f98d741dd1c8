import { parseStream, type Tally } from '@covenant/domain';
import type { FedEvent } from '@covenant/event-feed';
import { changeOf, foldBatch, type RecordChange, type RecordState } from '../derive/fold.js';
import { tallyChanges } from '../derive/tallies.js';
import { listOf, plain, type Sent, unnestLists } from '../lists.js';
import type { RecordModel } from '../model.js';
import type { Projection } from '../projection/projection.js';
import { inSlices } from '../projection/slices.js';
import type { Session } from '../session.js';
import { insertRows, type Statement, updateRows } from './statements.js';

/**
 * The projection of any aggregate: load the records that a batch touches, fold, write. Written once for all of them.
 * A record that several events of a batch touch is written once, as the last of them leaves it. The rows go out in
 * slices, so that PostgreSQL writes the first ones while the next are made.
 */
export class RecordsProjection implements Projection {
  readonly name: string;
  readonly version: number;
  private readonly prefix: string;

  constructor(private readonly model: RecordModel) {
    this.name = model.table;
    this.version = model.version;
    this.prefix = `${model.aggregate}-`;
  }

  async apply(session: Session, events: readonly FedEvent[]): Promise<void> {
    const mine = events.filter((event) => event.stream.startsWith(this.prefix) && isRecord(event));
    if (mine.length === 0) return;
    const table = `${session.schema}.${this.model.table}`;
    const known = await this.load(session, table, [...new Set(mine.map(({ stream }) => stream.slice(this.prefix.length)))]);
    const folded = foldBatch(this.model, known, mine);
    const changes: RecordChange[] = [];
    await inSlices(folded, (slice) => {
      const next = slice.map((one) => changeOf(this.model, one));
      for (const change of next) changes.push(change);
      return this.writeSlice(session, table, next);
    });
    await this.tally(session, tallyChanges(changes));
  }

  private async writeSlice(session: Session, table: string, changes: readonly RecordChange[]): Promise<void> {
    const created = changes.filter((change) => change.before === undefined);
    const updated = changes.filter((change) => change.before !== undefined);
    await Promise.all([
      created.length > 0 ? this.write(session, insertRows(table, created), created.length) : undefined,
      updated.length > 0 ? this.write(session, updateRows(table, updated), updated.length) : undefined,
    ]);
  }

  private async load(session: Session, table: string, ids: readonly string[]): Promise<Map<string, RecordState>> {
    const rows = await session.query<LoadedRow>(
      `SELECT id, body, revision, as_of_position, last_entry, first_recorded_at, last_recorded_at
       FROM ${table} WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, stateOf(row)]));
  }

  /** The place's lock lets in one writer at a time; a row that moved meanwhile was written by another hand. */
  private async write(session: Session, { sql, values }: Statement, rows: number): Promise<void> {
    const written = await session.change(sql, values);
    if (written !== rows) throw new Error(`${this.name}: ${rows} rows were to be written, ${written} were`);
  }

  private async tally(session: Session, tallies: readonly Tally[]): Promise<void> {
    if (tallies.length === 0) return;
    const { aggregate } = this.model;
    await session.change(
      `INSERT INTO ${session.schema}.tallies AS tally (aggregate, city_id, facet, value, status, open, overdue, count)
       SELECT '${aggregate}', given.* FROM ${unnestLists(tallyColumns.map(([type]) => type))} AS given
       ON CONFLICT (city_id, aggregate, facet, value, status, open, overdue)
       DO UPDATE SET count = tally.count + excluded.count`,
      tallyColumns.map(([, of]) => listOf(tallies.map(of))),
    );
  }
}

/** A prefix alone is not enough: no other aggregate's name may begin with it. */
const isRecord = (event: FedEvent): boolean => parseStream(event.stream) !== undefined;

const tallyColumns: readonly (readonly [type: string, of: (tally: Tally) => Sent])[] = [
  ['uuid', (tally) => tally.cityId],
  ['text', (tally) => tally.facet],
  ['text', (tally) => plain(tally.value)],
  ['text', (tally) => tally.status],
  ['boolean', (tally) => tally.open],
  ['boolean', (tally) => tally.overdue],
  ['integer', (tally) => tally.count],
];

interface LoadedRow {
  readonly id: string;
  readonly body: unknown;
  readonly revision: number;
  readonly as_of_position: string;
  readonly last_entry: string;
  readonly first_recorded_at: Date;
  readonly last_recorded_at: Date;
}

const stateOf = (row: LoadedRow): RecordState => ({
  id: row.id,
  body: row.body,
  revision: row.revision,
  position: BigInt(row.as_of_position),
  lastEntry: Number(row.last_entry),
  firstRecordedAt: row.first_recorded_at.toISOString(),
  lastRecordedAt: row.last_recorded_at.toISOString(),
});
