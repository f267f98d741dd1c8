import { procedureOf } from '../city/city.js';
import type { Aggregate, Context, Folded } from '../kernel/decider.js';
import { plain, unreachable, without } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseState } from '../kernel/refusal.js';
import { broken } from '../kernel/rules.js';
import { addDays } from '../values/dates.js';
import { keyed } from '../values/keys.js';
import { maybePersonal, personal } from '../values/personal.js';
import { rectified, rectifiers } from '../values/rectification.js';
import { ended, grievanceDueActs, grievanceNextDueOn, running } from './grievance.clock.js';
import type { GrievanceEvent } from './grievance.events.js';
import { afterHold, holdKeys } from './grievance.holds.js';
import { grievanceAsks, grievanceReferences, grievanceRules } from './grievance.rules.js';
import type { Grievance, GrievanceCommand, GrievanceState, LodgeGrievance } from './grievance.state.js';
import { isEnded } from './grievance.state.js';

const begun = [
  'lodged',
  'acknowledged',
  'admissible',
  'inadmissible',
  'under-inquiry',
  'finding',
  'remedied',
  'closed',
  'appealed',
  'withdrawn',
] as const;
const underWay = ['lodged', 'acknowledged', 'admissible', 'under-inquiry', 'finding', 'appealed'] as const;

const from = {
  lodge: ['none'],
  acknowledge: ['lodged'],
  admit: ['acknowledged', 'appealed'],
  'declare-inadmissible': ['acknowledged', 'admissible', 'appealed'],
  'begin-inquiry': ['admissible', 'appealed'],
  'make-finding': ['under-inquiry', 'appealed'],
  answer: ['acknowledged', 'admissible', 'inadmissible', 'under-inquiry', 'finding', 'remedied', 'appealed', 'closed'],
  'add-statement': ['lodged', 'acknowledged', 'admissible', 'under-inquiry', 'finding', 'remedied', 'appealed'],
  appeal: ['inadmissible', 'finding', 'remedied', 'closed'],
  withdraw: underWay,
  'link-remedy': ['finding', 'remedied'],
  // Before it is decided only where the words are gone.
  close: [...underWay, 'inadmissible', 'remedied'],
  unseal: begun,
  'place-hold': begun,
  'lift-hold': begun,
  reassign: ['acknowledged', 'admissible', 'under-inquiry', 'finding', 'appealed'],
  // A date that was missed stays missed, whatever came after.
  'acknowledgement-fall-due': begun,
  'finding-fall-due': begun,
  rectify: begun,
} as const;

