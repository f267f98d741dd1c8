import type { AggregateName, DomainEvent, Folded } from '@covenant/domain';

/**
 * What lists filter, sort and search a record by: derived from its folded state alone, by a pure function, so that
 * anybody who folds the events gets the same row. Dates are ISO days.
 */
export interface Columns {
  readonly cityId: string;
  readonly status: string;
  readonly title: string;
  /** The duty-bearers that the record names as such, the main one first. */
  readonly dutyBearers: readonly string[];
  /** Those of them that still owe something under it. */
  readonly openDutyBearers: readonly string[];
  readonly rights: readonly string[];
  readonly principles: readonly string[];
  readonly groups: readonly string[];
  /** True while the record asks something of its duty-bearer. */
  readonly open: boolean;
  /** True once a missed date was recorded and nothing has settled it since. */
  readonly overdue: boolean;
  /** The date that the record is to be done by, where it has one. */
  readonly dueOn: string | null;
  /** The next date on which the clock has something to record, if the record stays as it is. */
  readonly clockOn: string | null;
  /** A unique name in addresses, where the aggregate has one. */
  readonly slug: string | null;
  /** What full-text search reads, besides the title. */
  readonly text: readonly (string | undefined)[];
}

/** The pure half of an aggregate that a row is folded with. */
export interface Fold<S, E extends DomainEvent> {
  readonly initial: S;
  evolve(state: S, event: Folded<E>): S;
}

/** How one aggregate becomes one table. */
export interface RecordModel {
  readonly aggregate: AggregateName;
  /** The table, a plural noun; also the projection's name. */
  readonly table: string;
  /** Raised whenever the same events would give other rows: the tables are then rebuilt. */
  readonly version: number;
  /** True when one record can be the duty of several duty-bearers at once. */
  readonly severalDutyBearers: boolean;
  readonly initial: unknown;
  evolve(state: unknown, event: Folded<DomainEvent>): unknown;
  columns(state: unknown): Columns;
}

/** Binds an aggregate to its table. The one place where a state's type is forgotten: what goes in is what comes out. */
export function recordModel<S, E extends DomainEvent>(options: {
  readonly aggregate: Fold<S, E> & { readonly name: AggregateName };
  readonly table: string;
  readonly version: number;
  readonly severalDutyBearers?: boolean;
  columns(state: S): Columns;
}): RecordModel {
  const { aggregate, table, version, severalDutyBearers = false, columns } = options;
  return {
    aggregate: aggregate.name,
    table,
    version,
    severalDutyBearers,
    initial: aggregate.initial,
    evolve: (state, event) => aggregate.evolve(state as S, event as Folded<E>),
    columns: (state) => columns(state as S),
  };
}
