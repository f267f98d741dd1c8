import { type AggregateName, type Begun, type DomainEvent, type Folded, upcast, type Versioned } from '@covenant/domain';
import type { RecordedEvent } from '@covenant/event-store';

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
  /** True until the record has come to its end. */
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
  /** The state after one more event, whatever version it was written in. */
  evolve(state: unknown, event: RecordedEvent): unknown;
  columns(state: unknown, id: string): Columns;
}

/** The pure half of an aggregate: what a row is folded with. */
export interface FoldedAggregate<S extends { readonly status: string }, E extends DomainEvent> extends Versioned {
  readonly name: AggregateName;
  readonly initial: S;
  evolve(state: S, event: Folded<E>): S;
  openDutyBearers(state: S): readonly string[];
  nextDueOn(state: S): string | undefined;
}

/**
 * Binds an aggregate to its table. The one place where a state's type is forgotten: what comes out of the fold is
 * what goes into it.
 */
export function recordModel<S extends { readonly status: string }, E extends DomainEvent>(options: {
  readonly aggregate: FoldedAggregate<S, E>;
  readonly table: string;
  readonly version: number;
  readonly severalDutyBearers?: boolean;
  columns(state: Begun<S>, id: string): Omit<Columns, 'openDutyBearers' | 'clockOn'>;
}): RecordModel {
  const { aggregate, table, version, severalDutyBearers = false, columns } = options;
  return {
    aggregate: aggregate.name,
    table,
    version,
    severalDutyBearers,
    initial: aggregate.initial,
    evolve: (state, event) => aggregate.evolve(state as S, folded(aggregate, event) as Folded<E>),
    columns: (given, id) => {
      const state = given as S;
      if (state.status === aggregate.initial.status) throw new Error(`${aggregate.name} ${id} has not begun`);
      return {
        ...columns(state as Begun<S>, id),
        openDutyBearers: aggregate.openDutyBearers(state),
        clockOn: aggregate.nextDueOn(state) ?? null,
      };
    },
  };
}

/** What `evolve` sees of a recorded event. */
function folded(versioned: Versioned, event: RecordedEvent): Folded<DomainEvent> {
  const { recordedAt, effectiveOn, actor, schemaVersion } = event.metadata;
  const data = upcast(versioned, event.type, schemaVersion, event.data);
  const seen = { id: event.id, type: event.type, data, recordedAt, actor };
  return effectiveOn === undefined ? seen : { ...seen, effectiveOn };
}
