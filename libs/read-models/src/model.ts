import { type Begun, type Columns, type DomainEvent, type FoldedAggregate, type RecordFold, recordFold } from '@covenant/domain';

export type { Columns } from '@covenant/domain';

/** How one aggregate becomes one table. What its rows say is derived by the domain, so that others can derive it too. */
export interface RecordModel extends RecordFold {
  /** The table, a plural noun; also the projection's name. */
  readonly table: string;
  /** Raised whenever the same events would give other rows: the tables are then rebuilt. */
  readonly version: number;
}

export const recordTable = (fold: RecordFold, { table, version }: Pick<RecordModel, 'table' | 'version'>): RecordModel => ({
  ...fold,
  table,
  version,
});

/** An aggregate, its columns and its table at once. */
export function recordModel<S extends { readonly status: string }, E extends DomainEvent>(options: {
  readonly aggregate: FoldedAggregate<S, E>;
  readonly table: string;
  readonly version: number;
  readonly severalDutyBearers?: boolean;
  columns(state: Begun<S>, id: string): Omit<Columns, 'openDutyBearers' | 'clockOn'>;
}): RecordModel {
  return recordTable(recordFold({ ...options, plural: options.table.replace('_', '-') }), options);
}
