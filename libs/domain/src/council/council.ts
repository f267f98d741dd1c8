import type { Aggregate, Context, Folded } from '../kernel/decider.js';
import { plain, unreachable, without } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseState } from '../kernel/refusal.js';
import { broken } from '../kernel/rules.js';
import { keyed, keysOf } from '../values/keys.js';
import { rectified, rectifiers } from '../values/rectification.js';
import { councilDueActs, councilNextDueOn } from './council.clock.js';
import type { Constituency, CouncilEvent, Outcome } from './council.events.js';
import { councilReferences } from './council.references.js';
import { councilRules, openBearers } from './council.rules.js';
import type { CastVotes, Council, CouncilCommand, CouncilState, EstablishCouncil, RecommendationMade, Resolution, SettleResolution, Term } from './council.state.js';
import { recommendationOf, resolutionOf, termOn } from './council.state.js';
import { countsOf, tallyOf } from './council.votes.js';

const established = ['established'] as const;

const from = {
  establish: ['none'],
  'appoint-member': established,
  'end-term': established,
  'declare-conflict': established,
  'convene-meeting': established,
  'hold-meeting': established,
  'move-resolution': established,
  vote: established,
  'adopt-resolution': established,
  'reject-resolution': established,
  recommend: established,
  'answer-recommendation': established,
  reassign: established,
  'answer-fall-due': established,
  rectify: established,
} as const;

function decide(state: CouncilState, command: CouncilCommand, context: Context): readonly CouncilEvent[] | Refusal {
  const refusal = broken({ begins: 'establish', from, rules: councilRules }, state, command, context);
  if (refusal !== undefined) return refusal;
  if (command.type === 'establish') return [{ type: 'CouncilEstablished', data: establishment(command.data) }];
  if (state.status === 'none') return refuseState('not-begun', { command: command.type });
  const day = context.today;
  switch (command.type) {
    case 'appoint-member':
      return [{ type: 'CouncilMemberAppointed', data: plain(command.data) }];
    case 'end-term':
      return [{ type: 'CouncilTermEnded', data: plain({ ...command.data, office: lastTerm(state, command.data.seat)?.office ?? '', day }) }];
    case 'declare-conflict':
      return [{ type: 'CouncilConflictDeclared', data: plain({ ...command.data, office: officeOf(state, command.data.seat, day) }) }];
    case 'convene-meeting':
      return keyed('m', [command.data], keysOf(state.meetings)).map((data) => ({ type: 'CouncilMeetingConvened', data: plain(data) }));
    case 'hold-meeting': {
      const { meeting, attendance, minutes } = command.data;
      const heldOn = command.data.heldOn ?? state.meetings.find(({ key }) => key === meeting)?.on ?? day;
      return [{ type: 'CouncilMeetingHeld', data: plain({ meeting, heldOn, attendance, minutes }) }];
    }
    case 'move-resolution': {
      const motion = { ...command.data, records: command.data.records ?? [] };
      return keyed('r', [motion], keysOf(state.resolutions)).map((data) => ({ type: 'CouncilResolutionMoved', data: plain(data) }));
    }
    case 'vote':
      return [voted(state, command.data, day)];
    case 'adopt-resolution':
      return [{ type: 'CouncilResolutionAdopted', data: outcome(state, command.data, day) }];
    case 'reject-resolution':
      return [{ type: 'CouncilResolutionRejected', data: outcome(state, command.data, day) }];
    case 'recommend': {
      const made = { ...command.data, records: command.data.records ?? [] };
      return keyed('a', [made], keysOf(state.recommendations)).map((data) => ({ type: 'CouncilRecommended', data: plain(data) }));
    }
    case 'answer-recommendation':
      return [{ type: 'CouncilRecommendationAnswered', data: plain({ ...command.data, day }) }];
    case 'reassign':
      return [{ type: 'CouncilRecommendationsReassigned', data: plain(command.data) }];
    case 'answer-fall-due': {
      const { recommendation, dueOn } = command.data;
      return [{ type: 'CouncilAnswerFellDue', data: { recommendation, dueOn } }];
    }
    case 'rectify':
      return [{ type: 'CouncilRectified', data: plain(command.data) }];
    default:
      return unreachable(command);
  }
}

