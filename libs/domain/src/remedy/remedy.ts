import { procedureOf } from '../city/city.js';
import type { Aggregate, Context, Folded } from '../kernel/decider.js';
import { plain, unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseState } from '../kernel/refusal.js';
import { broken } from '../kernel/rules.js';
import { commonFacts } from '../values/common.js';
import { keyed } from '../values/keys.js';
import { rectified, rectifiers } from '../values/rectification.js';
import { remedyDueActs, remedyNextDueOn } from './remedy.clock.js';
import type { NewMeasure, OrderedMeasure, RemedyEvent } from './remedy.events.js';
import {
  confirmMeasure,
  deliverMeasure,
  disputeMeasure,
  extendMeasure,
  failed,
  markDate,
  newMeasure,
  reopened,
  startMeasure,
} from './remedy.measures.js';
import { remedyReferences } from './remedy.references.js';
import { openBearers, remedyRules } from './remedy.rules.js';
import type { OrderRemedy, Remedy, RemedyCommand, RemedyState, RemedyStatus } from './remedy.state.js';
import { measureOf } from './remedy.state.js';

const begun = [
  'ordered',
  'accepted',
  'refused',
  'in-delivery',
  'delivered',
  'confirmed',
  'completed',
  'failed',
  'reopened',
] as const;
const underWay = ['ordered', 'accepted', 'refused', 'in-delivery', 'delivered', 'confirmed', 'reopened'] as const;

const from = {
  order: ['none'],
  accept: ['ordered', 'refused'],
  refuse: ['ordered'],
  'start-measure': ['accepted', 'in-delivery', 'reopened'],
  'deliver-measure': ['in-delivery', 'reopened'],
  'confirm-measure': ['in-delivery', 'delivered', 'reopened'],
  'dispute-measure': ['in-delivery', 'delivered', 'reopened'],
  'extend-measure': ['ordered', 'accepted', 'refused', 'in-delivery', 'reopened'],
  escalate: underWay,
  complete: underWay,
  fail: underWay,
  reopen: ['completed', 'failed'],
  reassign: underWay,
  // A date that was missed stays missed, whatever came after.
  'measure-fall-due': begun,
  'escalate-overdue': begun,
  rectify: begun,
} as const;

