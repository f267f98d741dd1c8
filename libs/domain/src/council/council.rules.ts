import type { Context, Reference } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseAll, refuseRule, refuseState } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import { recordKinds } from '../vocabularies/records.js';
import { constituencies, recommendationResponses, votes as voteCodes } from '../vocabularies/small.js';
import { evidenceFaults } from '../values/common.js';
import type { Faults } from '../values/faults.js';
import { codeFaults, dateFaults, listFaults, numberFaults, pastFaults, repeatedFaults, textFaults } from '../values/faults.js';
import { keysOf, newKeyFault } from '../values/keys.js';
import { limits } from '../values/limits.js';
import { rectifyRules } from '../values/rectification.js';
import { endedFaults } from '../values/references.js';
import { answerReallyMissed, knownAnswerDate } from './council.clock.js';
import { refuseConflict } from './council.conflicts.js';
import type { Motion, Recommendation, RecommendationAnswer, RecordNamed, SeatVote } from './council.events.js';
import { councilReferences } from './council.references.js';
import type { CastVotes, Council, CouncilCommand, CouncilState, EstablishCouncil, HoldMeeting, SettleResolution } from './council.state.js';
import { recommendationOf, resolutionOf } from './council.state.js';
import { appointment, declaredOnce, knownSeat, officeFree, seatFree, sitsThere, taken } from './council.seats.js';
import { freeToSettle, freeToVote, ownSeat, settledAs, undecided, unknownItem, votesFit } from './council.votes.js';

const seatsEach = { least: 1, most: limits.items, whole: true };
const some = { least: 0, most: limits.items };

const recordFaults = (record: RecordNamed | undefined, at: string): Faults => codeFaults(`${at}/kind`, record?.kind, recordKinds);
const recordsFaults = (records: readonly RecordNamed[] | undefined): Faults => [
  ...listFaults('/records', records, some, recordFaults),
  ...repeatedFaults('/records', (records ?? []).map(({ kind, id }) => `${kind} ${id}`)),
];

/** A seat each, and no more than a body may list. */
const notTooManySeats = (_state: unknown, { seats }: EstablishCouncil): Refusal | undefined => {
  const given = seats.reduce((sum, { number }) => sum + number, 0);
  return given > limits.items ? refuseRule('too-many-items', { most: limits.items, given }, '/seats') : undefined;
};

const knownMeeting = (state: Council, { meeting }: { readonly meeting?: string }): Refusal | undefined =>
  meeting === undefined || keysOf(state.meetings).includes(meeting) ? undefined : unknownItem('meeting', meeting, keysOf(state.meetings), '/meeting');

const notYetHeld = ({ meetings }: Council, { meeting }: HoldMeeting): Refusal | undefined =>
  meetings.find(({ key }) => key === meeting)?.held === undefined ? undefined : refuseState('meeting-held', { meeting });

/** Nobody was at a meeting that is still to come. */
function hasCome({ meetings }: Council, { meeting, heldOn }: HoldMeeting, { today }: Context): Refusal | undefined {
  const on = heldOn ?? meetings.find(({ key }) => key === meeting)?.on;
  return pastFaults('/heldOn', on, today)[0];
}

const seatsPresent = ({ seats }: Council, { attendance }: HoldMeeting): Refusal | undefined => {
  const known = keysOf(seats);
  return refuseAll(attendance.flatMap((seat, index) => (known.includes(seat) ? [] : [unknownItem('seat', seat, known, `/attendance/${index}`)])));
};

const knownResolution = (state: Council, { resolution }: { readonly resolution?: string }): Refusal | undefined =>
  resolution === undefined || resolutionOf(state, resolution) !== undefined
    ? undefined
    : unknownItem('resolution', resolution, keysOf(state.resolutions), '/resolution');

