import type { followUpGrades, indicatorKinds } from '../vocabularies/small.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { Approval } from '../values/approval.js';
import type { Common, Evidence } from '../values/common.js';
import type { Keyed } from '../values/keys.js';
import type { Reassigned } from '../values/reassignment.js';
import type { Rectify } from '../values/rectification.js';

export type NewMilestone = {
  /** Names the milestone within the commitment; given by the ledger (`m1`, `m2`, …) where it is left out. */
  readonly key?: string;
  readonly title: string;
  readonly dueOn?: string;
};

/** What will show whether the commitment is kept. */
export type CommitmentIndicator = {
  readonly title: string;
  readonly kind: CodeOf<typeof indicatorKinds>;
  readonly target?: string;
};

/** Where and to whom it was promised. */
export type Forum = { readonly name: string; readonly session?: string; readonly reference?: string };

export type CommitmentTerms = Common & {
  readonly dutyBearerId: string;
  readonly description?: string;
  /** Ids of the obligations that it serves. */
  readonly obligations?: readonly string[];
  readonly dueOn: string;
  /** Days after the due date (a later one, once extended) that may pass before the commitment counts as broken. */
  readonly graceDays?: number;
  readonly indicators?: readonly CommitmentIndicator[];
  /** Ids of the groups for which it is a positive measure. */
  readonly positiveMeasureFor?: readonly string[];
  readonly forum?: Forum;
  /** Where the words come from, e.g. the register that it was taken from. */
  readonly source?: { readonly name: string; readonly reference?: string };
};

export type CommitmentProgress = {
  readonly text: string;
  /** How much is done, 0 to 1, by the duty-bearer's own estimate. */
  readonly share?: number;
  readonly evidence?: readonly Evidence[];
};

export type CommitmentExtension = { readonly dueOn: string; readonly reason: string; readonly approvedBy: Approval };

export type CommitmentReport = { readonly text: string; readonly evidence: readonly Evidence[] };

/** What the council or oversight says of a report. */
export type CommitmentVerdict = {
  readonly grade: CodeOf<typeof followUpGrades>;
  readonly reasons: string;
  readonly evidence?: readonly Evidence[];
};

export type CommitmentWithdrawal = { readonly reason: string; readonly approvedBy: Approval };

/** `day` is the day of recording in the city's time zone: what deadlines are measured by. */
type OnDay = { readonly day: string };

export type CommitmentEvent =
  | {
      readonly type: 'CommitmentMade';
      readonly data: CommitmentTerms & { readonly milestones: readonly Keyed<NewMilestone>[] };
    }
  | { readonly type: 'CommitmentProgressReported'; readonly data: CommitmentProgress }
  | { readonly type: 'CommitmentMilestoneAdded'; readonly data: Keyed<NewMilestone> & { readonly reason?: string } }
  | {
      readonly type: 'CommitmentMilestoneReached';
      readonly data: { readonly milestone: string; readonly text?: string; readonly evidence?: readonly Evidence[] };
    }
  | { readonly type: 'CommitmentExtended'; readonly data: CommitmentExtension & OnDay & { readonly from: string } }
  | { readonly type: 'CommitmentReportedFulfilled'; readonly data: CommitmentReport & OnDay }
  | { readonly type: 'CommitmentVerified'; readonly data: CommitmentVerdict & OnDay }
  | { readonly type: 'CommitmentContested'; readonly data: CommitmentVerdict }
  | { readonly type: 'CommitmentWithdrawn'; readonly data: CommitmentWithdrawal & OnDay }
  | { readonly type: 'CommitmentReassigned'; readonly data: Reassigned }
  | { readonly type: 'CommitmentFellDue'; readonly data: { readonly dueOn: string } }
  | { readonly type: 'CommitmentBroken'; readonly data: { readonly dueOn: string; readonly graceDays: number } }
  | { readonly type: 'CommitmentRectified'; readonly data: Rectify };
