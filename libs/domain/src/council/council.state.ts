import type { Begun } from '../kernel/decider.js';
import type { Evidence } from '../values/common.js';
import type { Deadline } from '../values/deadline.js';
import type { Keyed } from '../values/keys.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import type {
  Appointment,
  Conflict,
  Constituency,
  Convening,
  Establishment,
  Motion,
  Outcome,
  Recommendation,
  RecommendationAnswer,
  RecordNamed,
  Seat,
  SeatVote,
  Tally,
} from './council.events.js';

export type Term = Omit<Appointment, 'seat'> & { readonly endedOn?: string };
/** Its terms, oldest first. */
export type SeatHeld = Seat & { readonly terms: readonly Term[] };

export type ConflictDeclared = Conflict & { readonly office: string; readonly recordedAt: string };

export type Meeting = Keyed<Convening> & {
  readonly held?: { readonly on: string; readonly attendance: readonly string[]; readonly minutes: Evidence };
};

export type Resolution = Keyed<Motion> & {
  readonly records: readonly RecordNamed[];
  readonly votes: readonly (SeatVote & { readonly office: string })[];
  /** Given instead of votes by seat; `conflicts` is how many the council had heard of when it was counted. */
  readonly counts?: Tally & { readonly conflicts: number };
  readonly outcome?: Omit<Outcome, 'resolution'> & { readonly adopted: boolean; readonly recordedAt: string };
};

export type RecommendationMade = Omit<Keyed<Recommendation>, 'answerDueOn'> &
  Deadline & {
    readonly records: readonly RecordNamed[];
    /** Oldest first; one that is pending is followed by another. */
    readonly answers: readonly (Omit<RecommendationAnswer, 'recommendation'> & { readonly recordedAt: string })[];
  };

export type CouncilState =
  | { readonly status: 'none' }
  | (Omit<Establishment, 'seats'> & {
      readonly status: 'established';
      readonly seats: readonly SeatHeld[];
      readonly conflicts: readonly ConflictDeclared[];
      readonly meetings: readonly Meeting[];
      readonly resolutions: readonly Resolution[];
      readonly recommendations: readonly RecommendationMade[];
      readonly rectifications: readonly Rectification[];
    });

export type Council = Begun<CouncilState>;

export type EstablishCouncil = {
  readonly cityId: string;
  readonly name: string;
  readonly mandate: string;
  /** How many seats each constituency has. */
  readonly seats: readonly (Constituency & { readonly number: number })[];
  /** Half, where it is left out. */
  readonly quorum?: number;
};

export type HoldMeeting = {
  readonly meeting: string;
  /** The day for which it was convened, where it is left out. */
  readonly heldOn?: string;
  /** The seats that were present. */
  readonly attendance: readonly string[];
  readonly minutes: Evidence;
};

/** By seat, as counts, or as both where they agree: whoever is in conflict is in neither, and who was absent follows. */
export type CastVotes = {
  readonly resolution: string;
  readonly votes?: readonly SeatVote[];
  readonly counts?: { readonly yes: number; readonly no: number; readonly abstain: number };
};

export type SettleResolution = { readonly resolution: string; readonly reason?: string };

export type CouncilCommand =
  | { readonly type: 'establish'; readonly data: EstablishCouncil }
  | { readonly type: 'appoint-member'; readonly data: Appointment }
  | { readonly type: 'end-term'; readonly data: { readonly seat: string; readonly reason: string } }
  | { readonly type: 'declare-conflict'; readonly data: Conflict }
  | { readonly type: 'convene-meeting'; readonly data: Convening }
  | { readonly type: 'hold-meeting'; readonly data: HoldMeeting }
  | { readonly type: 'move-resolution'; readonly data: Motion }
  | { readonly type: 'vote'; readonly data: CastVotes }
  | { readonly type: 'adopt-resolution'; readonly data: SettleResolution }
  | { readonly type: 'reject-resolution'; readonly data: SettleResolution }
  | { readonly type: 'recommend'; readonly data: Recommendation }
  | { readonly type: 'answer-recommendation'; readonly data: RecommendationAnswer }
  | {
      readonly type: 'reassign';
      readonly data: { readonly from: string; readonly dutyBearerId: string; readonly reason: string };
    }
  | { readonly type: 'answer-fall-due'; readonly data: { readonly recommendation: string; readonly dueOn: string } }
  | RectifyCommand;

export const resolutionOf = (state: Council, key: string): Resolution | undefined =>
  state.resolutions.find((one) => one.key === key);

export const recommendationOf = (state: Council, key: string): RecommendationMade | undefined =>
  state.recommendations.find((one) => one.key === key);

/** Who sits there on a day; a term that was ended is over at once. */
export const termOn = ({ terms }: SeatHeld, day: string): Term | undefined =>
  terms.findLast(({ from, until, endedOn }) => endedOn === undefined && from <= day && (until === undefined || day <= until));
