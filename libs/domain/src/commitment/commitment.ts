import type { Aggregate, Context, Folded } from '../kernel/decider.js';
import { plain, unreachable, without } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseState } from '../kernel/refusal.js';
import { broken } from '../kernel/rules.js';
import { commonFacts } from '../values/common.js';
import { keyed } from '../values/keys.js';
import { rectified, rectifiers } from '../values/rectification.js';
import { commitmentDueActs, commitmentNextDueOn } from './commitment.clock.js';
import type { CommitmentEvent } from './commitment.events.js';
import { commitmentReferences, commitmentRules } from './commitment.rules.js';
import type { CommitmentCommand, CommitmentState, DueDate } from './commitment.state.js';

const from = {
  make: ['none'],
  'report-progress': ['open', 'contested'],
  'add-milestone': ['open', 'contested'],
  'reach-milestone': ['open', 'contested'],
  extend: ['open', 'contested'],
  'report-fulfilled': ['open', 'contested'],
  verify: ['reported-fulfilled'],
  contest: ['reported-fulfilled'],
  withdraw: ['open'],
  reassign: ['open', 'reported-fulfilled', 'contested'],
  // A date that was missed before the report, the verdict or the withdrawal stays missed, and is recorded still.
  'fall-due': ['open', 'reported-fulfilled', 'verified', 'contested', 'withdrawn'],
  break: ['open', 'reported-fulfilled', 'verified', 'contested', 'withdrawn'],
  rectify: ['open', 'reported-fulfilled', 'verified', 'contested', 'withdrawn'],
} as const;

