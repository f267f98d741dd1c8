import { councilAt } from '../council/council.conflicts.js';
import type { Aggregate, Context, Folded } from '../kernel/decider.js';
import { plain, unreachable, without } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';

import { rectified, rectifiers } from '../values/rectification.js';
import { broken } from '../kernel/rules.js';
import { afterNotice, nextVersion } from '../retention/rules.js';
import type { CityEvent, Enrolment, FocalPoint, Procedure } from './city.events.js';
import type { CityCommand, CityState } from './city.state.js';
import { cityRules, memberKey, slugOf } from './city.rules.js';

/** What holds until a city sets its own. */
export const defaultProcedure: Procedure = {
  scrutinyAnswerDays: 60,
  remedyEscalationDays: 30,
  remedyEscalationTo: 'council',
  grievanceAcknowledgementDays: 7,
  grievanceFindingDays: 90,
};

const from = {
  enrol: ['none'],
  'establish-focal-point': ['enrolled'],
  'change-focal-point': ['enrolled'],
  'join-initiative': ['enrolled'],
  'leave-initiative': ['enrolled'],
  'set-procedure': ['enrolled'],
  'propose-retention': ['enrolled'],
  'adopt-retention': ['enrolled'],
  rectify: ['enrolled'],
} as const;

function decide(state: CityState, command: CityCommand, context: Context): readonly CityEvent[] | Refusal {
  const refusal = broken({ begins: 'enrol', from, rules: cityRules }, state, command, context);
  if (refusal !== undefined) return refusal;
  switch (command.type) {
    case 'enrol':
      return [{ type: 'CityEnrolled', data: plain({ ...command.data, slug: slugOf(command.data) }) }];
    case 'establish-focal-point':
      return [{ type: 'FocalPointEstablished', data: plain(command.data) }];
    case 'change-focal-point':
      return [{ type: 'FocalPointChanged', data: plain(command.data) }];
    case 'join-initiative':
      return [{ type: 'InitiativeJoined', data: plain(command.data) }];
    case 'leave-initiative':
      return [{ type: 'InitiativeLeft', data: plain(command.data) }];
    case 'set-procedure': {
      const now = state.status === 'none' ? defaultProcedure : state.procedure;
      return [{ type: 'CityProcedureSet', data: plain({ ...now, ...command.data }) }];
    }
    case 'propose-retention':
      return [{ type: 'CityRetentionProposed', data: plain({ ...command.data, version: nextVersion(state.status === 'none' ? {} : state) }) }];
    case 'adopt-retention': {
      const { version, inForceOn = afterNotice(context.today) } = command.data;
      const rules = state.status === 'none' ? [] : (state.retentionProposed?.rules ?? []);
      return [{ type: 'CityRetentionAdopted', data: plain({ version, rules, inForceOn }) }];
    }
    case 'rectify':
      return [{ type: 'CityRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

const enrolled = (data: Enrolment): CityState => ({
  status: 'enrolled',
  ...data,
  evidence: data.evidence ?? [],
  sample: data.sample ?? false,
  procedure: defaultProcedure,
  initiatives: [],
  rectifications: [],
});

function evolve(state: CityState, event: Folded<CityEvent>): CityState {
  if (event.type === 'CityEnrolled') return enrolled(event.data);
  // Nothing is written to a city before it is enrolled.
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'FocalPointEstablished':
    case 'FocalPointChanged': {
      const { office, contact, mandate }: FocalPoint = event.data;
      return { ...state, focalPoint: plain({ office, contact, mandate }) };
    }
    case 'InitiativeJoined':
      return { ...state, initiatives: [...state.initiatives, event.data] };
    case 'InitiativeLeft': {
      const left = memberKey(event.data);
      return { ...state, initiatives: state.initiatives.filter((one) => memberKey(one) !== left) };
    }
    case 'CityProcedureSet': {
      const { reason: _why, ...set } = event.data;
      return { ...state, procedure: { ...defaultProcedure, ...set } };
    }
    case 'CityRetentionProposed':
      return { ...state, retentionProposed: { ...event.data, by: event.actor } };
    case 'CityRetentionAdopted':
      return { ...without(state, 'retentionProposed'), retention: [...(state.retention ?? []), event.data] };
    case 'CityRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

/** A city of the directory: who it is, since when it is a human rights city, its focal point and its procedure. */
export const city: Aggregate<CityState, CityCommand, CityEvent> = {
  name: 'city',
  begins: 'enrol',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: {
    enrol: ['focal-point'],
    'establish-focal-point': ['focal-point', 'council'],
    'change-focal-point': ['focal-point', 'council'],
    'join-initiative': ['focal-point', 'council'],
    'leave-initiative': ['focal-point', 'council'],
    'set-procedure': ['focal-point', 'council'],
    'propose-retention': ['focal-point', 'council', 'oversight'],
    'adopt-retention': ['council', 'oversight', 'focal-point'],
    rectify: rectifiers,
  },
  ownWord: [],
  schemaVersions: {
    CityEnrolled: 1,
    FocalPointEstablished: 1,
    FocalPointChanged: 1,
    InitiativeJoined: 1,
    InitiativeLeft: 1,
    CityProcedureSet: 1,
    CityRetentionProposed: 1,
    CityRetentionAdopted: 1,
    CityRectified: 1,
  },
  upcasts: {},
  references: ({ type }, _state, id) => (type === 'adopt-retention' ? councilAt(id) : []),
  asks: (command) => (command.type === 'enrol' ? [{ about: 'slug', slug: slugOf(command.data) }] : []),
  cityOf: () => undefined,
  speaksFor: () => undefined,
  openDutyBearers: () => [],
  dueActs: () => [],
  nextDueOn: () => undefined,
};

/** The procedure held in a city's state, as another record's decision gets it; the default where there is none. */
export function procedureOf(state: unknown): Procedure {
  return isCityState(state) ? state.procedure : defaultProcedure;
}

const isCityState = (state: unknown): state is Extract<CityState, { status: 'enrolled' }> =>
  typeof state === 'object' &&
  state !== null &&
  'status' in state &&
  state.status === 'enrolled' &&
  'procedure' in state;

export type { CityCommand, CityState } from './city.state.js';
