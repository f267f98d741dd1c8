import { councilOf, notInConflictOver } from '../council/council.conflicts.js';
import { standingHolds } from '../grievance/grievance.holds.js';
import type { GrievanceState } from '../grievance/grievance.state.js';
import type { Aggregate, Context, Folded, Reference } from '../kernel/decider.js';
import { plain, unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRole, refuseRule, refuseState } from '../kernel/refusal.js';
import type { DataOf, Rules } from '../kernel/rules.js';
import { broken, content } from '../kernel/rules.js';
import { erasureGrounds } from '../vocabularies/records.js';
import { codeFaults, textFaults } from '../values/faults.js';
import { rectified, rectifiers, rectifyRules } from '../values/rectification.js';
import { memberOf, reference } from '../values/references.js';
import type { ErasureRequest, SubjectEvent } from './subject.events.js';
import { announcedAndOver, announcement } from './subject.retention.js';
import type { Subject, SubjectCommand, SubjectState } from './subject.state.js';

const begun = ['erasure-announced', 'erasure-requested', 'erasing', 'erased'] as const;
const open = ['erasure-announced', 'erasure-requested'] as const;
const from = {
  erase: ['none', ...open],
  'approve-erasure': ['erasure-requested'],
  'erase-by-rule': open,
  'finish-erasure': ['erasing'],
  rectify: begun,
} as const;

/** Only a subject of this city, which the record named says. */
const subjectOfRecord = (_state: unknown, { grievanceId }: ErasureRequest, context: Context): Refusal | undefined =>
  memberOf(context.reference('grievance', grievanceId), 'complainant') === context.id
    ? undefined
    : refuseRule('unknown-subject', { given: grievanceId }, '/grievanceId');

/** What cannot be undone takes two. */
const bySomebodyElse = ({ requestedBy }: Subject, _data: unknown, { actor }: Context): Refusal | undefined =>
  requestedBy?.subject === actor.subject ? refuseRole('own-request') : undefined;

/** A rule may be announced over a request, and a request made over an announcement; a second request is none. */
const requestedOnce = (state: SubjectState, _data: unknown, { role }: Context): Refusal | undefined =>
  role !== 'system' && state.status === 'erasure-requested' ? refuseState('already-begun', { command: 'erase' }) : undefined;

/** What a court, an inquiry or an audit needs goes by nobody's request: the hold is lifted first. */
const notHeld = ({ grievanceId }: Subject, _data: unknown, context: Context): Refusal | undefined => {
  const grievance = context.reference('grievance', grievanceId) as GrievanceState | undefined;
  if (grievance === undefined || grievance.status === 'none' || standingHolds(grievance).length === 0) return undefined;
  return refuseState('kept-by-a-hold', { heldBy: ['legal-hold'] });
};

const rules: Rules<SubjectState, SubjectCommand> = {
  erase: [
    content(({ ground, reason }) => [...codeFaults('/ground', ground, erasureGrounds), ...textFaults('/reason', reason)]),
    subjectOfRecord,
    requestedOnce,
  ],
  'approve-erasure': [
    content(({ reason }) => textFaults('/reason', reason)),
    bySomebodyElse,
    notInConflictOver(({ cityId, grievanceId }) => ({ cityId, record: { kind: 'grievance', id: grievanceId } })),
    notHeld,
  ],
  'erase-by-rule': [],
  // One that was recorded all the same, by a process that had lost its right of way, is kept to.
  'finish-erasure': [notHeld],
  rectify: rectifyRules,
};

