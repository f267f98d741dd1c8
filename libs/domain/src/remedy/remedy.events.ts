import type { EscalationBody, remedySources } from '../vocabularies/records.js';
import type { ReparationForm, ReparationSubForm } from '../vocabularies/reparation.js';
import type { harmActualities, harmLinks } from '../vocabularies/small.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { Approval } from '../values/approval.js';
import type { Common, Evidence } from '../values/common.js';
import type { Keyed } from '../values/keys.js';
import type { Rectify } from '../values/rectification.js';

export type RemedySource = {
  readonly kind: CodeOf<typeof remedySources>;
  /** The judgment, the report, the decision: how it is cited. */
  readonly reference?: string;
  /** Id of the scrutiny, where that is the source and the ledger holds it. */
  readonly scrutinyId?: string;
};

export type Harm = {
  readonly text: string;
  readonly link?: CodeOf<typeof harmLinks>;
  readonly actuality?: CodeOf<typeof harmActualities>;
};

/** Who is to be repaired: groups, or single persons under sealed marks that say nothing about them. */
export type Beneficiaries = {
  readonly groups?: readonly string[];
  readonly sealedPersons?: readonly string[];
};

export type NewMeasure = {
  /** Names the measure within the remedy; given by the ledger (`r1`, `r2`, …) where it is left out. */
  readonly key?: string;
  readonly form: ReparationForm;
  readonly subForm?: ReparationSubForm;
  readonly what: string;
  /** By whom; the remedy's own duty-bearer where it is left out. */
  readonly dutyBearerId?: string;
  readonly dueOn: string;
};

export type OrderedMeasure = Keyed<NewMeasure> & { readonly dutyBearerId: string };

export type RemedyTerms = Common & {
  readonly source: RemedySource;
  readonly harm: Harm;
  readonly beneficiaries: Beneficiaries;
  /** The duty-bearer that accepts or refuses. */
  readonly dutyBearerId: string;
};

/** For whom somebody of the beneficiaries' side speaks: one of the groups or of the sealed persons. */
export type Voice = { readonly onBehalfOf?: string };

type OfMeasure = { readonly measure: string };
/** `day` is the day of recording in the city's time zone: what deadlines are measured by. */
type OnDay = { readonly day: string };

export type MeasureStart = OfMeasure & { readonly text?: string };
export type MeasureDelivery = OfMeasure & { readonly text?: string; readonly evidence: readonly Evidence[] };
export type MeasureConfirmation = OfMeasure &
  Voice & { readonly text?: string; readonly evidence?: readonly Evidence[] };
export type MeasureDispute = OfMeasure & Voice & { readonly reason: string; readonly evidence?: readonly Evidence[] };
export type MeasureExtension = OfMeasure & {
  readonly dueOn: string;
  readonly reason: string;
  readonly approvedBy: Approval;
};

export type Escalation = { readonly to: EscalationBody; readonly reason: string; readonly measure?: string };

export type RemedyReassignment = { readonly from: string; readonly dutyBearerId: string; readonly reason: string };

export type RemedyEvent =
  | {
      readonly type: 'RemedyOrdered';
      readonly data: RemedyTerms & {
        readonly measures: readonly OrderedMeasure[];
        /** The city's procedure on the day of ordering; it holds for this remedy. */
        readonly escalation: { readonly afterDays: number; readonly to: EscalationBody };
      };
    }
  | { readonly type: 'RemedyAccepted'; readonly data: { readonly statement?: string } }
  | { readonly type: 'RemedyRefused'; readonly data: { readonly reason: string } }
  | { readonly type: 'MeasureStarted'; readonly data: MeasureStart }
  | { readonly type: 'MeasureDelivered'; readonly data: MeasureDelivery & OnDay }
  | { readonly type: 'MeasureConfirmed'; readonly data: MeasureConfirmation }
  | { readonly type: 'MeasureDisputed'; readonly data: MeasureDispute }
  | { readonly type: 'MeasureExtended'; readonly data: MeasureExtension & OnDay & { readonly from: string } }
  | { readonly type: 'MeasureFellDue'; readonly data: OfMeasure & { readonly dueOn: string } }
  | {
      readonly type: 'RemedyEscalated';
      /** `dueOn` where the clock escalated: the date that stayed missed. */
      readonly data: Escalation & { readonly dueOn?: string };
    }
  | { readonly type: 'RemedyCompleted'; readonly data: { readonly statement: string } }
  | { readonly type: 'RemedyFailed'; readonly data: { readonly reason: string } & OnDay }
  | {
      readonly type: 'RemedyReopened';
      readonly data: {
        readonly reason: string;
        readonly redo: readonly (OfMeasure & { readonly dueOn: string })[];
        readonly measures: readonly OrderedMeasure[];
      } & OnDay;
    }
  | { readonly type: 'RemedyReassigned'; readonly data: RemedyReassignment }
  | { readonly type: 'RemedyRectified'; readonly data: Rectify };
