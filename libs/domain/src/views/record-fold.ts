import type { AggregateName, Begun, DomainEvent, Folded } from '../kernel/decider.js';
import type { EventMetadata } from '../kernel/envelope.js';
import type { JsonObject } from '../kernel/json.js';
import { upcast, type Versioned } from '../kernel/upcast.js';

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

/** An event as it was recorded, in a store or in the log: what folding is given. */
export interface RecordedFact {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: Pick<EventMetadata, 'actor' | 'recordedAt' | 'effectiveOn' | 'schemaVersion'>;
}

/** How one aggregate's events become what is shown of its records. The same for the projector and for who doubts it. */
export interface RecordFold {
  readonly aggregate: AggregateName;
  /** What its records are called together: their path in the interface, and with `_` for `-` their table. */
  readonly plural: string;
  /** True when one record can be the duty of several duty-bearers at once. */
  readonly severalDutyBearers: boolean;
  readonly initial: unknown;
  /** The state after one more event, whatever version it was written in. */
  evolve(state: unknown, event: RecordedFact): unknown;
  columns(state: unknown, id: string): Columns;
}

/** The pure half of an aggregate: what a record is folded with. */
export interface FoldedAggregate<S extends { readonly status: string }, E extends DomainEvent> extends Versioned {
  readonly name: AggregateName;
  readonly initial: S;
  evolve(state: S, event: Folded<E>): S;
  openDutyBearers(state: S): readonly string[];
  nextDueOn(state: S): string | undefined;
}

/**
 * Binds an aggregate to its columns. The one place where a state's type is forgotten: what comes out of the fold is
 * what goes into it.
 */
export function recordFold<S extends { readonly status: string }, E extends DomainEvent>(options: {
  readonly aggregate: FoldedAggregate<S, E>;
  readonly plural: string;
  readonly severalDutyBearers?: boolean;
  readonly columns: (state: Begun<S>, id: string) => Omit<Columns, 'openDutyBearers' | 'clockOn'>;
}): RecordFold {
  const { aggregate, plural, severalDutyBearers = false, columns } = options;
  return {
    aggregate: aggregate.name,
    plural,
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
function folded(versioned: Versioned, event: RecordedFact): Folded<DomainEvent> {
  const { recordedAt, effectiveOn, actor, schemaVersion } = event.metadata;
  const data = upcast(versioned, event.type, schemaVersion, event.data);
  const seen = { id: event.id, type: event.type, data, recordedAt, actor };
  return effectiveOn === undefined ? seen : { ...seen, effectiveOn };
}