function establishment({ seats, quorum = 50, ...data }: EstablishCouncil): Extract<CouncilEvent, { type: 'CouncilEstablished' }>['data'] {
  const each = seats.flatMap(({ number, ...seat }): (Constituency & { key?: string })[] => Array.from({ length: number }, () => seat));
  return plain({ ...data, seats: keyed('s', each), quorum });
}

const lastTerm = ({ seats }: Council, seat: string): Term | undefined => seats.find(({ key }) => key === seat)?.terms.at(-1);
const officeOf = ({ seats }: Council, seat: string, day: string): string => {
  const held = seats.find(({ key }) => key === seat);
  return (held === undefined ? undefined : termOn(held, day)?.office) ?? '';
};

function voted(state: Council, { resolution: key, votes, counts }: CastVotes, day: string): CouncilEvent {
  const resolution = resolutionOf(state, key);
  if (resolution !== undefined && votes === undefined && counts !== undefined) {
    return { type: 'CouncilVotesCounted', data: { resolution: key, counts: countsOf(state, resolution, counts, day) } };
  }
  const each = (votes ?? []).map(({ seat, vote }) => ({ seat, vote, office: officeOf(state, seat, day) }));
  return { type: 'CouncilSeatsVoted', data: { resolution: key, votes: each } };
}

function outcome(state: Council, data: SettleResolution, day: string): Outcome {
  const resolution = resolutionOf(state, data.resolution);
  const none = { tally: { yes: 0, no: 0, abstain: 0, absent: 0, excused: 0 }, entitled: 0 };
  return plain({ ...data, ...(resolution === undefined ? none : tallyOf(state, resolution, day)) });
}

const changed = <T extends { readonly key: string }>(list: readonly T[], key: string, change: (one: T) => T): readonly T[] =>
  list.map((one) => (one.key === key ? change(one) : one));

const ofResolution = (state: Council, key: string, change: (one: Resolution) => Resolution): Council => ({
  ...state,
  resolutions: changed(state.resolutions, key, change),
});
const ofRecommendation = (state: Council, key: string, change: (one: RecommendationMade) => RecommendationMade): Council => ({
  ...state,
  recommendations: changed(state.recommendations, key, change),
});