function decide(
  state: CommitmentState,
  command: CommitmentCommand,
  context: Context,
): readonly CommitmentEvent[] | Refusal {
  const refusal = broken({ begins: 'make', from, rules: commitmentRules }, state, command, context);
  if (refusal !== undefined) return refusal;
  if (command.type === 'make') {
    const milestones = keyed('m', command.data.milestones ?? []);
    return [{ type: 'CommitmentMade', data: plain({ ...command.data, milestones }) }];
  }
  if (state.status === 'none') return refuseState('not-begun', { command: command.type });
  const day = context.today;
  switch (command.type) {
    case 'report-progress':
      return [{ type: 'CommitmentProgressReported', data: plain(command.data) }];
    case 'add-milestone': {
      const taken = state.milestones.map(({ key }) => key);
      return keyed('m', [command.data], taken).map((data) => ({ type: 'CommitmentMilestoneAdded', data: plain(data) }));
    }
    case 'reach-milestone':
      return [{ type: 'CommitmentMilestoneReached', data: plain(command.data) }];
    case 'extend':
      return [{ type: 'CommitmentExtended', data: plain({ ...command.data, from: state.dueOn, day }) }];
    case 'report-fulfilled':
      return [{ type: 'CommitmentReportedFulfilled', data: plain({ ...command.data, day }) }];
    case 'verify':
      return [{ type: 'CommitmentVerified', data: plain({ ...command.data, day }) }];
    case 'contest':
      return [{ type: 'CommitmentContested', data: plain(command.data) }];
    case 'withdraw':
      return [{ type: 'CommitmentWithdrawn', data: plain({ ...command.data, day }) }];
    case 'reassign':
      return [{ type: 'CommitmentReassigned', data: plain({ ...command.data, from: state.dutyBearerId }) }];
    case 'fall-due':
      return [{ type: 'CommitmentFellDue', data: { dueOn: command.data.dueOn } }];
    case 'break':
      return [{ type: 'CommitmentBroken', data: { dueOn: command.data.dueOn, graceDays: state.graceDays ?? 0 } }];
    case 'rectify':
      return [{ type: 'CommitmentRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

const made = (data: Extract<CommitmentEvent, { type: 'CommitmentMade' }>['data']): CommitmentState => ({
  status: 'open',
  ...data,
  ...commonFacts(data),
  obligations: data.obligations ?? [],
  indicators: data.indicators ?? [],
  positiveMeasureFor: data.positiveMeasureFor ?? [],
  milestones: data.milestones.map((milestone) => ({ ...milestone, reached: false })),
  dueDates: [running(data.dueOn)],
  extensions: [],
  share: 0,
  progress: [],
  reports: [],
  verdicts: [],
  previousDutyBearers: [],
  rectifications: [],
});

const running = (dueOn: string): DueDate => ({ dueOn, fellDue: false, broken: false });

/** The present due date stops running on a day, or runs on. */
const lastDate = (dates: readonly DueDate[], endedOn: string | undefined): readonly DueDate[] =>
  dates.map((date, index) => {
    if (index < dates.length - 1) return date;
    return endedOn === undefined ? without(date, 'endedOn') : { ...date, endedOn };
  });

const markDate = (dates: readonly DueDate[], dueOn: string, mark: Partial<DueDate>): readonly DueDate[] =>
  dates.map((date) => (date.dueOn === dueOn ? { ...date, ...mark } : date));

function evolve(state: CommitmentState, event: Folded<CommitmentEvent>): CommitmentState {
  if (event.type === 'CommitmentMade') return made(event.data);
  // Nothing is written to a commitment before it is made.
  if (state.status === 'none') return state;
  const { recordedAt, actor: by } = event;
  switch (event.type) {
    case 'CommitmentProgressReported': {
      const progress = [...state.progress, { ...event.data, recordedAt }];
      return { ...state, progress, share: event.data.share ?? state.share };
    }
    case 'CommitmentMilestoneAdded': {
      const milestone = { ...without(event.data, 'reason'), reached: false };
      return { ...state, milestones: [...state.milestones, milestone] };
    }
    case 'CommitmentMilestoneReached': {
      const { milestone } = event.data;
      const reached = { reached: true, reachedAt: recordedAt };
      return {
        ...state,
        milestones: state.milestones.map((one) => (one.key === milestone ? { ...one, ...reached } : one)),
      };
    }
    case 'CommitmentExtended': {
      const { dueOn, reason, approvedBy, from: earlier, day } = event.data;
      return {
        ...state,
        dueOn,
        dueDates: [...lastDate(state.dueDates, day), running(dueOn)],
        extensions: [...state.extensions, { dueOn, reason, approvedBy, from: earlier, recordedAt }],
      };
    }
    case 'CommitmentReportedFulfilled': {
      const report = { ...without(event.data, 'day'), by, recordedAt };
      const dueDates = lastDate(state.dueDates, event.data.day);
      return { ...state, status: 'reported-fulfilled', reports: [...state.reports, report], dueDates };
    }
    case 'CommitmentVerified': {
      const verdict = { ...without(event.data, 'day'), by, recordedAt };
      return { ...state, status: 'verified', verdicts: [...state.verdicts, verdict] };
    }
    case 'CommitmentContested': {
      // What was reported is not so: the date has been running all along.
      const verdict = { ...event.data, by, recordedAt };
      const dueDates = lastDate(state.dueDates, undefined);
      return { ...state, status: 'contested', verdicts: [...state.verdicts, verdict], dueDates };
    }
    case 'CommitmentWithdrawn': {
      const { reason, approvedBy, day } = event.data;
      return {
        ...state,
        status: 'withdrawn',
        withdrawal: { reason, approvedBy },
        dueDates: lastDate(state.dueDates, day),
      };
    }
    case 'CommitmentReassigned': {
      const { dutyBearerId, from: before } = event.data;
      return { ...state, dutyBearerId, previousDutyBearers: [...state.previousDutyBearers, before] };
    }
    case 'CommitmentFellDue':
      return { ...state, dueDates: markDate(state.dueDates, event.data.dueOn, { fellDue: true }) };
    case 'CommitmentBroken':
      return { ...state, dueDates: markDate(state.dueDates, event.data.dueOn, { broken: true }) };
    case 'CommitmentRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

/** What a duty-bearer promised, by when, and what became of it in the words of both sides. */
export const commitment: Aggregate<CommitmentState, CommitmentCommand, CommitmentEvent> = {
  name: 'commitment',
  begins: 'make',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: {
    make: ['staff', 'focal-point', 'council'],
    'report-progress': ['staff'],
    'add-milestone': ['staff', 'focal-point', 'council'],
    'reach-milestone': ['staff'],
    extend: ['council', 'focal-point'],
    'report-fulfilled': ['staff'],
    verify: ['oversight', 'council'],
    contest: ['oversight', 'council'],
    withdraw: ['council', 'focal-point'],
    reassign: ['system', 'focal-point', 'council'],
    'fall-due': ['system'],
    break: ['system'],
    rectify: rectifiers,
  },
  ownWord: ['make', 'report-progress', 'add-milestone', 'reach-milestone', 'report-fulfilled'],
  schemaVersions: {
    CommitmentMade: 1,
    CommitmentProgressReported: 1,
    CommitmentMilestoneAdded: 1,
    CommitmentMilestoneReached: 1,
    CommitmentExtended: 1,
    CommitmentReportedFulfilled: 1,
    CommitmentVerified: 1,
    CommitmentContested: 1,
    CommitmentWithdrawn: 1,
    CommitmentReassigned: 1,
    CommitmentFellDue: 1,
    CommitmentBroken: 1,
    CommitmentRectified: 1,
  },
  upcasts: {},
  references: commitmentReferences,
  asks: () => [],
  cityOf: (state) => (state.status === 'none' ? undefined : state.cityId),
  speaksFor: (state, command) => {
    if (command.type === 'make') return command.data.dutyBearerId;
    return state.status === 'none' ? undefined : state.dutyBearerId;
  },
  openDutyBearers: (state) =>
    state.status === 'none' || state.status === 'verified' || state.status === 'withdrawn' ? [] : [state.dutyBearerId],
  dueActs: commitmentDueActs,
  nextDueOn: commitmentNextDueOn,
};

export { isOverdue } from './commitment.clock.js';
export type { CommitmentCommand, CommitmentState } from './commitment.state.js';
