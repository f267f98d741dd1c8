import type { AggregateName, Overview } from '@covenant/domain';
import type { EventStore } from '@covenant/event-store';
import type { DataSource } from 'typeorm';
import { recordModels } from '../aggregates/all.js';
import type { RecordModel } from '../model.js';
import { type Moment, type PastRecord, recordAsOf } from './as-of.js';
import { recordsAsCsv } from './csv.js';
import { type AuditOptions, type EntryItem, EntryQueries } from './entries.js';
import { FactQueries } from './facts.js';
import { cityOverview } from './overview.js';
import type { Page } from './page.js';
import { type RowsOptions, type StoredRow, storedRows } from './rows.js';
import { type ListOptions, type RecordFilter, type RecordItem, RecordQueries, type RecordSort } from './records.js';

export interface QueriesOptions {
  readonly source: DataSource;
  /** For records as they once stood, which are folded from their events. */
  readonly store: Pick<EventStore, 'readStream'>;
  /** Default: those of all aggregates. */
  readonly models?: readonly RecordModel[];
}

/** Every question that the read models answer. */
export class ReadModelQueries {
  readonly facts: FactQueries;
  private readonly entries: EntryQueries;
  private readonly records: ReadonlyMap<AggregateName, { readonly model: RecordModel; readonly queries: RecordQueries }>;

  constructor(private readonly options: QueriesOptions) {
    const { source, models = recordModels } = options;
    this.facts = new FactQueries(source, models);
    this.entries = new EntryQueries(source);
    this.records = new Map(
      models.map((model) => [model.aggregate, { model, queries: new RecordQueries(source, model) }]),
    );
  }

  /** Undefined when there is no such record, or not yet. */
  record(aggregate: AggregateName, id: string): Promise<RecordItem | undefined> {
    return this.of(aggregate).queries.record(id);
  }

  /** @throws InvalidCursor */
  list(aggregate: AggregateName, options: ListOptions = {}): Promise<Page<RecordItem>> {
    return this.of(aggregate).queries.list(options);
  }

  /** All records that fit, as lines of CSV. */
  csv(aggregate: AggregateName, filter: RecordFilter = {}, sort: RecordSort = '-recordedAt'): AsyncGenerator<string> {
    const { queries, model } = this.of(aggregate);
    return recordsAsCsv(queries, model, filter, sort);
  }

  /** A record as it stood at an entry number or a time of recording; undefined when it did not exist then. */
  asOf(aggregate: AggregateName, id: string, moment: Moment): Promise<PastRecord | undefined> {
    return recordAsOf(this.entries, this.options.store, this.of(aggregate).model, id, moment);
  }

  /** @throws InvalidCursor */
  history(
    aggregate: AggregateName,
    id: string,
    options: Pick<AuditOptions, 'limit' | 'cursor' | 'language'> = {},
  ): Promise<Page<EntryItem>> {
    return this.entries.history({ aggregate, recordId: id }, options);
  }

  /** @throws InvalidCursor */
  audit(options: AuditOptions = {}): Promise<Page<EntryItem>> {
    return this.entries.audit(options);
  }

  overview(cityId: string): Promise<Overview> {
    return cityOverview(this.options.source, cityId);
  }

  /** Rows as they are stored. @throws InvalidCursor; RangeError for a table that is not derived from the log */
  rows(table: string, options: RowsOptions = {}): Promise<Page<StoredRow>> {
    return storedRows(this.options.source, table, options);
  }

  private of(aggregate: AggregateName) {
    const found = this.records.get(aggregate);
    if (found === undefined) throw new Error(`there is no read model of ${aggregate}`);
    return found;
  }
}
