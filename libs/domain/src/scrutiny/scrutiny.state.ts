import type { RecordedActor } from '../kernel/actor.js';
import type { Begun } from '../kernel/decider.js';
import type { CommonFacts, Evidence } from '../values/common.js';
import type { Deadline } from '../values/deadline.js';
import type { Keyed } from '../values/keys.js';
import type { ReassignCommand } from '../values/reassignment.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import type {
  Assessment,
  Consultation,
  Impact,
  NewCondition,
  OwnerAnswer,
  Screening,
  ScrutinyDecision,
  ScrutinyOpening,
} from './scrutiny.events.js';

export type Condition = Keyed<NewCondition> & Deadline & { readonly result?: 'met' | 'failed' };

export type Decision = Omit<ScrutinyDecision, 'conditions'> & {
  readonly by: RecordedActor;
  readonly recordedAt: string;
};

/** One passage from screening to answer; reconsidering begins another, and the earlier ones stay. */
export type Round = {
  readonly screening?: Screening;
  readonly impacts: readonly Impact[];
  readonly consultations: readonly Consultation[];
  readonly decision?: Decision;
  readonly answer?: OwnerAnswer & { readonly recordedAt: string };
  readonly conditions: readonly Condition[];
  /** By when the owner must answer the decision; absent before one, and while it is deferred. */
  readonly answerDue?: Deadline;
};

type Opened = Omit<ScrutinyOpening, keyof CommonFacts> &
  CommonFacts & {
    /** Oldest first; the last one is under way. Never empty. */
    readonly rounds: readonly Round[];
    readonly reconsiderations: readonly { readonly grounds: string; readonly recordedAt: string }[];
    readonly previousDutyBearers: readonly string[];
    readonly rectifications: readonly Rectification[];
  };

export type ScrutinyState =
  | { readonly status: 'none' }
  | (Opened & {
      readonly status: 'opened' | 'screened' | 'assessed' | 'consulted' | 'decided' | 'answered';
    })
  | (Opened & { readonly status: 'closed'; readonly closing: { readonly reason: string } });

export type Scrutiny = Begun<ScrutinyState>;

export type ScrutinyCommand =
  | { readonly type: 'open'; readonly data: ScrutinyOpening }
  | { readonly type: 'screen'; readonly data: Screening }
  | { readonly type: 'assess'; readonly data: Assessment }
  | { readonly type: 'link-consultation'; readonly data: Consultation }
  | { readonly type: 'decide'; readonly data: ScrutinyDecision }
  | { readonly type: 'answer'; readonly data: OwnerAnswer }
  | {
      readonly type: 'meet-condition';
      readonly data: { readonly condition: string; readonly text?: string; readonly evidence: readonly Evidence[] };
    }
  | { readonly type: 'fail-condition'; readonly data: { readonly condition: string; readonly reason: string } }
  | { readonly type: 'reconsider'; readonly data: { readonly grounds: string } }
  | { readonly type: 'close'; readonly data: { readonly reason: string } }
  | ReassignCommand
  | { readonly type: 'answer-fall-due'; readonly data: { readonly dueOn: string } }
  | { readonly type: 'condition-fall-due'; readonly data: { readonly condition: string; readonly dueOn: string } }
  | RectifyCommand;

/** The round under way. */
export function currentRound(state: Scrutiny): Round {
  return state.rounds.at(-1) ?? { impacts: [], consultations: [], conditions: [] };
}