function decide(state: RemedyState, command: RemedyCommand, context: Context): readonly RemedyEvent[] | Refusal {
  const refusal = broken({ begins: 'order', from, rules: remedyRules }, state, command, context);
  if (refusal !== undefined) return refusal;
  if (command.type === 'order') return [{ type: 'RemedyOrdered', data: ordered(command.data, context) }];
  if (state.status === 'none') return refuseState('not-begun', { command: command.type });
  const day = context.today;
  switch (command.type) {
    case 'accept':
      return [{ type: 'RemedyAccepted', data: plain(command.data) }];
    case 'refuse':
      return [{ type: 'RemedyRefused', data: plain(command.data) }];
    case 'start-measure':
      return [{ type: 'MeasureStarted', data: plain(command.data) }];
    case 'deliver-measure':
      return [{ type: 'MeasureDelivered', data: plain({ ...command.data, day }) }];
    case 'confirm-measure':
      return [{ type: 'MeasureConfirmed', data: plain(command.data) }];
    case 'dispute-measure':
      return [{ type: 'MeasureDisputed', data: plain(command.data) }];
    case 'extend-measure': {
      const before = measureOf(state, command.data.measure)?.dueOn ?? command.data.dueOn;
      return [{ type: 'MeasureExtended', data: plain({ ...command.data, from: before, day }) }];
    }
    case 'escalate':
      return [{ type: 'RemedyEscalated', data: plain(command.data) }];
    case 'complete':
      return [{ type: 'RemedyCompleted', data: plain(command.data) }];
    case 'fail':
      return [{ type: 'RemedyFailed', data: plain({ ...command.data, day }) }];
    case 'reopen': {
      const { reason, redo = [], measures = [] } = command.data;
      const taken = state.measures.map(({ key }) => key);
      const further = withBearer(keyed('r', measures, taken), state.dutyBearerId);
      return [{ type: 'RemedyReopened', data: plain({ reason, redo, measures: further, day }) }];
    }
    case 'reassign':
      return [{ type: 'RemedyReassigned', data: plain(command.data) }];
    case 'measure-fall-due': {
      const { measure, dueOn } = command.data;
      return [{ type: 'MeasureFellDue', data: { measure, dueOn } }];
    }
    case 'escalate-overdue': {
      const { measure, dueOn } = command.data;
      return [{ type: 'RemedyEscalated', data: { to: state.escalation.to, reason: 'overdue', measure, dueOn } }];
    }
    case 'rectify':
      return [{ type: 'RemedyRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

const withBearer = (
  measures: readonly (NewMeasure & { readonly key: string })[],
  dutyBearerId: string,
): readonly OrderedMeasure[] => measures.map((one) => ({ ...one, dutyBearerId: one.dutyBearerId ?? dutyBearerId }));

function ordered(data: OrderRemedy, context: Context): Extract<RemedyEvent, { type: 'RemedyOrdered' }>['data'] {
  const { remedyEscalationDays, remedyEscalationTo } = procedureOf(context.reference('city', data.cityId));
  const measures = withBearer(keyed('r', data.measures), data.dutyBearerId);
  return plain({ ...data, measures, escalation: { afterDays: remedyEscalationDays, to: remedyEscalationTo } });
}

function evolve(state: RemedyState, event: Folded<RemedyEvent>): RemedyState {
  if (event.type === 'RemedyOrdered') {
    const measures = event.data.measures.map(newMeasure);
    const lists = { escalations: [], turns: [], previousDutyBearers: [], rectifications: [] };
    return { status: 'ordered', ...event.data, ...commonFacts(event.data), measures, ...lists };
  }
  // Nothing is written to a remedy before it is ordered.
  if (state.status === 'none') return state;
  const { recordedAt } = event;
  const told = { by: event.actor, recordedAt };
  switch (event.type) {
    case 'RemedyAccepted':
      return turned(state, 'accepted', event.data.statement, recordedAt);
    case 'RemedyRefused':
      return turned(state, 'refused', event.data.reason, recordedAt);
    case 'MeasureStarted':
      return startMeasure(state, event.data);
    case 'MeasureDelivered':
      return deliverMeasure(state, event.data, told);
    case 'MeasureConfirmed':
      return confirmMeasure(state, { ...event.data, ...told });
    case 'MeasureDisputed':
      return disputeMeasure(state, { ...event.data, ...told });
    case 'MeasureExtended':
      return extendMeasure(state, event.data, recordedAt);
    case 'MeasureFellDue':
      return markDate(state, event.data, { fellDue: true });
    case 'RemedyEscalated': {
      const { measure, dueOn } = event.data;
      const escalated = { ...state, escalations: [...state.escalations, { ...event.data, recordedAt }] };
      const byClock = measure !== undefined && dueOn !== undefined;
      return byClock ? markDate(escalated, { measure, dueOn }, { escalated: true }) : escalated;
    }
    case 'RemedyCompleted':
      return turned(state, 'completed', event.data.statement, recordedAt);
    case 'RemedyFailed':
      return turned(failed(state, event.data.day), 'failed', event.data.reason, recordedAt);
    case 'RemedyReopened':
      return turned(reopened(state, event.data), 'reopened', event.data.reason, recordedAt);
    case 'RemedyReassigned': {
      const { from: before, dutyBearerId } = event.data;
      const previousDutyBearers = [...state.previousDutyBearers, before];
      const measures = state.measures.map((one) =>
        one.dutyBearerId === before && one.status !== 'confirmed' ? { ...one, dutyBearerId } : one,
      );
      return state.dutyBearerId === before
        ? { ...state, dutyBearerId, measures, previousDutyBearers }
        : { ...state, measures, previousDutyBearers };
    }
    case 'RemedyRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

const turned = (state: Remedy, to: RemedyStatus, text: string | undefined, recordedAt: string): Remedy => ({
  ...state,
  status: to,
  turns: [...state.turns, { to, recordedAt, ...(text === undefined ? {} : { text }) }],
});

/** What repairs a harm: measure by measure, from the order to the word of those who were harmed. */
export const remedy: Aggregate<RemedyState, RemedyCommand, RemedyEvent> = {
  name: 'remedy',
  begins: 'order',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: {
    order: ['focal-point', 'council', 'oversight'],
    accept: ['staff'],
    refuse: ['staff'],
    'start-measure': ['staff'],
    'deliver-measure': ['staff'],
    'confirm-measure': ['oversight', 'resident'],
    'dispute-measure': ['oversight', 'resident'],
    'extend-measure': ['council', 'focal-point'],
    escalate: ['focal-point', 'council', 'oversight', 'resident'],
    complete: ['oversight', 'council', 'focal-point'],
    fail: ['oversight', 'council', 'focal-point'],
    reopen: ['oversight', 'council', 'focal-point'],
    reassign: ['system', 'focal-point', 'council'],
    'measure-fall-due': ['system'],
    'escalate-overdue': ['system'],
    rectify: rectifiers,
  },
  ownWord: ['accept', 'refuse', 'start-measure', 'deliver-measure'],
  schemaVersions: {
    RemedyOrdered: 1,
    RemedyAccepted: 1,
    RemedyRefused: 1,
    MeasureStarted: 1,
    MeasureDelivered: 1,
    MeasureConfirmed: 1,
    MeasureDisputed: 1,
    MeasureExtended: 1,
    MeasureFellDue: 1,
    RemedyEscalated: 1,
    RemedyCompleted: 1,
    RemedyFailed: 1,
    RemedyReopened: 1,
    RemedyReassigned: 1,
    RemedyRectified: 1,
  },
  upcasts: {},
  references: remedyReferences,
  asks: () => [],
  cityOf: (state) => (state.status === 'none' ? undefined : state.cityId),
  speaksFor: (state, command) => {
    if (state.status === 'none') return undefined;
    const bearer =
      command.type === 'start-measure' || command.type === 'deliver-measure'
        ? measureOf(state, command.data.measure)?.dutyBearerId
        : undefined;
    return bearer ?? state.dutyBearerId;
  },
  openDutyBearers: (state) =>
    state.status === 'none' || state.status === 'completed' || state.status === 'failed' ? [] : openBearers(state),
  dueActs: remedyDueActs,
  nextDueOn: remedyNextDueOn,
};

export type { RemedyCommand, RemedyState } from './remedy.state.js';
