import { type CityClock, moveClocks, parseStream, tally, type Tally } from '@covenant/domain';
import type { FedEvent } from '@covenant/event-feed';
import type { Columns, RecordModel } from '../model.js';
import { type EntryFacts, entryOf } from './entry.js';
import type { RecordState } from './fold.js';

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
    tallies: new Map(models.map(({ aggregate, table }) => [aggregate, tally([...(records.get(table)?.values() ?? [])].map(({ columns }) => columns))])),
    clocks: moveClocks(new Map(), entries),
  };
}
