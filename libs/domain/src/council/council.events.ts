import type { recordKinds } from '../vocabularies/records.js';
import type { constituencies, recommendationResponses, votes } from '../vocabularies/small.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { Evidence } from '../values/common.js';
import type { Rectify } from '../values/rectification.js';

export type Vote = CodeOf<typeof votes>;

/** A record of the city that the council speaks of. */
export type RecordNamed = { readonly kind: CodeOf<typeof recordKinds>; readonly id: string };

export type Constituency = {
  readonly constituency: CodeOf<typeof constituencies>;
  /** Which, where it is another that the city names. */
  readonly name?: string;
};

export type Seat = Constituency & { readonly key: string };

export type Establishment = {
  readonly cityId: string;
  readonly name: string;
  readonly mandate: string;
  readonly seats: readonly Seat[];
  /** More than this many in a hundred of the seats that may vote have to vote. */
  readonly quorum: number;
};

/** Who sits is told by an office; a person's name only with their consent, since it stays in the record for good. */
export type Appointment = {
  readonly seat: string;
  /** The subject of the access that acts for the seat, as entries keep it. */
  readonly office: string;
  readonly from: string;
  /** The last day of the term. */
  readonly until?: string;
  readonly name?: string;
  readonly consentedOn?: string;
};

export type Conflict = { readonly seat: string; readonly record: RecordNamed; readonly reason: string };

export type AgendaItem = { readonly text: string; readonly record?: RecordNamed };
export type Convening = {
  readonly key?: string;
  readonly title: string;
  readonly on: string;
  readonly place?: string;
  readonly agenda: readonly AgendaItem[];
};

export type Motion = {
  readonly key?: string;
  readonly title: string;
  readonly text: string;
  readonly meeting?: string;
  /** What it is about: who has a conflict on one of these does not vote on it. */
  readonly records?: readonly RecordNamed[];
};

export type SeatVote = { readonly seat: string; readonly vote: Vote };
export type Tally = { readonly [V in Vote]: number };

export type Recommendation = {
  readonly key?: string;
  readonly dutyBearerId: string;
  readonly text: string;
  readonly answerDueOn: string;
  /** The resolution that it carries out. */
  readonly resolution?: string;
  readonly records?: readonly RecordNamed[];
};

export type RecommendationAnswer = {
  readonly recommendation: string;
  readonly response: CodeOf<typeof recommendationResponses>;
  readonly text: string;
  readonly evidence?: readonly Evidence[];
};

type Held<T extends { readonly key?: string }> = Omit<T, 'key'> & { readonly key: string };
/** What was counted, of how many who may vote: it decides, and is written down where it did. */
export type Outcome = { readonly resolution: string; readonly reason?: string; readonly tally: Tally; readonly entitled: number };

export type CouncilEvent =
  | { readonly type: 'CouncilEstablished'; readonly data: Establishment }
  | { readonly type: 'CouncilMemberAppointed'; readonly data: Appointment }
  | {
      readonly type: 'CouncilTermEnded';
      readonly data: { readonly seat: string; readonly reason: string; readonly office: string; readonly day: string };
    }
  | { readonly type: 'CouncilConflictDeclared'; readonly data: Conflict & { readonly office: string } }
  | {
      readonly type: 'CouncilMeetingConvened';
      readonly data: Held<Convening>;
    }
  | {
      readonly type: 'CouncilMeetingHeld';
      readonly data: {
        readonly meeting: string;
        readonly heldOn: string;
        readonly attendance: readonly string[];
        readonly minutes: Evidence;
      };
    }
  | { readonly type: 'CouncilResolutionMoved'; readonly data: Held<Motion> & { readonly records: readonly RecordNamed[] } }
  | {
      readonly type: 'CouncilSeatsVoted';
      readonly data: { readonly resolution: string; readonly votes: readonly (SeatVote & { readonly office: string })[] };
    }
  | { readonly type: 'CouncilVotesCounted'; readonly data: { readonly resolution: string; readonly counts: Tally } }
  | { readonly type: 'CouncilResolutionAdopted'; readonly data: Outcome }
  | { readonly type: 'CouncilResolutionRejected'; readonly data: Outcome }
  | { readonly type: 'CouncilRecommended'; readonly data: Held<Recommendation> & { readonly records: readonly RecordNamed[] } }
  | { readonly type: 'CouncilRecommendationAnswered'; readonly data: RecommendationAnswer & { readonly day: string } }
  | { readonly type: 'CouncilAnswerFellDue'; readonly data: { readonly recommendation: string; readonly dueOn: string } }
  | {
      readonly type: 'CouncilRecommendationsReassigned';
      readonly data: { readonly from: string; readonly dutyBearerId: string; readonly reason: string };
    }
  | { readonly type: 'CouncilRectified'; readonly data: Rectify };