function decide(state: SubjectState, command: SubjectCommand, context: Context): readonly SubjectEvent[] | Refusal {
  const refusal = broken({ begins: 'erase', from, rules }, state, command, context);
  if (refusal !== undefined) return refusal;
  if (command.type === 'erase') return asked(command.data, context);
  if (state.status === 'none') return refuseState('not-begun', { command: command.type });
  switch (command.type) {
    case 'approve-erasure':
      return [{ type: 'SubjectErasureBegun', data: { ground: state.ground, reason: command.data.reason, day: context.today } }];
    case 'erase-by-rule': {
      const rule = announcedAndOver(state, { ...state, ...command.data }, context);
      if ('refused' in rule) return rule;
      const reason = `Version ${rule.version} of the rules of retention: ${rule.outcome}, ${rule.days} days`;
      return [{ type: 'SubjectErasureBegun', data: { ground: 'retention-over', reason, rule, day: context.today } }];
    }
    case 'finish-erasure':
      return finished(state);
    case 'rectify':
      return [{ type: 'SubjectRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

/** On the grounds on which it was begun. */
function finished({ status, begun: basis }: Subject): readonly SubjectEvent[] | Refusal {
  if (basis === undefined) return refuseState('wrong-state', { command: 'finish-erasure', status, allowed: from['finish-erasure'] });
  const { ground, reason, rule } = basis;
  return [{ type: 'SubjectErased', data: plain({ ground, reason, rule }) }];
}

function asked({ remedies = [], ...request }: DataOf<SubjectCommand, 'erase'>, context: Context): readonly SubjectEvent[] | Refusal {
  if (context.role !== 'system') return [{ type: 'SubjectErasureRequested', data: plain(request) }];
  const { cityId, grievanceId } = request;
  const announced = announcement({ cityId, grievanceId, remedies }, context);
  if ('refused' in announced) return announced;
  return [{ type: 'SubjectErasureAnnounced', data: plain({ cityId, grievanceId, ...announced }) }];
}

function evolve(state: SubjectState, event: Folded<SubjectEvent>): SubjectState {
  const before = state.status === 'none' ? { rectifications: [] } : state;
  if (event.type === 'SubjectErasureRequested') {
    return { ...before, ...event.data, status: 'erasure-requested', requestedBy: event.actor };
  }
  if (event.type === 'SubjectErasureAnnounced') {
    const { cityId, grievanceId, rule, on } = event.data;
    const first = { status: 'erasure-announced', ground: 'retention-over' } as const;
    return { ...first, ...before, cityId, grievanceId, announced: { rule, on } };
  }
  // Nothing else is written about a subject before its erasure is asked for, or announced.
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'SubjectErasureBegun':
      return { ...state, ...basedOn(event), status: 'erasing', begun: { ...event.data, recordedAt: event.recordedAt } };
    case 'SubjectErased':
      // Of before 0187: what was approved was recorded once it was done.
      return { ...state, ...(state.begun === undefined ? basedOn(event) : {}), status: 'erased', erasedAt: event.recordedAt };
    case 'SubjectRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

type OnBasis = Extract<SubjectEvent, { readonly type: 'SubjectErasureBegun' | 'SubjectErased' }>;

const basedOn = ({ data: { ground, rule }, actor }: Folded<OnBasis>): Pick<Subject, 'approvedBy'> | Pick<Subject, 'rule' | 'ground'> =>
  rule === undefined ? { approvedBy: actor } : { rule, ground };

/** The day from which the clock finishes what was begun and cut short. */
const unfinishedSince = (state: SubjectState): string | undefined => (state.status === 'erasing' ? state.begun?.day : undefined);

function references(command: SubjectCommand, state: SubjectState): readonly Reference[] {
  const of = command.type === 'erase' ? command.data : command.type !== 'rectify' && state.status !== 'none' ? state : undefined;
  if (of === undefined) return [];
  const remedies = 'remedies' in command.data ? (command.data.remedies ?? []) : [];
  return [
    ...reference('city', '/cityId', of.cityId),
    ...reference('grievance', '/grievanceId', of.grievanceId),
    ...remedies.flatMap((id, index) => reference('remedy', `/remedies/${index}`, id)),
    ...(command.type === 'approve-erasure' ? councilOf(state) : []),
  ];
}

/**
 * A person, known to the ledger by a random mark alone, whose words are sealed under a key of their own. All that is
 * recorded of them as such is that they were forgotten.
 */
export const subject: Aggregate<SubjectState, SubjectCommand, SubjectEvent> = {
  name: 'subject',
  begins: 'erase',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: {
    erase: ['oversight', 'focal-point', 'system'],
    'approve-erasure': ['oversight', 'focal-point'],
    'erase-by-rule': ['system'],
    'finish-erasure': ['system'],
    rectify: rectifiers,
  },
  ownWord: [],
  irrevocable: ['approve-erasure', 'erase-by-rule', 'finish-erasure'],
  followedBy: {
    'approve-erasure': { type: 'finish-erasure', data: {} },
    'erase-by-rule': { type: 'finish-erasure', data: {} },
  },
  schemaVersions: { SubjectErasureRequested: 1, SubjectErasureAnnounced: 1, SubjectErasureBegun: 1, SubjectErased: 1, SubjectRectified: 1 },
  upcasts: {},
  references,
  asks: () => [],
  cityOf: (state) => (state.status === 'none' ? undefined : state.cityId),
  speaksFor: () => undefined,
  openDutyBearers: () => [],
  dueActs: (state, today) => {
    const since = unfinishedSince(state);
    return since === undefined || since > today ? [] : [{ type: 'finish-erasure', data: {} }];
  },
  nextDueOn: unfinishedSince,
};

export type { SubjectCommand, SubjectState } from './subject.state.js';
