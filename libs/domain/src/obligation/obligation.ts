import type { Aggregate, Context, Folded } from '../kernel/decider.js';
import { plain, unreachable, without } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseState } from '../kernel/refusal.js';
import { broken } from '../kernel/rules.js';
import { commonFacts } from '../values/common.js';
import { rectified, rectifiers } from '../values/rectification.js';
import type { ObligationEvent, ObligationRecording } from './obligation.events.js';
import type { Obligation } from './obligation.rules.js';
import { obligationReferences, obligationRules } from './obligation.rules.js';
import type { ObligationCommand, ObligationState } from './obligation.state.js';

const from = {
  record: ['none'],
  accept: ['recorded', 'disputed'],
  dispute: ['recorded'],
  reassign: ['recorded', 'accepted', 'disputed'],
  clarify: ['recorded', 'accepted', 'disputed'],
  cease: ['recorded', 'accepted', 'disputed'],
  rectify: ['recorded', 'accepted', 'disputed', 'ceased'],
} as const;

function decide(
  state: ObligationState,
  command: ObligationCommand,
  context: Context,
): readonly ObligationEvent[] | Refusal {
  const refusal = broken({ begins: 'record', from, rules: obligationRules }, state, command, context);
  if (refusal !== undefined) return refusal;
  if (command.type === 'record') return [{ type: 'ObligationRecorded', data: plain(command.data) }];
  if (state.status === 'none') return refuseState('not-begun', { command: command.type });
  switch (command.type) {
    case 'accept':
      return [{ type: 'ObligationAccepted', data: plain(command.data) }];
    case 'dispute':
      return [{ type: 'ObligationDisputed', data: plain(command.data) }];
    case 'reassign':
      return [{ type: 'ObligationReassigned', data: plain({ ...command.data, from: state.dutyBearerId }) }];
    case 'clarify':
      return [{ type: 'ObligationClarified', data: plain(command.data) }];
    case 'cease':
      return [{ type: 'ObligationCeased', data: plain(command.data) }];
    case 'rectify':
      return [{ type: 'ObligationRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

const recorded = (data: ObligationRecording): ObligationState => ({
  status: 'recorded',
  ...data,
  ...commonFacts(data),
  clarifications: [],
  previousDutyBearers: [],
  rectifications: [],
});

/** What every status holds, without what only the present one does. */
function body(state: Obligation): Omit<Extract<ObligationState, { status: 'recorded' }>, 'status'> {
  switch (state.status) {
    case 'recorded':
      return without(state, 'status');
    case 'accepted':
      return without(without(state, 'acceptance'), 'status');
    case 'disputed':
      return without(without(state, 'dispute'), 'status');
    case 'ceased':
      return without(without(state, 'cessation'), 'status');
    default:
      return unreachable(state);
  }
}

function evolve(state: ObligationState, event: Folded<ObligationEvent>): ObligationState {
  if (event.type === 'ObligationRecorded') return recorded(event.data);
  // Nothing is written to an obligation before it is recorded.
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'ObligationAccepted':
      return { ...body(state), status: 'accepted', acceptance: event.data, ...answered(event.data) };
    case 'ObligationDisputed':
      return { ...body(state), status: 'disputed', dispute: event.data, ...answered(event.data) };
    case 'ObligationReassigned':
      // The new duty-bearer has not yet said whether it accepts.
      return {
        ...body(state),
        status: 'recorded',
        dutyBearerId: event.data.dutyBearerId,
        previousDutyBearers: [...state.previousDutyBearers, event.data.from],
      };
    case 'ObligationClarified': {
      const { dimension, realisation, groups } = event.data;
      const clarification = { ...event.data, recordedAt: event.recordedAt };
      return {
        ...state,
        dimension: dimension ?? state.dimension,
        realisation: realisation ?? state.realisation,
        groups: groups ?? state.groups,
        clarifications: [...state.clarifications, clarification],
      };
    }
    case 'ObligationCeased':
      return { ...body(state), status: 'ceased', cessation: event.data };
    case 'ObligationRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

const answered = ({ response }: Pick<ObligationRecording, 'response'>): Pick<ObligationRecording, 'response'> =>
  response === undefined ? {} : { response };

/** What a duty-bearer owes to whom, and from which law or recommendation it follows. */
export const obligation: Aggregate<ObligationState, ObligationCommand, ObligationEvent> = {
  name: 'obligation',
  begins: 'record',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: {
    record: ['staff', 'focal-point', 'council', 'oversight'],
    accept: ['staff'],
    dispute: ['staff'],
    reassign: ['system', 'focal-point', 'council'],
    clarify: ['focal-point', 'council', 'oversight'],
    cease: ['focal-point', 'council'],
    rectify: rectifiers,
  },
  ownWord: ['accept', 'dispute'],
  schemaVersions: {
    ObligationRecorded: 1,
    ObligationAccepted: 1,
    ObligationDisputed: 1,
    ObligationReassigned: 1,
    ObligationClarified: 1,
    ObligationCeased: 1,
    ObligationRectified: 1,
  },
  upcasts: {},
  references: obligationReferences,
  asks: () => [],
  cityOf: (state) => (state.status === 'none' ? undefined : state.cityId),
  speaksFor: (state) => (state.status === 'none' ? undefined : state.dutyBearerId),
  openDutyBearers: (state) => (state.status === 'none' || state.status === 'ceased' ? [] : [state.dutyBearerId]),
  dueActs: () => [],
  nextDueOn: () => undefined,
};

export type { ObligationCommand, ObligationState } from './obligation.state.js';
