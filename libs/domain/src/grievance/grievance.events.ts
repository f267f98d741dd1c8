import type { HoldEvent } from './grievance.holds.js';
import type { findingOutcomes } from '../vocabularies/records.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { Personal } from '../values/personal.js';
import type { Reassigned } from '../values/reassignment.js';
import type { Rectify } from '../values/rectification.js';

/**
 * What a grievance is about. Sealed with it as JSON, because the log is public for good and a right, a group and an
 * office on one day may be one person; it is told in numbers of five and more (`grievanceStatistics`).
 */
export type GrievanceAbout = {
  /** Codes such as `ICESCR-11.1`; at least one. */
  readonly rights: readonly string[];
  /** Ids of rights-holder groups. */
  readonly groups?: readonly string[];
  readonly grounds?: readonly string[];
  /** The office complained of. */
  readonly dutyBearerId?: string;
};

export type GrievanceFinding = {
  readonly outcome: CodeOf<typeof findingOutcomes>;
  /** The rights found to have been violated; none unless something was substantiated. */
  readonly rights: readonly string[];
  /** For everybody: what was found, told so that nobody is recognised. */
  readonly summary: string;
};

/** `day` is the day of recording in the city's time zone: what deadlines are measured by. */
type OnDay = { readonly day: string };

export type GrievanceEvent =
  | {
      readonly type: 'GrievanceLodged';
      readonly data: {
        readonly cityId: string;
        /** The subject under whose key everything personal in this record is sealed. */
        readonly complainant: string;
        /** SHA-256 of the text that the person was given at lodging: who has that text can show that this is theirs. */
        readonly opening: string;
        /** A `GrievanceAbout` as JSON. */
        readonly about: Personal;
        readonly text: Personal;
        readonly contact?: Personal;
        readonly acknowledgeBy: string;
        readonly findingBy: string;
      } & OnDay;
    }
  | { readonly type: 'GrievanceAcknowledged'; readonly data: { readonly dutyBearerId: string } & OnDay }
  | { readonly type: 'GrievanceFoundAdmissible'; readonly data: { readonly reasons?: Personal } }
  | { readonly type: 'GrievanceFoundInadmissible'; readonly data: { readonly reasons: Personal } & OnDay }
  | { readonly type: 'GrievanceInquiryBegun'; readonly data: { readonly plan?: Personal } }
  | {
      readonly type: 'GrievanceFindingMade';
      readonly data: GrievanceFinding & { readonly reasons: Personal } & OnDay;
    }
  | { readonly type: 'GrievanceAnswered'; readonly data: { readonly text: Personal } }
  | { readonly type: 'GrievanceStatementAdded'; readonly data: { readonly text: Personal } }
  | {
      readonly type: 'GrievanceAppealed';
      readonly data: { readonly grounds: Personal; readonly findingBy: string } & OnDay;
    }
  | { readonly type: 'GrievanceWithdrawn'; readonly data: { readonly reason?: Personal } & OnDay }
  | { readonly type: 'GrievanceRemedyLinked'; /** Entries of before had no day. */ readonly data: { readonly remedyId: string } & Partial<OnDay> }
  | { readonly type: 'GrievanceClosed'; readonly data: { readonly reason: string } & OnDay }
  | { readonly type: 'GrievanceUnsealed'; readonly data: { readonly purpose: string } }
  | HoldEvent
  | { readonly type: 'GrievanceReassigned'; readonly data: Reassigned }
  | { readonly type: 'GrievanceAcknowledgementFellDue'; readonly data: { readonly dueOn: string } }
  | { readonly type: 'GrievanceFindingFellDue'; readonly data: { readonly dueOn: string } }
  | { readonly type: 'GrievanceRectified'; readonly data: Rectify };
