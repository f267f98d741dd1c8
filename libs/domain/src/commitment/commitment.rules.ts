import { councilOf, notInConflict } from '../council/council.conflicts.js';
import type { Context, Reference } from '../kernel/decider.js';
import { unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseAll, refuseRole, refuseRule, refuseState } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import { followUpGrades, indicatorKinds } from '../vocabularies/small.js';
import { approvalFaults, ownApproval } from '../values/approval.js';
import {
  commonFaults,
  commonReferences,
  evidenceFaults,
  groupReferences,
  requiredEvidenceFaults,
} from '../values/common.js';
import { isDate } from '../values/dates.js';
import type { Faults } from '../values/faults.js';
import { codeFaults, cut, dateFaults, listFaults, numberFaults, repeatedFaults, textFaults } from '../values/faults.js';
import { keyFaults, newKeyFault } from '../values/keys.js';
import { limits } from '../values/limits.js';
import { passesOn } from '../values/reassignment.js';
import { rectifyRules } from '../values/rectification.js';
import { endedFaults, reference } from '../values/references.js';
import { knownDueDate, reallyBroken, reallyFellDue } from './commitment.clock.js';
import type { CommitmentVerdict, NewMilestone } from './commitment.events.js';
import type { Commitment, CommitmentCommand, CommitmentState, MakeCommitment } from './commitment.state.js';

const ids = { least: 0, most: limits.items };

const milestoneFaults = (milestone: NewMilestone, at: string): Faults => [
  ...textFaults(`${at}/title`, milestone.title, limits.title),
  ...dateFaults(`${at}/dueOn`, milestone.dueOn),
];

/** A date within the commitment: not after its own due date. Faulty dates are told elsewhere. */
const withinFaults = (pointer: string, date: string | undefined, dueOn: string): Faults =>
  date !== undefined && isDate(date) && isDate(dueOn) && date > dueOn
    ? [refuseRule('milestone-after-due', { given: date, dueOn }, pointer)]
    : [];

const terms = content<MakeCommitment>((data) => [
  ...commonFaults(data),
  ...textFaults('/description', data.description),
  ...listFaults('/obligations', data.obligations, ids, () => []),
  ...repeatedFaults('/obligations', data.obligations ?? []),
  ...dateFaults('/dueOn', data.dueOn),
  ...numberFaults('/graceDays', data.graceDays, { least: 0, most: limits.graceDays, whole: true }),
  ...listFaults('/milestones', data.milestones, ids, (milestone, at) => [
    ...milestoneFaults(milestone, at),
    ...withinFaults(`${at}/dueOn`, milestone.dueOn, data.dueOn),
  ]),
  ...keyFaults('/milestones', data.milestones ?? [], []),
  ...listFaults('/indicators', data.indicators, ids, (indicator, at) => [
    ...textFaults(`${at}/title`, indicator.title, limits.title),
    ...codeFaults(`${at}/kind`, indicator.kind, indicatorKinds),
    ...textFaults(`${at}/target`, indicator.target, limits.title),
  ]),
  ...listFaults('/positiveMeasureFor', data.positiveMeasureFor, ids, () => []),
  ...repeatedFaults('/positiveMeasureFor', data.positiveMeasureFor ?? []),
  ...textFaults('/forum/name', data.forum?.name, limits.name),
  ...textFaults('/forum/session', data.forum?.session, limits.name),
  ...textFaults('/forum/reference', data.forum?.reference, limits.reference),
  ...textFaults('/source/name', data.source?.name, limits.name),
  ...textFaults('/source/reference', data.source?.reference, limits.reference),
]);

/** A promise of today is due today or later; one that was made earlier, on or after the day on which it was made. */
function dueAfterStart(
  _state: unknown,
  { dueOn }: MakeCommitment,
  { today, effectiveOn }: Context,
): Refusal | undefined {
  const start = effectiveOn ?? today;
  return dueOn < start ? refuseRule('due-before-start', { dueOn, start }, '/dueOn') : undefined;
}

export function commitmentReferences(command: CommitmentCommand, state: CommitmentState): readonly Reference[] {
  switch (command.type) {
    case 'make':
      return [
        ...commonReferences(command.data),
        ...reference('duty-bearer', '/dutyBearerId', command.data.dutyBearerId),
        ...(command.data.obligations ?? []).flatMap((id, index) =>
          reference('obligation', `/obligations/${index}`, id),
        ),
        ...groupReferences('/positiveMeasureFor', command.data.positiveMeasureFor),
      ];
    case 'reassign':
      return reference('duty-bearer', '/dutyBearerId', command.data.dutyBearerId);
    case 'extend':
    case 'verify':
    case 'contest':
    case 'withdraw':
      return councilOf(state);
    case 'report-progress':
    case 'add-milestone':
    case 'reach-milestone':
    case 'report-fulfilled':
    case 'fall-due':
    case 'break':
    case 'rectify':
      return [];
    default:
      return unreachable(command);
  }
}

