import { procedureOf } from '../city/city.js';
import type { Aggregate, Context, Folded } from '../kernel/decider.js';
import { plain, unreachable, without } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseState } from '../kernel/refusal.js';
import { broken } from '../kernel/rules.js';
import { commonFacts } from '../values/common.js';
import { addDays } from '../values/dates.js';
import type { Deadline } from '../values/deadline.js';
import { keyed } from '../values/keys.js';
import { rectified, rectifiers } from '../values/rectification.js';
import { scrutinyDueActs, scrutinyNextDueOn } from './scrutiny.clock.js';
import type { ScrutinyDecision, ScrutinyEvent } from './scrutiny.events.js';
import { conditionKeysOf, scrutinyReferences, scrutinyRules } from './scrutiny.rules.js';
import type { Condition, Round, Scrutiny, ScrutinyCommand, ScrutinyState } from './scrutiny.state.js';
import { currentRound } from './scrutiny.state.js';

const begun = ['opened', 'screened', 'assessed', 'consulted', 'decided', 'answered', 'closed'] as const;

const from = {
  open: ['none'],
  screen: ['opened'],
  assess: ['screened', 'assessed', 'consulted'],
  'link-consultation': ['assessed', 'consulted'],
  decide: ['screened', 'assessed', 'consulted', 'decided'],
  answer: ['decided'],
  'meet-condition': ['decided', 'answered'],
  'fail-condition': ['decided', 'answered'],
  reconsider: ['decided', 'answered', 'closed'],
  close: ['answered'],
  reassign: ['opened', 'screened', 'assessed', 'consulted', 'decided', 'answered'],
  // A date that was missed stays missed, whatever came after.
  'answer-fall-due': begun,
  'condition-fall-due': begun,
  rectify: begun,
} as const;