function decide(state: GrievanceState, command: GrievanceCommand, context: Context): readonly GrievanceEvent[] | Refusal {
  const refusal = broken({ begins: 'lodge', from, rules: grievanceRules }, state, command, context);
  if (refusal !== undefined) return refusal;
  if (command.type === 'lodge') return [{ type: 'GrievanceLodged', data: lodged(command.data, context) }];
  if (state.status === 'none') return refuseState('not-begun', { command: command.type });
  const day = context.today;
  const { complainant: subject } = state;
  switch (command.type) {
    case 'acknowledge':
      return [{ type: 'GrievanceAcknowledged', data: { dutyBearerId: command.data.dutyBearerId, day } }];
    case 'admit':
      return [
        { type: 'GrievanceFoundAdmissible', data: plain({ reasons: maybePersonal(subject, command.data.reasons) }) },
      ];
    case 'declare-inadmissible':
      return [{ type: 'GrievanceFoundInadmissible', data: { reasons: personal(subject, command.data.reasons), day } }];
    case 'begin-inquiry':
      return [{ type: 'GrievanceInquiryBegun', data: plain({ plan: maybePersonal(subject, command.data.plan) }) }];
    case 'make-finding': {
      const { reasons, ...found } = command.data;
      return [{ type: 'GrievanceFindingMade', data: plain({ ...found, reasons: personal(subject, reasons), day }) }];
    }
    case 'answer':
      return [{ type: 'GrievanceAnswered', data: { text: personal(subject, command.data.text) } }];
    case 'add-statement':
      return [{ type: 'GrievanceStatementAdded', data: { text: personal(subject, command.data.text) } }];
    case 'appeal': {
      const grounds = personal(subject, command.data.grounds);
      return [{ type: 'GrievanceAppealed', data: { grounds, findingBy: findingBy(state.cityId, context), day } }];
    }
    case 'withdraw':
      return [
        { type: 'GrievanceWithdrawn', data: plain({ reason: maybePersonal(subject, command.data.reason), day }) },
      ];
    case 'link-remedy':
      return [{ type: 'GrievanceRemedyLinked', data: { remedyId: command.data.remedyId, day } }];
    case 'close':
      return [{ type: 'GrievanceClosed', data: { reason: command.data.reason, day } }];
    case 'unseal':
      return [{ type: 'GrievanceUnsealed', data: { purpose: command.data.purpose } }];
    case 'place-hold':
      return keyed('h', [command.data], holdKeys(state)).map((data) => ({ type: 'GrievanceHoldPlaced', data: plain(data) }));
    case 'lift-hold':
      return [{ type: 'GrievanceHoldLifted', data: { ...command.data, day } }];
    case 'reassign':
      return [{ type: 'GrievanceReassigned', data: plain({ ...command.data, from: state.dutyBearerId ?? '' }) }];
    case 'acknowledgement-fall-due':
      return [{ type: 'GrievanceAcknowledgementFellDue', data: { dueOn: command.data.dueOn } }];
    case 'finding-fall-due':
      return [{ type: 'GrievanceFindingFellDue', data: { dueOn: command.data.dueOn } }];
    case 'rectify':
      return [{ type: 'GrievanceRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

const findingBy = (cityId: string, context: Context): string =>
  addDays(context.today, procedureOf(context.reference('city', cityId)).grievanceFindingDays);

function lodged(data: LodgeGrievance, context: Context): Extract<GrievanceEvent, { type: 'GrievanceLodged' }>['data'] {
  const { cityId, complainant, opening, about, text, contact } = data;
  const { grievanceAcknowledgementDays } = procedureOf(context.reference('city', cityId));
  return plain({
    cityId,
    complainant,
    opening,
    about: personal(complainant, JSON.stringify(about)),
    text: personal(complainant, text),
    contact: maybePersonal(complainant, contact),
    acknowledgeBy: addDays(context.today, grievanceAcknowledgementDays),
    findingBy: findingBy(cityId, context),
    day: context.today,
  });
}

function evolve(state: GrievanceState, event: Folded<GrievanceEvent>): GrievanceState {
  if (event.type === 'GrievanceLodged') {
    const { cityId, complainant, opening, acknowledgeBy, findingBy: dueOn, day: lodgedOn } = event.data;
    const acknowledgement = { dueOn: acknowledgeBy, fellDue: false };
    const none = { findings: [], unsealings: [], remedies: [], previousDutyBearers: [], rectifications: [] };
    const counts = { appeals: 0, statements: 0, answers: 0 };
    const dates = { acknowledgement, findingDates: [{ dueOn, fellDue: false }] };
    return { status: 'lodged', cityId, complainant, opening, lodgedOn, ...dates, ...counts, ...none };
  }
  // Nothing is written to a grievance before it is lodged.
  if (state.status === 'none') return state;
  const { actor: by, recordedAt } = event;
  switch (event.type) {
    case 'GrievanceAcknowledged': {
      const { dutyBearerId, day } = event.data;
      return { ...state, status: 'acknowledged', dutyBearerId, acknowledgement: ended(state.acknowledgement, day) };
    }
    case 'GrievanceFoundAdmissible':
      return { ...state, status: 'admissible' };
    case 'GrievanceFoundInadmissible':
      return { ...over(state, event.data.day), status: 'inadmissible', decidedBy: by };
    case 'GrievanceInquiryBegun':
      return { ...state, status: 'under-inquiry' };
    case 'GrievanceFindingMade': {
      const { outcome, rights, summary, day } = event.data;
      const findings = [...state.findings, { outcome, rights, summary, by, recordedAt }];
      return { ...stopped(state, day), status: 'finding', findings, decidedBy: by };
    }
    case 'GrievanceAnswered':
      return { ...state, answers: state.answers + 1 };
    case 'GrievanceStatementAdded':
      return { ...state, statements: state.statements + 1 };
    case 'GrievanceAppealed': {
      const findingDates = running(state.findingDates, event.data.findingBy);
      return { ...without(state, 'endedOn'), status: 'appealed', appeals: state.appeals + 1, findingDates };
    }
    case 'GrievanceWithdrawn':
      return { ...over(state, event.data.day), status: 'withdrawn' };
    case 'GrievanceRemedyLinked': {
      const { remedyId, day: endedOn = recordedAt.slice(0, 10) } = event.data;
      return { ...state, status: 'remedied', remedies: [...state.remedies, remedyId], endedOn };
    }
    case 'GrievanceClosed':
      return { ...over(state, event.data.day), status: 'closed', closing: { reason: event.data.reason } };
    case 'GrievanceUnsealed':
      return { ...state, unsealings: [...state.unsealings, { purpose: event.data.purpose, by, recordedAt }] };
    case 'GrievanceHoldPlaced':
    case 'GrievanceHoldLifted':
      return { ...state, holds: afterHold(state, event) };
    case 'GrievanceReassigned': {
      const { dutyBearerId, from: before } = event.data;
      return { ...state, dutyBearerId, previousDutyBearers: [...state.previousDutyBearers, before] };
    }
    case 'GrievanceAcknowledgementFellDue':
      return { ...state, acknowledgement: { ...state.acknowledgement, fellDue: true } };
    case 'GrievanceFindingFellDue': {
      const { dueOn } = event.data;
      const findingDates = state.findingDates.map((one) => (one.dueOn === dueOn ? { ...one, fellDue: true } : one));
      return { ...state, findingDates };
    }
    case 'GrievanceRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

/** A decision, or its end, stops every date that still runs. */
const stopped = (state: Grievance, day: string): Grievance => ({
  ...state,
  acknowledgement: ended(state.acknowledgement, day),
  findingDates: state.findingDates.map((one) => ended(one, day)),
});

/** Nothing more is to come, unless the person appeals. */
const over = (state: Grievance, day: string): Grievance => ({ ...stopped(state, day), endedOn: day });

const handlers = ['staff', 'oversight'] as const;

/** A complaint about a right that was not kept, from somebody who may stay unknown to everybody but who handles it. */
export const grievance: Aggregate<GrievanceState, GrievanceCommand, GrievanceEvent> = {
  name: 'grievance',
  begins: 'lodge',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: {
    lodge: ['complainant'],
    acknowledge: ['oversight', 'focal-point'],
    admit: handlers,
    'declare-inadmissible': handlers,
    'begin-inquiry': handlers,
    'make-finding': handlers,
    answer: handlers,
    'add-statement': ['complainant'],
    appeal: ['complainant'],
    withdraw: ['complainant'],
    'link-remedy': [...handlers, 'focal-point'],
    close: handlers,
    unseal: ['oversight', 'staff'],
    'place-hold': handlers,
    'lift-hold': handlers,
    reassign: ['oversight', 'focal-point', 'system'],
    'acknowledgement-fall-due': ['system'],
    'finding-fall-due': ['system'],
    rectify: rectifiers,
  },
  ownWord: ['admit', 'declare-inadmissible', 'begin-inquiry', 'make-finding', 'answer', 'link-remedy', 'close', 'unseal', 'place-hold', 'lift-hold'],
  keeping: ['place-hold', 'appeal'],
  schemaVersions: {
    GrievanceLodged: 1,
    GrievanceAcknowledged: 1,
    GrievanceFoundAdmissible: 1,
    GrievanceFoundInadmissible: 1,
    GrievanceInquiryBegun: 1,
    GrievanceFindingMade: 1,
    GrievanceAnswered: 1,
    GrievanceStatementAdded: 1,
    GrievanceAppealed: 1,
    GrievanceWithdrawn: 1,
    GrievanceRemedyLinked: 1,
    GrievanceClosed: 1,
    GrievanceUnsealed: 1,
    GrievanceHoldPlaced: 1,
    GrievanceHoldLifted: 1,
    GrievanceReassigned: 1,
    GrievanceAcknowledgementFellDue: 1,
    GrievanceFindingFellDue: 1,
    GrievanceRectified: 1,
  },
  upcasts: {},
  personal: {
    GrievanceLodged: ['about', 'text', 'contact'],
    GrievanceFoundAdmissible: ['reasons'],
    GrievanceFoundInadmissible: ['reasons'],
    GrievanceInquiryBegun: ['plan'],
    GrievanceFindingMade: ['reasons'],
    GrievanceAnswered: ['text'],
    GrievanceStatementAdded: ['text'],
    GrievanceAppealed: ['grounds'],
    GrievanceWithdrawn: ['reason'],
  },
  references: grievanceReferences,
  asks: grievanceAsks,
  cityOf: (state) => (state.status === 'none' ? undefined : state.cityId),
  // Before it is acknowledged no office handles it, so no office's staff may speak for that office.
  speaksFor: (state) => (state.status === 'none' ? undefined : (state.dutyBearerId ?? '')),
  openDutyBearers: (state) =>
    state.status === 'none' || state.dutyBearerId === undefined || isEnded(state) ? [] : [state.dutyBearerId],
  dueActs: grievanceDueActs,
  nextDueOn: grievanceNextDueOn,
};

export type { GrievanceCommand, GrievanceState } from './grievance.state.js';
