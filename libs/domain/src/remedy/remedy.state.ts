import type { Told } from '../kernel/actor.js';
import type { Begun } from '../kernel/decider.js';
import type { EscalationBody } from '../vocabularies/records.js';
import type { CommonFacts } from '../values/common.js';
import type { Deadline } from '../values/deadline.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import type {
  Escalation,
  MeasureConfirmation,
  MeasureDelivery,
  MeasureDispute,
  MeasureExtension,
  MeasureStart,
  NewMeasure,
  OrderedMeasure,
  RemedyReassignment,
  RemedyTerms,
} from './remedy.events.js';

export type MeasureStatus = 'planned' | 'started' | 'delivered' | 'disputed' | 'confirmed';

/** A due date of a measure, with what the clock recorded about it. The last one is the one that counts. */
export type MeasureDate = Deadline & { readonly escalated: boolean };


export type Measure = OrderedMeasure & {
  readonly status: MeasureStatus;
  readonly dueDates: readonly MeasureDate[];
  readonly extensions: readonly (MeasureExtension & { readonly from: string; readonly recordedAt: string })[];
  /** What the duty-bearer says, and what the beneficiaries' side says of it; oldest first. */
  readonly deliveries: readonly (MeasureDelivery & Told)[];
  readonly confirmations: readonly (MeasureConfirmation & Told)[];
  readonly disputes: readonly (MeasureDispute & Told)[];
};

export type RemedyStatus =
  'ordered' | 'accepted' | 'refused' | 'in-delivery' | 'delivered' | 'confirmed' | 'completed' | 'failed' | 'reopened';

export type RemedyState =
  | { readonly status: 'none' }
  | (Omit<RemedyTerms, keyof CommonFacts> &
      CommonFacts & {
        readonly status: RemedyStatus;
        readonly measures: readonly Measure[];
        readonly escalation: { readonly afterDays: number; readonly to: EscalationBody };
        readonly escalations: readonly (Escalation & { readonly dueOn?: string; readonly recordedAt: string })[];
        /** What was said at its turns: accepted, refused, completed, failed, reopened; oldest first. */
        readonly turns: readonly {
          readonly to: RemedyStatus;
          readonly text?: string;
          readonly recordedAt: string;
        }[];
        readonly previousDutyBearers: readonly string[];
        readonly rectifications: readonly Rectification[];
      });

export type Remedy = Begun<RemedyState>;

export type OrderRemedy = RemedyTerms & { readonly measures: readonly NewMeasure[] };

export type ReopenRemedy = {
  readonly reason: string;
  /** Measures to be done over, each with its new date. */
  readonly redo?: readonly { readonly measure: string; readonly dueOn: string }[];
  /** Further measures. */
  readonly measures?: readonly NewMeasure[];
};

export type MeasureDated = { readonly measure: string; readonly dueOn: string };

export type RemedyCommand =
  | { readonly type: 'order'; readonly data: OrderRemedy }
  | { readonly type: 'accept'; readonly data: { readonly statement?: string } }
  | { readonly type: 'refuse'; readonly data: { readonly reason: string } }
  | { readonly type: 'start-measure'; readonly data: MeasureStart }
  | { readonly type: 'deliver-measure'; readonly data: MeasureDelivery }
  | { readonly type: 'confirm-measure'; readonly data: MeasureConfirmation }
  | { readonly type: 'dispute-measure'; readonly data: MeasureDispute }
  | { readonly type: 'extend-measure'; readonly data: MeasureExtension }
  | { readonly type: 'escalate'; readonly data: Escalation }
  | { readonly type: 'complete'; readonly data: { readonly statement: string } }
  | { readonly type: 'fail'; readonly data: { readonly reason: string } }
  | { readonly type: 'reopen'; readonly data: ReopenRemedy }
  | { readonly type: 'reassign'; readonly data: RemedyReassignment }
  | { readonly type: 'measure-fall-due'; readonly data: MeasureDated }
  | { readonly type: 'escalate-overdue'; readonly data: MeasureDated }
  | RectifyCommand;

export const measureOf = (state: Remedy, key: string): Measure | undefined =>
  state.measures.find((one) => one.key === key);
