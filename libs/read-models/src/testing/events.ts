import { randomUUID } from 'node:crypto';
import type { DomainEvent, EventMetadata, Folded, JsonObject } from '@covenant/domain';
import type { EventStore, NewEvent } from '@covenant/event-store';
import { recordModel, type Columns } from '../model.js';

/** A small aggregate with what projections care about, so that their tests do not move with the domain's rules. */
export interface PledgeState {
  readonly status: 'nothing' | 'open' | 'kept';
  readonly cityId: string;
  readonly title: string;
  readonly rights: readonly string[];
  readonly notes: readonly string[];
  readonly dueOn: string | null;
  readonly overdue: boolean;
}

const initial: PledgeState = {
  status: 'nothing',
  cityId: '',
  title: '',
  rights: [],
  notes: [],
  dueOn: null,
  overdue: false,
};

const text = (data: JsonObject, member: string): string => {
  const value = data[member];
  return typeof value === 'string' ? value : '';
};

export function evolvePledge(state: PledgeState, event: Folded<DomainEvent>): PledgeState {
  const { data } = event;
  switch (event.type) {
    case 'PledgeMade':
      return {
        ...state,
        status: 'open',
        cityId: text(data, 'cityId'),
        title: text(data, 'title'),
        rights: Array.isArray(data.rights) ? data.rights.map(String) : [],
        dueOn: typeof data.dueOn === 'string' ? data.dueOn : null,
      };
    case 'PledgeNoted':
      return { ...state, notes: [...state.notes, text(data, 'note')] };
    case 'PledgeRenamed':
      return { ...state, title: text(data, 'title') };
    case 'PledgeFellDue':
      return { ...state, overdue: true };
    case 'PledgeKept':
      return { ...state, status: 'kept', overdue: false };
    case 'PledgeBroken':
      throw new Error('nobody can fold this');
    default:
      throw new Error(`unknown event ${event.type}`);
  }
}

export const pledgeColumns = (state: PledgeState): Omit<Columns, 'openDutyBearers' | 'clockOn'> => ({
  cityId: state.cityId,
  status: state.status,
  title: state.title,
  dutyBearers: [],
  rights: state.rights,
  principles: [],
  groups: [],
  open: state.status === 'open',
  overdue: state.overdue,
  dueOn: state.dueOn,
  slug: null,
  text: state.notes,
});

const types = ['PledgeMade', 'PledgeNoted', 'PledgeRenamed', 'PledgeFellDue', 'PledgeKept', 'PledgeBroken'];

export const pledge = {
  initial,
  evolve: evolvePledge,
  schemaVersions: Object.fromEntries(types.map((type) => [type, 1])),
  upcasts: {},
  openDutyBearers: () => [],
  nextDueOn: () => undefined,
};

/** Pledges in the table of the commitments. */
export const pledgeModel = recordModel<PledgeState, DomainEvent>({
  aggregate: { name: 'commitment', ...pledge },
  table: 'commitments',
  version: 1,
  columns: pledgeColumns,
});

/** The same shape in another table, for an aggregate that must go on when the other cannot. */
export const otherModel = recordModel<PledgeState, DomainEvent>({
  aggregate: { name: 'obligation', ...pledge },
  table: 'obligations',
  version: 1,
  columns: pledgeColumns,
});

export interface EventOptions extends Partial<EventMetadata> {
  readonly id?: string;
}

export const eventOf = (type: string, data: JsonObject, options: EventOptions & { cityId: string }): NewEvent => {
  const { id = randomUUID(), ...metadata } = options;
  return {
    id,
    type,
    data,
    metadata: {
      actor: { subject: 'subject-1', role: 'staff' },
      recordedAt: '2026-03-01T09:00:00.000Z',
      correlationId: id,
      schemaVersion: 1,
      ...metadata,
    },
  };
};

/** Records a pledge with what comes after it; gives its id and the position of the last event. */
export async function recordPledge(
  store: EventStore,
  cityId: string,
  title: string,
  then: readonly (readonly [type: string, data: JsonObject])[] = [],
  options: { aggregate?: string; id?: string; data?: JsonObject; recordedAt?: string } = {},
): Promise<{ readonly id: string; readonly stream: string; readonly position: bigint }> {
  const id = options.id ?? randomUUID();
  const stream = `${options.aggregate ?? 'commitment'}-${id}`;
  const at = options.recordedAt === undefined ? {} : { recordedAt: options.recordedAt };
  const events = [['PledgeMade', { cityId, title, ...options.data }] as const, ...then].map(([type, data]) =>
    eventOf(type, data, { cityId, ...at }),
  );
  const { events: appended } = await store.append(stream, 'no-stream', events);
  return { id, stream, position: appended.at(-1)?.position ?? -1n };
}
