import type { RecordedActor } from '../kernel/actor.js';
import type { Aggregate, Begun, Context, Folded, Reference } from '../kernel/decider.js';
import { plain, unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRole, refuseRule, refuseState } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { broken, content } from '../kernel/rules.js';
import { erasureGrounds } from '../vocabularies/records.js';
import { codeFaults, textFaults } from '../values/faults.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import { rectified, rectifiers, rectifyRules } from '../values/rectification.js';
import { memberOf, reference } from '../values/references.js';
import type { ErasureRequest, SubjectEvent } from './subject.events.js';

export type SubjectState =
  | { readonly status: 'none' }
  | (ErasureRequest & {
      readonly status: 'erasure-requested' | 'erased';
      readonly requestedBy: RecordedActor;
      readonly approvedBy?: RecordedActor;
      readonly erasedAt?: string;
      readonly rectifications: readonly Rectification[];
    });

export type SubjectCommand =
  | { readonly type: 'erase'; readonly data: ErasureRequest }
  | { readonly type: 'approve-erasure'; readonly data: { readonly reason: string } }
  | RectifyCommand;

type Subject = Begun<SubjectState>;

const begun = ['erasure-requested', 'erased'] as const;
const from = { erase: ['none'], 'approve-erasure': ['erasure-requested'], rectify: begun } as const;

/** Only a subject of this city, which the record named says. */
const subjectOfRecord = (_state: unknown, { grievanceId }: ErasureRequest, context: Context): Refusal | undefined =>
  memberOf(context.reference('grievance', grievanceId), 'complainant') === context.id
    ? undefined
    : refuseRule('unknown-subject', { given: grievanceId }, '/grievanceId');

/** What cannot be undone takes two. */
const bySomebodyElse = ({ requestedBy }: Subject, _data: unknown, { actor }: Context): Refusal | undefined =>
  requestedBy.subject === actor.subject ? refuseRole('own-request') : undefined;

const rules: Rules<SubjectState, SubjectCommand> = {
  erase: [
    content(({ ground, reason }) => [...codeFaults('/ground', ground, erasureGrounds), ...textFaults('/reason', reason)]),
    subjectOfRecord,
  ],
  'approve-erasure': [content(({ reason }) => textFaults('/reason', reason)), bySomebodyElse],
  rectify: rectifyRules,
};

function decide(state: SubjectState, command: SubjectCommand, context: Context): readonly SubjectEvent[] | Refusal {
  const refusal = broken({ begins: 'erase', from, rules }, state, command, context);
  if (refusal !== undefined) return refusal;
  if (command.type === 'erase') return [{ type: 'SubjectErasureRequested', data: plain(command.data) }];
  if (state.status === 'none') return refuseState('not-begun', { command: command.type });
  switch (command.type) {
    case 'approve-erasure':
      return [{ type: 'SubjectErased', data: { ground: state.ground, reason: command.data.reason } }];
    case 'rectify':
      return [{ type: 'SubjectRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

function evolve(state: SubjectState, event: Folded<SubjectEvent>): SubjectState {
  if (event.type === 'SubjectErasureRequested') {
    return { status: 'erasure-requested', ...event.data, requestedBy: event.actor, rectifications: [] };
  }
  // Nothing is written about a subject before its erasure is asked for.
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'SubjectErased':
      return { ...state, status: 'erased', approvedBy: event.actor, erasedAt: event.recordedAt };
    case 'SubjectRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

function references(command: SubjectCommand): readonly Reference[] {
  return command.type === 'erase'
    ? [
        ...reference('city', '/cityId', command.data.cityId),
        ...reference('grievance', '/grievanceId', command.data.grievanceId),
      ]
    : [];
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
    erase: ['oversight', 'focal-point'],
    'approve-erasure': ['oversight', 'focal-point'],
    rectify: rectifiers,
  },
  ownWord: [],
  schemaVersions: { SubjectErasureRequested: 1, SubjectErased: 1, SubjectRectified: 1 },
  upcasts: {},
  references,
  asks: () => [],
  cityOf: (state) => (state.status === 'none' ? undefined : state.cityId),
  speaksFor: () => undefined,
  openDutyBearers: () => [],
  dueActs: () => [],
  nextDueOn: () => undefined,
};