function evolve(state: CouncilState, event: Folded<CouncilEvent>): CouncilState {
  if (event.type === 'CouncilEstablished') {
    const seats = event.data.seats.map((seat) => ({ ...seat, terms: [] }));
    const lists = { conflicts: [], meetings: [], resolutions: [], recommendations: [], rectifications: [] };
    return { status: 'established', ...event.data, seats, ...lists };
  }
  // Nothing is written to a council before it is established.
  if (state.status === 'none') return state;
  const { recordedAt } = event;
  switch (event.type) {
    case 'CouncilMemberAppointed': {
      const { seat, ...term } = event.data;
      return { ...state, seats: changed(state.seats, seat, (one) => ({ ...one, terms: [...one.terms, term] })) };
    }
    case 'CouncilTermEnded': {
      const { seat, day: endedOn } = event.data;
      const end = (terms: readonly Term[]): readonly Term[] => terms.map((term, index) => (index === terms.length - 1 ? { ...term, endedOn } : term));
      return { ...state, seats: changed(state.seats, seat, (one) => ({ ...one, terms: end(one.terms) })) };
    }
    case 'CouncilConflictDeclared':
      return { ...state, conflicts: [...state.conflicts, { ...event.data, recordedAt }] };
    case 'CouncilMeetingConvened':
      return { ...state, meetings: [...state.meetings, event.data] };
    case 'CouncilMeetingHeld': {
      const { meeting, heldOn: on, attendance, minutes } = event.data;
      return { ...state, meetings: changed(state.meetings, meeting, (one) => ({ ...one, held: { on, attendance, minutes } })) };
    }
    case 'CouncilResolutionMoved':
      return { ...state, resolutions: [...state.resolutions, { ...event.data, votes: [] }] };
    case 'CouncilSeatsVoted':
      return ofResolution(state, event.data.resolution, (one) => ({ ...one, votes: [...one.votes, ...event.data.votes] }));
    case 'CouncilVotesCounted': {
      const counts = { ...event.data.counts, conflicts: state.conflicts.length };
      return ofResolution(state, event.data.resolution, (one) => ({ ...one, counts }));
    }
    case 'CouncilResolutionAdopted':
    case 'CouncilResolutionRejected': {
      const settled = { ...without(event.data, 'resolution'), adopted: event.type === 'CouncilResolutionAdopted', recordedAt };
      return ofResolution(state, event.data.resolution, (one) => ({ ...one, outcome: settled }));
    }
    case 'CouncilRecommended': {
      const { answerDueOn: dueOn, ...data } = event.data;
      const made = { ...data, dueOn, fellDue: false, answers: [] };
      return { ...state, recommendations: [...state.recommendations, made] };
    }
    case 'CouncilRecommendationAnswered': {
      const { recommendation, day, ...answer } = event.data;
      return ofRecommendation(state, recommendation, (one) => ({
        ...one,
        answers: [...one.answers, { ...answer, recordedAt }],
        // Who has not made up their mind has not answered.
        ...(answer.response === 'pending' ? {} : { endedOn: day }),
      }));
    }
    case 'CouncilRecommendationsReassigned': {
      const { from: before, dutyBearerId } = event.data;
      const pass = (one: RecommendationMade): RecommendationMade =>
        one.dutyBearerId === before && one.endedOn === undefined ? { ...one, dutyBearerId } : one;
      return { ...state, recommendations: state.recommendations.map(pass) };
    }
    case 'CouncilAnswerFellDue':
      return ofRecommendation(state, event.data.recommendation, (one) => ({ ...one, fellDue: true }));
    case 'CouncilRectified':
      return rectified(state, event);
    default:
      return unreachable(event);
  }
}

/** The independent body in which those who live in the city take part: its seats, its meetings, and what it resolves. */
export const council: Aggregate<CouncilState, CouncilCommand, CouncilEvent> = {
  name: 'council',
  begins: 'establish',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: {
    establish: ['focal-point'],
    'appoint-member': ['focal-point'],
    'end-term': ['focal-point', 'council'],
    'declare-conflict': ['council'],
    'convene-meeting': ['council', 'focal-point'],
    'hold-meeting': ['council', 'focal-point'],
    'move-resolution': ['council'],
    vote: ['council'],
    'adopt-resolution': ['council'],
    'reject-resolution': ['council'],
    recommend: ['council'],
    'answer-recommendation': ['staff'],
    reassign: ['system', 'focal-point', 'council'],
    'answer-fall-due': ['system'],
    rectify: rectifiers,
  },
  ownWord: ['answer-recommendation'],
  oneOfACity: true,
  schemaVersions: {
    CouncilEstablished: 1,
    CouncilMemberAppointed: 1,
    CouncilTermEnded: 1,
    CouncilConflictDeclared: 1,
    CouncilMeetingConvened: 1,
    CouncilMeetingHeld: 1,
    CouncilResolutionMoved: 1,
    CouncilSeatsVoted: 1,
    CouncilVotesCounted: 1,
    CouncilResolutionAdopted: 1,
    CouncilResolutionRejected: 1,
    CouncilRecommended: 1,
    CouncilRecommendationAnswered: 1,
    CouncilAnswerFellDue: 1,
    CouncilRecommendationsReassigned: 1,
    CouncilRectified: 1,
  },
  upcasts: {},
  references: councilReferences,
  asks: () => [],
  cityOf: (state) => (state.status === 'none' ? undefined : state.cityId),
  speaksFor: (state, command) =>
    state.status === 'none' || command.type !== 'answer-recommendation' ? undefined : recommendationOf(state, command.data.recommendation)?.dutyBearerId,
  openDutyBearers: (state) => (state.status === 'none' ? [] : openBearers(state)),
  dueActs: councilDueActs,
  nextDueOn: councilNextDueOn,
};

export type { CouncilCommand, CouncilState } from './council.state.js';
