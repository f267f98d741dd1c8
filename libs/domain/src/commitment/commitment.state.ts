import type { Begun } from '../kernel/decider.js';
import type { RecordedActor } from '../kernel/actor.js';
import type { CommonFacts, Evidence } from '../values/common.js';
import type { Deadline } from '../values/deadline.js';
import type { Keyed } from '../values/keys.js';
import type { ReassignCommand } from '../values/reassignment.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import type {
  CommitmentExtension,
  CommitmentIndicator,
  CommitmentProgress,
  CommitmentReport,
  CommitmentTerms,
  CommitmentVerdict,
  CommitmentWithdrawal,
  NewMilestone,
} from './commitment.events.js';

export type Milestone = Keyed<NewMilestone> & { readonly reached: boolean; readonly reachedAt?: string };

/** A due date with what the clock recorded about it. The last one is the one that counts. */
export type DueDate = Deadline & { readonly broken: boolean };

export type Report = CommitmentReport & { readonly by: RecordedActor; readonly recordedAt: string };
export type Verdict = CommitmentVerdict & { readonly by: RecordedActor; readonly recordedAt: string };

type Made = Omit<CommitmentTerms, keyof CommonFacts> &
  CommonFacts & {
    readonly obligations: readonly string[];
    readonly indicators: readonly CommitmentIndicator[];
    readonly positiveMeasureFor: readonly string[];
    readonly milestones: readonly Milestone[];
    readonly dueDates: readonly DueDate[];
    readonly extensions: readonly (CommitmentExtension & { readonly from: string; readonly recordedAt: string })[];
    /** The latest share reported, 0 to 1. */
    readonly share: number;
    readonly progress: readonly (CommitmentProgress & { readonly recordedAt: string })[];
    /** Every report of fulfilment and every verdict on one, oldest first: the two voices side by side. */
    readonly reports: readonly Report[];
    readonly verdicts: readonly Verdict[];
    readonly previousDutyBearers: readonly string[];
    readonly rectifications: readonly Rectification[];
  };

export type CommitmentState =
  | { readonly status: 'none' }
  | (Made & { readonly status: 'open' | 'reported-fulfilled' | 'verified' | 'contested' })
  | (Made & { readonly status: 'withdrawn'; readonly withdrawal: CommitmentWithdrawal });

export type Commitment = Begun<CommitmentState>;

export type MakeCommitment = CommitmentTerms & { readonly milestones?: readonly NewMilestone[] };

export type CommitmentCommand =
  | { readonly type: 'make'; readonly data: MakeCommitment }
  | { readonly type: 'report-progress'; readonly data: CommitmentProgress }
  | { readonly type: 'add-milestone'; readonly data: NewMilestone & { readonly reason?: string } }
  | {
      readonly type: 'reach-milestone';
      readonly data: { readonly milestone: string; readonly text?: string; readonly evidence?: readonly Evidence[] };
    }
  | { readonly type: 'extend'; readonly data: CommitmentExtension }
  | { readonly type: 'report-fulfilled'; readonly data: CommitmentReport }
  | { readonly type: 'verify'; readonly data: CommitmentVerdict }
  | { readonly type: 'contest'; readonly data: CommitmentVerdict }
  | { readonly type: 'withdraw'; readonly data: CommitmentWithdrawal }
  | ReassignCommand
  | { readonly type: 'fall-due'; readonly data: { readonly dueOn: string } }
  | { readonly type: 'break'; readonly data: { readonly dueOn: string } }
  | RectifyCommand;