function decide(state: ScrutinyState, command: ScrutinyCommand, context: Context): readonly ScrutinyEvent[] | Refusal {
  const refusal = broken({ begins: 'open', from, rules: scrutinyRules }, state, command, context);
  if (refusal !== undefined) return refusal;
  if (command.type === 'open') return [{ type: 'ScrutinyOpened', data: plain(command.data) }];
  if (state.status === 'none') return refuseState('not-begun', { command: command.type });
  const day = context.today;
  switch (command.type) {
    case 'screen':
      return [{ type: 'ScrutinyScreened', data: plain(command.data) }];
    case 'assess':
      return [{ type: 'ScrutinyAssessed', data: plain(command.data) }];
    case 'link-consultation':
      return [{ type: 'ScrutinyConsultationLinked', data: plain(command.data) }];
    case 'decide':
      return [{ type: 'ScrutinyDecided', data: decided(state, command.data, context) }];
    case 'answer':
      return [{ type: 'ScrutinyAnswered', data: plain({ ...command.data, day }) }];
    case 'meet-condition':
      return [{ type: 'ScrutinyConditionMet', data: plain({ ...command.data, day }) }];
    case 'fail-condition':
      return [{ type: 'ScrutinyConditionFailed', data: plain({ ...command.data, day }) }];
    case 'reconsider':
      return [{ type: 'ScrutinyReconsidered', data: plain({ ...command.data, day }) }];
    case 'close':
      return [{ type: 'ScrutinyClosed', data: plain(command.data) }];
    case 'reassign':
      return [{ type: 'ScrutinyReassigned', data: plain({ ...command.data, from: state.dutyBearerId }) }];
    case 'answer-fall-due':
      return [{ type: 'ScrutinyAnswerFellDue', data: { dueOn: command.data.dueOn } }];
    case 'condition-fall-due': {
      const { condition, dueOn } = command.data;
      return [{ type: 'ScrutinyConditionFellDue', data: { condition, dueOn } }];
    }
    case 'rectify':
      return [{ type: 'ScrutinyRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

/** The days to answer run from the day on which the decision was recorded: before, the owner could not read it. */
function decided(state: Scrutiny, data: ScrutinyDecision, context: Context): DecidedData {
  const conditions = keyed('c', data.conditions ?? [], conditionKeysOf(state));
  const { scrutinyAnswerDays } = procedureOf(context.reference('city', state.cityId));
  const answerDueOn = data.outcome === 'deferred' ? undefined : addDays(context.today, scrutinyAnswerDays);
  return plain({ ...data, conditions, ...(answerDueOn === undefined ? {} : { answerDueOn }) });
}

type DecidedData = Extract<ScrutinyEvent, { type: 'ScrutinyDecided' }>['data'];

const newRound: Round = { impacts: [], consultations: [], conditions: [] };

const inRound = (state: Scrutiny, change: Partial<Round>): readonly Round[] => [
  ...state.rounds.slice(0, -1),
  { ...currentRound(state), ...change },
];

const settle = (state: Scrutiny, key: string, result: 'met' | 'failed', endedOn: string): Scrutiny => ({
  ...state,
  rounds: inRound(state, {
    conditions: currentRound(state).conditions.map((one) => (one.key === key ? { ...one, result, endedOn } : one)),
  }),
});

const ended = <T extends Deadline>(deadline: T, endedOn: string): T =>
  deadline.endedOn === undefined ? { ...deadline, endedOn } : deadline;

/** Reconsidering stops every date of the round that is left behind. */
function leftBehind(round: Round, day: string): Round {
  const conditions = round.conditions.map((one) => ended(one, day));
  return { ...round, conditions, ...(round.answerDue === undefined ? {} : { answerDue: ended(round.answerDue, day) }) };
}

function evolve(state: ScrutinyState, event: Folded<ScrutinyEvent>): ScrutinyState {
  if (event.type === 'ScrutinyOpened') {
    const opened = { ...event.data, ...commonFacts(event.data), rounds: [newRound], reconsiderations: [] };
    return { status: 'opened', ...opened, previousDutyBearers: [], rectifications: [] };
  }
  // Nothing is written to a scrutiny before it is opened.
  if (state.status === 'none') return state;
  const { recordedAt, actor: by } = event;
  const round = currentRound(state);
  switch (event.type) {
    case 'ScrutinyScreened':
      return { ...state, status: 'screened', rounds: inRound(state, { screening: event.data }) };
    case 'ScrutinyAssessed': {
      const rounds = inRound(state, { impacts: [...round.impacts, ...event.data.impacts] });
      const evidence = [...state.evidence, ...(event.data.evidence ?? [])];
      return { ...state, status: state.status === 'consulted' ? 'consulted' : 'assessed', rounds, evidence };
    }
    case 'ScrutinyConsultationLinked': {
      const rounds = inRound(state, { consultations: [...round.consultations, event.data] });
      return { ...state, status: 'consulted', rounds };
    }
    case 'ScrutinyDecided': {
      const { conditions, answerDueOn, ...data } = event.data;
      const running = conditions.map((one): Condition => ({ ...one, fellDue: false }));
      const answerDue = answerDueOn === undefined ? {} : { answerDue: { dueOn: answerDueOn, fellDue: false } };
      const rounds = inRound(state, { decision: { ...data, by, recordedAt }, conditions: running, ...answerDue });
      return { ...state, status: 'decided', rounds };
    }
    case 'ScrutinyAnswered': {
      const answer = { ...without(event.data, 'day'), recordedAt };
      const due = round.answerDue === undefined ? {} : { answerDue: ended(round.answerDue, event.data.day) };
      return { ...state, status: 'answered', rounds: inRound(state, { answer, ...due }) };
    }
    case 'ScrutinyConditionMet':
      return settle(state, event.data.condition, 'met', event.data.day);
    case 'ScrutinyConditionFailed':
      return settle(state, event.data.condition, 'failed', event.data.day);
    case 'ScrutinyReconsidered': {
      const { grounds, day } = event.data;
      return {
        ...open(state),
        status: 'opened',
        rounds: [...state.rounds.slice(0, -1), leftBehind(round, day), newRound],
        reconsiderations: [...state.reconsiderations, { grounds, recordedAt }],
      };
    }
    case 'ScrutinyClosed':
      return { ...open(state), status: 'closed', closing: event.data };
    case 'ScrutinyReassigned': {
      const { dutyBearerId, from: before } = event.data;
      return { ...state, dutyBearerId, previousDutyBearers: [...state.previousDutyBearers, before] };
    }
    case 'ScrutinyAnswerFellDue': {
      const { dueOn } = event.data;
      const missedIn = state.rounds.findLastIndex(({ answerDue }) => answerDue?.dueOn === dueOn);
      const rounds = state.rounds.map((one, index) =>
        index === missedIn && one.answerDue !== undefined
          ? { ...one, answerDue: { ...one.answerDue, fellDue: true } }
          : one,
      );
      return { ...state, rounds };
    }
    case 'ScrutinyConditionFellDue': {
      const { condition } = event.data;
      const mark = (one: Condition): Condition => (one.key === condition ? { ...one, fellDue: true } : one);
      return { ...state, rounds: state.rounds.map((one) => ({ ...one, conditions: one.conditions.map(mark) })) };
    }
    case 'ScrutinyRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

/** What every status holds, without what only a closed scrutiny does. */
const open = (state: Scrutiny): Omit<Exclude<Scrutiny, { status: 'closed' }>, 'status'> =>
  state.status === 'closed' ? without(without(state, 'closing'), 'status') : without(state, 'status');

/** The look at a policy, a rule or a budget: does it respect the rights of those whom it touches? */
export const scrutiny: Aggregate<ScrutinyState, ScrutinyCommand, ScrutinyEvent> = {
  name: 'scrutiny',
  begins: 'open',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: {
    open: ['staff', 'focal-point', 'council', 'oversight'],
    screen: ['staff', 'focal-point', 'council', 'oversight'],
    assess: ['staff', 'focal-point', 'council', 'oversight'],
    'link-consultation': ['staff', 'focal-point', 'council', 'oversight'],
    decide: ['staff', 'focal-point', 'council', 'oversight'],
    answer: ['staff'],
    'meet-condition': ['focal-point', 'council', 'oversight'],
    'fail-condition': ['focal-point', 'council', 'oversight'],
    reconsider: ['focal-point', 'council', 'oversight'],
    close: ['focal-point', 'council', 'oversight'],
    reassign: ['system', 'focal-point', 'council'],
    'answer-fall-due': ['system'],
    'condition-fall-due': ['system'],
    rectify: rectifiers,
  },
  ownWord: ['answer'],
  schemaVersions: {
    ScrutinyOpened: 1,
    ScrutinyScreened: 1,
    ScrutinyAssessed: 1,
    ScrutinyConsultationLinked: 1,
    ScrutinyDecided: 1,
    ScrutinyAnswered: 1,
    ScrutinyConditionMet: 1,
    ScrutinyConditionFailed: 1,
    ScrutinyReconsidered: 1,
    ScrutinyClosed: 1,
    ScrutinyReassigned: 1,
    ScrutinyAnswerFellDue: 1,
    ScrutinyConditionFellDue: 1,
    ScrutinyRectified: 1,
  },
  upcasts: {},
  references: scrutinyReferences,
  asks: () => [],
  cityOf: (state) => (state.status === 'none' ? undefined : state.cityId),
  speaksFor: (state) => (state.status === 'none' ? undefined : state.dutyBearerId),
  openDutyBearers: (state) => (state.status === 'none' || state.status === 'closed' ? [] : [state.dutyBearerId]),
  dueActs: scrutinyDueActs,
  nextDueOn: scrutinyNextDueOn,
};

export type { ScrutinyCommand, ScrutinyState } from './scrutiny.state.js';