/** By seat, as counts, or as both where they agree. */
function votesAndCountsAgree(_state: unknown, { votes, counts }: CastVotes): Refusal | undefined {
  const of = (vote: SeatVote['vote']): number => (votes ?? []).filter((one) => one.vote === vote).length;
  const agree = votes === undefined || counts === undefined || (['yes', 'no', 'abstain'] as const).every((vote) => of(vote) === counts[vote]);
  return agree && (votes !== undefined || counts !== undefined) ? undefined : refuseRule('votes-or-counts', {});
}

const count = { least: 0, most: limits.items, whole: true };
const settling = content<SettleResolution>(({ reason }) => textFaults('/reason', reason));

const adoptedInFact = (state: Council, { resolution }: Recommendation): Refusal | undefined =>
  resolution !== undefined && resolutionOf(state, resolution)?.outcome?.adopted !== true
    ? refuseState('resolution-not-adopted', { resolution })
    : undefined;

/** On the day on which it was made, or later. */
function dueAfterStart(_state: unknown, { answerDueOn }: Recommendation, { today, effectiveOn }: Context): Refusal | undefined {
  const start = effectiveOn ?? today;
  return answerDueOn < start ? refuseRule('due-before-start', { dueOn: answerDueOn, start }, '/answerDueOn') : undefined;
}

const freeToRecommend = (state: Council, { resolution, records = [] }: Recommendation, { actor }: Context): Refusal | undefined =>
  refuseConflict(state, actor.subject, [...records, ...(resolution === undefined ? [] : (resolutionOf(state, resolution)?.records ?? []))]);

const known = (state: Council, { recommendation }: { readonly recommendation: string }): Refusal | undefined =>
  recommendationOf(state, recommendation) === undefined
    ? unknownItem('recommendation', recommendation, keysOf(state.recommendations), '/recommendation')
    : undefined;

const stillOpen = (state: Council, { recommendation }: RecommendationAnswer): Refusal | undefined =>
  recommendationOf(state, recommendation)?.endedOn === undefined ? undefined : refuseState('already-answered', { recommendation });

type Passed = { readonly from: string; readonly dutyBearerId: string };
const passes = (state: Council, { from, dutyBearerId }: Passed): Refusal | undefined => {
  if (!openBearers(state).includes(from)) return refuseState('not-the-holder', { from });
  return from === dutyBearerId ? refuseRule('same-duty-bearer', { dutyBearerId }, '/dutyBearerId') : undefined;
};

/** Those who still owe an answer. */
export const openBearers = ({ recommendations }: Council): readonly string[] => [
  ...new Set(recommendations.flatMap((one) => (one.endedOn === undefined ? [one.dutyBearerId] : []))),
];

const live = <T extends 'recommend' | 'reassign'>(type: T) => {
  const ofBearers = (references: readonly Reference[]): readonly Reference[] => references.filter(({ aggregate }) => aggregate === 'duty-bearer');
  return (_state: unknown, data: Extract<CouncilCommand, { type: T }>['data'], context: Context): Refusal | undefined =>
    refuseAll(endedFaults(ofBearers(councilReferences({ type, data } as CouncilCommand)), context));
};