const live =
  <T extends 'make' | 'reassign'>(type: T) =>
  (state: CommitmentState, data: Extract<CommitmentCommand, { type: T }>['data'], context: Context): Refusal | undefined =>
    refuseAll(endedFaults(commitmentReferences({ type, data } as CommitmentCommand, state), context));

type Named = { readonly milestone: string };

const knownMilestone = (state: Commitment, { milestone }: Named): Refusal | undefined =>
  state.milestones.some(({ key }) => key === milestone)
    ? undefined
    : refuseRule(
        'unknown-milestone',
        { given: cut(milestone), known: state.milestones.map(({ key }) => key) },
        '/milestone',
      );

const notYetReached = (state: Commitment, { milestone }: Named): Refusal | undefined =>
  state.milestones.some(({ key, reached }) => key === milestone && reached)
    ? refuseState('already-reached', { milestone })
    : undefined;

const freeKey = (state: Commitment, { key }: NewMilestone): Refusal | undefined =>
  newKeyFault(key, state.milestones.map((one) => one.key));

const withinDue = (state: Commitment, { dueOn }: NewMilestone): Refusal | undefined =>
  withinFaults('/dueOn', dueOn, state.dueOn)[0];

const room = (state: Commitment): Refusal | undefined =>
  state.milestones.length >= limits.items
    ? refuseRule('too-many-items', { most: limits.items, given: limits.items + 1 })
    : undefined;

const laterThanNow = (state: Commitment, { dueOn }: { readonly dueOn: string }): Refusal | undefined =>
  dueOn > state.dueOn ? undefined : refuseRule('not-later', { given: dueOn, dueOn: state.dueOn }, '/dueOn');

const verdict = content<CommitmentVerdict>((data) => [
  ...codeFaults('/grade', data.grade, followUpGrades),
  ...textFaults('/reasons', data.reasons),
  ...evidenceFaults('/evidence', data.evidence),
]);

const gradeAmong =
  (...allowed: readonly CommitmentVerdict['grade'][]) =>
  (_state: unknown, { grade }: CommitmentVerdict): Refusal | undefined =>
    allowed.includes(grade) ? undefined : refuseRule('grade-contradicts', { grade, allowed }, '/grade');

/** The second voice: not the one who reported, nor anybody of the duty-bearer. */
function secondVoice(state: Commitment, _data: unknown, { actor }: Context): Refusal | undefined {
  const report = state.reports.at(-1);
  if (report !== undefined && report.by.subject === actor.subject) return refuseRole('own-report');
  const own =
    actor.dutyBearerId !== undefined && [state.dutyBearerId, report?.by.dutyBearerId].includes(actor.dutyBearerId);
  return own ? refuseRole('own-duty-bearer', { dutyBearerId: state.dutyBearerId }) : undefined;
}

const reasonAndApproval = content<{
  readonly reason: string;
  readonly approvedBy: Parameters<typeof approvalFaults>[1];
}>((data) => [...textFaults('/reason', data.reason), ...approvalFaults('/approvedBy', data.approvedBy)]);

const notInConflictHere = notInConflict('commitment');

export const commitmentRules: Rules<CommitmentState, CommitmentCommand> = {
  make: [terms, dueAfterStart, live('make')],
  'report-progress': [
    content((data) => [
      ...textFaults('/text', data.text),
      ...numberFaults('/share', data.share, { least: 0, most: 1, whole: false }),
      ...evidenceFaults('/evidence', data.evidence),
    ]),
  ],
  'add-milestone': [
    content((data) => [...milestoneFaults(data, ''), ...textFaults('/reason', data.reason)]),
    freeKey,
    withinDue,
    room,
  ],
  'reach-milestone': [
    content((data) => [...textFaults('/text', data.text), ...evidenceFaults('/evidence', data.evidence)]),
    knownMilestone,
    notYetReached,
  ],
  extend: [content((data) => dateFaults('/dueOn', data.dueOn)), reasonAndApproval, notInConflictHere, ownApproval, laterThanNow],
  'report-fulfilled': [
    content((data) => [...textFaults('/text', data.text), ...requiredEvidenceFaults('/evidence', data.evidence)]),
  ],
  verify: [verdict, notInConflictHere, gradeAmong('A', 'B'), secondVoice],
  contest: [verdict, notInConflictHere, gradeAmong('B', 'C', 'D', 'E'), secondVoice],
  withdraw: [reasonAndApproval, notInConflictHere, ownApproval],
  reassign: [content((data) => textFaults('/reason', data.reason)), passesOn, live('reassign')],
  'fall-due': [knownDueDate, reallyFellDue],
  break: [knownDueDate, reallyBroken],
  rectify: rectifyRules,
};
