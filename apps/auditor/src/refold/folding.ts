import { moveClocks, parseStream, recordFolds, tally, trailTypes, type AggregateName, type CityClock, type RecordFold, type Tally } from '@covenant/domain';
import type { LogEntry } from '@covenant/transparency';
import type { Entries } from '../files/entries.js';
import { factOf, tallyKey, Unfoldable, type Folded, type FoldedRecord } from './fold.js';

interface Growing {
  readonly fold: RecordFold;
  body: unknown;
  readonly entries: number[];
  readonly recordedAt: string;
  changedAt: string;
}

/** All entries of a copy, folded with the code that the projector folds with; then those that follow, one by one. */
export class Folding implements Folded {
  readonly records = new Map<AggregateName, Map<string, FoldedRecord>>(Object.values(recordFolds).map((fold) => [fold.aggregate, new Map()]));
  readonly tallies = new Map<AggregateName, Map<string, Tally>>();
  readonly clocks: Map<string, CityClock>;
  readonly byCity = new Map<string, number[]>();
  readonly trail: Folded['trail'][number][] = [];
  readonly #growing = new Map<string, Growing>();
  readonly #onTrail = new Set(trailTypes());

  /** @throws Unfoldable */
  constructor(entries: Entries, at: (done: number) => void) {
    this.clocks = new Map(moveClocks(new Map(), this.#all(entries, at)));
    for (const stream of this.#growing.keys()) this.#settle(stream);
    for (const [aggregate, of] of this.records) {
      const all = tally([...of.values()].map(({ columns }) => columns));
      this.tallies.set(aggregate, new Map(all.map((each) => [tallyKey(each), each])));
    }
  }

  /** The revision that the next entry of a stream has. */
  revisionAfter(stream: string): number {
    return this.#growing.get(stream)?.entries.length ?? 0;
  }

  /** The entry that comes next. @throws Unfoldable */
  step(number: number, entry: LogEntry): void {
    this.#grow(number, entry);
    for (const [cityId, clock] of moveClocks(this.clocks, [entry])) this.clocks.set(cityId, clock);
    const { before, after } = this.#settle(entry.stream);
    if (before !== undefined) this.#count(before, -1);
    this.#count(after, 1);
  }

  *#all(entries: Entries, at: (done: number) => void): Generator<LogEntry> {
    for (const [number, entry] of entries.all()) {
      this.#grow(number, entry);
      yield entry;
      if (number % 256 === 255) at(number + 1);
    }
  }

  #grow(number: number, entry: LogEntry): void {
    const address = parseStream(entry.stream);
    if (address === undefined) throw new Unfoldable(number, `${entry.stream} is the stream of no known kind of record`);
    const fold = recordFolds[address.aggregate];
    const known = this.#growing.get(entry.stream);
    const body = stepped(number, fold, known?.body ?? fold.initial, entry);
    const { recordedAt, cityId, type } = entry;
    if (known === undefined) {
      this.#growing.set(entry.stream, { fold, body, entries: [number], recordedAt, changedAt: recordedAt });
    } else {
      known.body = body;
      known.entries.push(number);
      known.changedAt = recordedAt;
    }
    const ofCity = this.byCity.get(cityId);
    if (ofCity === undefined) this.byCity.set(cityId, [number]);
    else ofCity.push(number);
    if (this.#onTrail.has(type)) this.trail.push({ number, type, cityId });
  }

  #settle(stream: string): { readonly before: FoldedRecord | undefined; readonly after: FoldedRecord } {
    const { fold, ...record } = this.#growing.get(stream) as Growing;
    const of = this.records.get(fold.aggregate) as Map<string, FoldedRecord>;
    const id = stream.slice(fold.aggregate.length + 1);
    const before = of.get(id);
    const after = { fold, id, stream, ...record, columns: fold.columns(record.body, id) };
    of.set(id, after);
    return { before, after };
  }

  #count({ fold, columns }: FoldedRecord, by: 1 | -1): void {
    const known = this.tallies.get(fold.aggregate) as Map<string, Tally>;
    for (const each of tally([columns])) {
      const key = tallyKey(each);
      known.set(key, { ...each, count: (known.get(key)?.count ?? 0) + by * each.count });
    }
  }
}

function stepped(number: number, fold: RecordFold, body: unknown, entry: LogEntry): unknown {
  try {
    return fold.evolve(body, factOf(entry));
  } catch (error) {
    throw new Unfoldable(number, error instanceof Error ? error.message : 'it cannot be folded');
  }
}