export const councilRules: Rules<CouncilState, CouncilCommand> = {
  establish: [
    content((data) => [
      ...textFaults('/name', data.name, limits.name),
      ...textFaults('/mandate', data.mandate),
      ...listFaults('/seats', data.seats, { least: 1, most: limits.items }, (seat, at) => [
        ...codeFaults(`${at}/constituency`, seat.constituency, constituencies),
        ...(seat.constituency === 'other' && seat.name === undefined ? [refuseRule('name-missing', {}, `${at}/name`)] : []),
        ...textFaults(`${at}/name`, seat.name, limits.name),
        ...numberFaults(`${at}/number`, seat.number, seatsEach),
      ]),
      ...numberFaults('/quorum', data.quorum, { least: 0, most: 99, whole: true }),
    ]),
    notTooManySeats,
  ],
  'appoint-member': [appointment, knownSeat, seatFree, officeFree],
  'end-term': [content((data) => textFaults('/reason', data.reason)), knownSeat, (state, { seat }, context) => ownSeat(state, [seat], context), taken],
  'declare-conflict': [
    content((data) => [...recordFaults(data.record, '/record'), ...textFaults('/reason', data.reason)]),
    knownSeat,
    (state, { seat }, context) => ownSeat(state, [seat], context),
    sitsThere,
    declaredOnce,
  ],
  'convene-meeting': [
    content((data) => [
      ...textFaults('/title', data.title, limits.title),
      ...dateFaults('/on', data.on),
      ...textFaults('/place', data.place, limits.name),
      ...listFaults('/agenda', data.agenda, { least: 1, most: limits.items }, (item, at) => [
        ...textFaults(`${at}/text`, item.text),
        ...recordFaults(item.record, `${at}/record`),
      ]),
    ]),
    ({ meetings }, { key }) => newKeyFault(key, keysOf(meetings)),
  ],
  'hold-meeting': [
    content((data) => [
      ...dateFaults('/heldOn', data.heldOn),
      ...listFaults('/attendance', data.attendance, some, () => []),
      ...repeatedFaults('/attendance', data.attendance),
      ...evidenceFaults('/minutes', [data.minutes]).map(ofMinutes),
    ]),
    knownMeeting,
    notYetHeld,
    hasCome,
    seatsPresent,
  ],
  'move-resolution': [
    content<Motion>((data) => [
      ...textFaults('/title', data.title, limits.title),
      ...textFaults('/text', data.text),
      ...recordsFaults(data.records),
    ]),
    ({ resolutions }, { key }) => newKeyFault(key, keysOf(resolutions)),
    knownMeeting,
  ],
  vote: [
    content((data) => [
      ...listFaults('/votes', data.votes, { least: data.votes === undefined ? 0 : 1, most: limits.items }, ({ vote }, at) =>
        codeFaults(`${at}/vote`, vote, voteCodes),
      ),
      ...repeatedFaults('/votes', (data.votes ?? []).map(({ seat }) => seat)),
      ...numberFaults('/counts/yes', data.counts?.yes, count),
      ...numberFaults('/counts/no', data.counts?.no, count),
      ...numberFaults('/counts/abstain', data.counts?.abstain, count),
    ]),
    votesAndCountsAgree,
    knownResolution,
    undecided,
    (state, { votes = [] }, context) => ownSeat(state, votes.map(({ seat }) => seat), context),
    freeToVote,
    votesFit,
  ],
  'adopt-resolution': [settling, knownResolution, undecided, freeToSettle, settledAs(true)],
  'reject-resolution': [settling, knownResolution, undecided, freeToSettle, settledAs(false)],
  recommend: [
    content((data) => [
      ...textFaults('/text', data.text),
      ...dateFaults('/answerDueOn', data.answerDueOn),
      ...recordsFaults(data.records),
    ]),
    ({ recommendations }, { key }) => newKeyFault(key, keysOf(recommendations)),
    dueAfterStart,
    knownResolution,
    adoptedInFact,
    freeToRecommend,
    live('recommend'),
  ],
  'answer-recommendation': [
    content((data) => [
      ...codeFaults('/response', data.response, recommendationResponses),
      ...textFaults('/text', data.text),
      ...evidenceFaults('/evidence', data.evidence),
    ]),
    known,
    stillOpen,
  ],
  reassign: [content((data) => textFaults('/reason', data.reason)), passes, live('reassign')],
  'answer-fall-due': [knownAnswerDate, answerReallyMissed],
  rectify: rectifyRules,
};

/** The minutes are one file and no list. */
function ofMinutes(fault: Refusal): Refusal {
  return { ...fault, ...(fault.pointer === undefined ? {} : { pointer: fault.pointer.replace('/minutes/0', '/minutes') }) };
}
