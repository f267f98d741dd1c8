import type {
  instrumentKinds,
  instrumentStatuses,
  ownerAnswers,
  scrutinyOutcomes,
  scrutinyTriggers,
} from '../vocabularies/records.js';
import type { impactDirections, mitigations } from '../vocabularies/small.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { Common, Evidence } from '../values/common.js';
import type { Keyed } from '../values/keys.js';
import type { Reassigned } from '../values/reassignment.js';
import type { Rectify } from '../values/rectification.js';

export type Instrument = {
  readonly title: string;
  readonly kind: CodeOf<typeof instrumentKinds>;
  readonly reference?: string;
  readonly status: CodeOf<typeof instrumentStatuses>;
};

export type ScrutinyOpening = Common & {
  readonly instrument: Instrument;
  readonly trigger: CodeOf<typeof scrutinyTriggers>;
  /** The duty-bearer that owns the instrument and has to answer. */
  readonly dutyBearerId: string;
};

export type Screening = { readonly fullAssessment: boolean; readonly reasons: string };

/** Each side of severity, 1 (least) to 5 (gravest). */
export type Severity = { readonly scale: number; readonly scope: number; readonly irremediability: number };

/** What the instrument does to one right, of everybody or of one group. */
export type Impact = {
  readonly right: string;
  readonly group?: string;
  readonly direction: CodeOf<typeof impactDirections>;
  readonly text?: string;
  /** Both are required of a negative impact. */
  readonly severity?: Severity;
  readonly likelihood?: number;
  readonly mitigation?: { readonly kind: CodeOf<typeof mitigations>; readonly text: string };
};

export type Assessment = { readonly impacts: readonly Impact[]; readonly evidence?: readonly Evidence[] };

export type Consultation = {
  readonly title: string;
  readonly heldOn?: string;
  readonly reference?: string;
  readonly summary?: string;
};

export type NewCondition = { readonly key?: string; readonly text: string; readonly dueOn: string };

export type ScrutinyDecision = {
  readonly outcome: CodeOf<typeof scrutinyOutcomes>;
  readonly reasons: string;
  readonly conditions?: readonly NewCondition[];
  readonly dissent?: string;
  /** Which body decided, on which day. `dutyBearerId` where the body is one that the city has registered. */
  readonly decidedBy: { readonly body: string; readonly on: string; readonly dutyBearerId?: string };
  readonly evidence?: readonly Evidence[];
};

export type OwnerAnswer = {
  readonly answer: CodeOf<typeof ownerAnswers>;
  readonly reasons: string;
  /** By when the owner will have done what it answers. */
  readonly doneBy?: string;
  readonly evidence?: readonly Evidence[];
};

/** `day` is the day of recording in the city's time zone: what deadlines are measured by. */
type OnDay = { readonly day: string };

export type ScrutinyEvent =
  | { readonly type: 'ScrutinyOpened'; readonly data: ScrutinyOpening }
  | { readonly type: 'ScrutinyScreened'; readonly data: Screening }
  | { readonly type: 'ScrutinyAssessed'; readonly data: Assessment }
  | { readonly type: 'ScrutinyConsultationLinked'; readonly data: Consultation }
  | {
      readonly type: 'ScrutinyDecided';
      readonly data: Omit<ScrutinyDecision, 'conditions'> & {
        readonly conditions: readonly Keyed<NewCondition>[];
        /** Absent for a deferred decision: there is nothing yet to answer. */
        readonly answerDueOn?: string;
      };
    }
  | { readonly type: 'ScrutinyAnswered'; readonly data: OwnerAnswer & OnDay }
  | {
      readonly type: 'ScrutinyConditionMet';
      readonly data: {
        readonly condition: string;
        readonly text?: string;
        readonly evidence: readonly Evidence[];
      } & OnDay;
    }
  | {
      readonly type: 'ScrutinyConditionFailed';
      readonly data: { readonly condition: string; readonly reason: string } & OnDay;
    }
  | { readonly type: 'ScrutinyReconsidered'; readonly data: { readonly grounds: string } & OnDay }
  | { readonly type: 'ScrutinyClosed'; readonly data: { readonly reason: string } }
  | { readonly type: 'ScrutinyReassigned'; readonly data: Reassigned }
  | { readonly type: 'ScrutinyAnswerFellDue'; readonly data: { readonly dueOn: string } }
  | { readonly type: 'ScrutinyConditionFellDue'; readonly data: { readonly condition: string; readonly dueOn: string } }
  | { readonly type: 'ScrutinyRectified'; readonly data: Rectify };
