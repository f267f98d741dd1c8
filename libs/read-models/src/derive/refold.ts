import { parseStream } from '@covenant/domain';
import type { FedEvent } from '@covenant/event-feed';
import type { Columns, RecordModel } from '../model.js';
import { type CityClock, type EntryFacts, entryOf, moveClocks } from './entry.js';
import type { RecordState } from './fold.js';
import { type Tally, traitsOf } from './tallies.js';

/** Everything that the read models hold, as it follows from the events alone. */
export interface Refolded {
  /** By table, then by id. */
  readonly records: ReadonlyMap<string, ReadonlyMap<string, RecordState & { readonly columns: Columns }>>;
  readonly entries: readonly EntryFacts[];
  /** By aggregate. */
  readonly tallies: ReadonlyMap<string, readonly Tally[]>;
  readonly clocks: ReadonlyMap<string, CityClock>;
}

/**
 * The rows from the first event, the plain way: one event after the other and no batches. Whoever doubts a row
 * compares it with this.
 */
export function refold(models: readonly RecordModel[], events: readonly FedEvent[]): Refolded {
  const states = new Map(models.map((model) => [model.aggregate, { model, states: new Map<string, RecordState>() }]));
  for (const event of events) {
    const address = parseStream(event.stream);
    const table = address && states.get(address.aggregate);
    if (address === undefined || table === undefined) continue;
    const before = table.states.get(address.id);
    table.states.set(address.id, {
      id: address.id,
      body: table.model.evolve(before === undefined ? table.model.initial : before.body, event),
      revision: event.revision,
      position: event.position,
      lastEntry: event.entry,
      firstRecordedAt: before?.firstRecordedAt ?? event.metadata.recordedAt,
      lastRecordedAt: event.metadata.recordedAt,
    });
  }
  const records = new Map(
    [...states.values()].map(({ model, states: of }) => [
      model.table,
      new Map([...of.values()].map((state) => [state.id, { ...state, columns: model.columns(state.body, state.id) }])),
    ]),
  );
  const entries = events.map(entryOf);
  return {
    records,
    entries,
    tallies: new Map(models.map(({ aggregate, table }) => [aggregate, count([...(records.get(table)?.values() ?? [])])])),
    clocks: moveClocks(new Map(), entries),
  };
}

function count(rows: readonly { readonly columns: Columns }[]): readonly Tally[] {
  const tallies = new Map<string, Tally>();
  for (const { columns } of rows) {
    const { cityId, status, open, overdue } = columns;
    for (const [facet, value] of traitsOf(columns)) {
      const key = JSON.stringify([cityId, facet, value, status, open, overdue]);
      tallies.set(key, { cityId, facet, value, status, open, overdue, count: (tallies.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...tallies.values()];
}
