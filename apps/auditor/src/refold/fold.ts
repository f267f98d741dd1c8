import {
  moveClocks,
  parseStream,
  recordFolds,
  recordView,
  tally,
  trailTypes,
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
import type { Entries } from '../files/entries.js';

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
  readonly tallies: ReadonlyMap<AggregateName, readonly Tally[]>;
  readonly clocks: ReadonlyMap<string, CityClock>;
  /** By city, every entry that speaks of it, in order. */
  readonly byCity: ReadonlyMap<string, readonly number[]>;
  /** The entries that tell who had to do with what is sealed, or with the deployment. */
  readonly trail: readonly (Pick<LogEntry, 'type' | 'cityId'> & { readonly number: number })[];
}

interface Growing {
  readonly fold: RecordFold;
  body: unknown;
  readonly entries: number[];
  readonly recordedAt: string;
  changedAt: string;
}

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

/** Folds every entry with the code that the projector folds with. @throws Unfoldable */
export function foldAll(entries: Entries, at: (done: number) => void): Folded {
  const growing = new Map<string, Growing>();
  const byCity = new Map<string, number[]>();
  const trail: Folded['trail'][number][] = [];
  const onTrail = new Set(trailTypes());
  const grow = (number: number, entry: LogEntry): void => {
    const address = parseStream(entry.stream);
    if (address === undefined) throw new Unfoldable(number, `${entry.stream} is the stream of no known kind of record`);
    const fold = recordFolds[address.aggregate];
    const known = growing.get(entry.stream);
    const body = stepped(number, fold, known?.body ?? fold.initial, entry);
    if (known === undefined) {
      const { recordedAt } = entry;
      growing.set(entry.stream, { fold, body, entries: [number], recordedAt, changedAt: recordedAt });
    } else {
      known.body = body;
      known.entries.push(number);
      known.changedAt = entry.recordedAt;
    }
  };
  const folding = function* (): Generator<LogEntry> {
    for (const [number, entry] of entries.all()) {
      grow(number, entry);
      const known = byCity.get(entry.cityId);
      if (known === undefined) byCity.set(entry.cityId, [number]);
      else known.push(number);
      if (onTrail.has(entry.type)) trail.push({ number, type: entry.type, cityId: entry.cityId });
      yield entry;
      if (number % 256 === 255) at(number + 1);
    }
  };
  const clocks = moveClocks(new Map(), folding());
  const records = new Map<AggregateName, Map<string, FoldedRecord>>(Object.values(recordFolds).map((fold) => [fold.aggregate, new Map()]));
  for (const [stream, { fold, ...record }] of growing) {
    const id = stream.slice(fold.aggregate.length + 1);
    records.get(fold.aggregate)?.set(id, { fold, id, stream, ...record, columns: fold.columns(record.body, id) });
  }
  const tallies = new Map([...records].map(([aggregate, of]) => [aggregate, tally([...of.values()].map(({ columns }) => columns))]));
  return { records, tallies, clocks, byCity, trail };
}

/** The newest entry that speaks of a city. */
export const newestOf = ({ byCity }: Folded, cityId: string): number => byCity.get(cityId)?.at(-1) ?? 0;

function stepped(number: number, fold: RecordFold, body: unknown, entry: LogEntry): unknown {
  try {
    return fold.evolve(body, factOf(entry));
  } catch (error) {
    throw new Unfoldable(number, error instanceof Error ? error.message : 'it cannot be folded');
  }
}

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
export function entryOfMember(record: FoldedRecord, member: string, entries: Entries): number {
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
