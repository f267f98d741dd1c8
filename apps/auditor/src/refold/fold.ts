import {
  recordView,
  type AggregateName,
  type CityClock,
  type Columns,
  type JsonObject,
  type RecordedActor,
  type RecordedFact,
  type RecordFold,
  type RecordView,
  type Tally,
} from '@covenant/domain';
import type { LogEntry } from '@covenant/transparency';
import type { LogEntries } from '../files/entries.js';

/** A record as the log's entries make it. */
export interface FoldedRecord {
  readonly fold: RecordFold;
  readonly id: string;
  readonly stream: string;
  readonly body: unknown;
  readonly columns: Columns;
  /** Numbers of all its entries, in order. */
  readonly entries: readonly number[];
  readonly recordedAt: string;
  readonly changedAt: string;
}

/** What everything that is shown must be, as it follows from the entries alone. */
export interface Folded {
  /** By aggregate, then by id. */
  readonly records: ReadonlyMap<AggregateName, ReadonlyMap<string, FoldedRecord>>;
  /** By aggregate, then by `tallyKey`. */
  readonly tallies: ReadonlyMap<AggregateName, ReadonlyMap<string, Tally>>;
  readonly clocks: ReadonlyMap<string, CityClock>;
  /** By city, every entry that speaks of it, in order. */
  readonly byCity: ReadonlyMap<string, readonly number[]>;
  /** The entries that tell who had to do with what is sealed, or with the deployment. */
  readonly trail: readonly (Pick<LogEntry, 'type' | 'cityId'> & { readonly number: number })[];
}

/** The columns by which a tally's row is found. */
export const tallyKey = ({ cityId, facet, value, status, open, overdue }: Omit<Tally, 'count'>): string =>
  [cityId, facet, value, status, open, overdue].map(String).join(' ');

/** An entry that this program's domain cannot fold: of newer code, or of a ledger that recorded what it should not. */
export class Unfoldable extends Error {
  override readonly name = 'Unfoldable';

  constructor(
    readonly entry: number,
    detail: string,
  ) {
    super(detail);
  }
}

export const factOf = ({ id, type, data, actor, recordedAt, effectiveOn, schemaVersion }: LogEntry): RecordedFact => ({
  id,
  type,
  data: data as JsonObject,
  metadata: {
    actor: actor as unknown as RecordedActor,
    recordedAt,
    schemaVersion,
    ...(effectiveOn === undefined ? {} : { effectiveOn }),
  },
});

/** The newest entry that speaks of a city. */
export const newestOf = ({ byCity }: Folded, cityId: string): number => byCity.get(cityId)?.at(-1) ?? 0;

/** The record as the interface must show it. */
export const viewOf = ({ fold, id, body, columns, entries, recordedAt, changedAt }: FoldedRecord): RecordView =>
  recordView(fold.aggregate, {
    id,
    body,
    revision: entries.length - 1,
    entry: entries.at(-1) ?? 0,
    recordedAt,
    changedAt,
    open: columns.open,
    overdue: columns.overdue,
  });

/** The entry by which a member came to be what it is: the last that changed it. */
export function entryOfMember(record: FoldedRecord, member: string, entries: LogEntries): number {
  const { fold, id } = record;
  let body = fold.initial;
  let shown: string | undefined;
  let responsible = record.entries.at(-1) ?? 0;
  record.entries.forEach((number, revision) => {
    const entry = entries.at(number);
    body = fold.evolve(body, factOf(entry));
    const columns = fold.columns(body, id);
    const so = { ...record, body, columns, entries: record.entries.slice(0, revision + 1), changedAt: entry.recordedAt };
    const now = JSON.stringify(memberOf(so, member));
    if (now !== shown) responsible = number;
    shown = now;
  });
  return responsible;
}

const memberOf = (record: FoldedRecord, member: string): unknown =>
  ({ ...record.columns, ...viewOf(record) })[member];
