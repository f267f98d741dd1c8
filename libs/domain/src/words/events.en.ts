import { erasureGrounds, escalationBodies, findingOutcomes, holdGrounds, ownerAnswers, recordKinds, scrutinyOutcomes, upkeepActs } from '../vocabularies/records.js';
import { followUpGrades, initiatives, recommendationResponses, votes as voteCodes } from '../vocabularies/small.js';
import type { Vocabulary } from '../vocabularies/vocabulary.js';
import { labelOf } from '../vocabularies/vocabulary.js';
import { isDate } from '../values/dates.js';
import type { Outcome, SeatVote, Tally } from '../council/council.events.js';
import type { Approval } from '../values/approval.js';
import type { EventCatalogue } from './catalogue.js';
import { count, onDay, quoted, spoken } from './phrases.en.js';

const called = (vocabulary: Vocabulary<string>, code: string): string =>
  (labelOf(vocabulary, code) ?? spoken(code)).toLowerCase();

const initiative = ({ initiative: code, name }: { readonly initiative: string; readonly name?: string }): string =>
  name ?? labelOf(initiatives, code) ?? spoken(code);

const approved = ({ body, reference }: Approval): string => `approved by the ${spoken(body)} (${reference})`;

const behalf = (onBehalfOf: string | undefined): string =>
  onBehalfOf === undefined ? 'Oversight' : 'The beneficiaries’ side';

const rectified = ({ reason, correction }: { readonly reason: string; readonly correction: string }): string =>
  `An earlier entry was rectified: ${correction} (${reason})`;

const shareOf = (share: number): string => `${Math.round(share * 100)} %`;

/** A key without its base 64: the name and the id are what people compare. */
const short = (key: string): string => key.split('+', 2).join('+');

const votesOf = (votes: readonly SeatVote[]): string => votes.map(({ seat, vote }) => `${quoted(seat)} ${called(voteCodes, vote)}`).join(', ');

const counted = ({ yes, no, abstain, absent, excused }: Tally): string =>
  `${yes} yes, ${no} no, ${count(abstain, 'abstention')}, ${absent} absent, ${excused} excused for a conflict of interest`;

const settled = ({ tally, entitled, reason }: Outcome): string =>
  `${counted(tally)}; ${count(entitled, 'seat')} could vote.${reason === undefined ? '' : ` ${reason}`}`;

export const eventsInEnglish: EventCatalogue = {
  CityEnrolled: ({ name, declaredOn, sample }) =>
    `${name} was enrolled${sample === true ? ' as a sample' : ''}${
      declaredOn === undefined
        ? ''
        : `; it declared itself a human rights city ${isDate(declaredOn) ? 'on' : 'in'} ${onDay(declaredOn)}`
    }.`,
  FocalPointEstablished: ({ office }) => `${office} was established as the city’s human rights focal point.`,
  FocalPointChanged: ({ office }) => `${office} is now the city’s human rights focal point.`,
  InitiativeJoined: (data) => `The city joined ${initiative(data)}.`,
  InitiativeLeft: (data) => `The city left ${initiative(data)}: ${data.reason}`,
  CityProcedureSet: (set) => {
    const { grievanceAcknowledgementDays: acknowledged, grievanceFindingDays: found } = set;
    const grievances =
      acknowledged === undefined || found === undefined
        ? ''
        : ` A grievance is acknowledged within ${count(acknowledged, 'day')} and decided within ${count(found, 'day')}.`;
    return `The city set its procedure: ${count(set.scrutinyAnswerDays, 'day')} to answer a scrutiny; a remedy that is late for ${count(
      set.remedyEscalationDays,
      'day',
    )} goes to the ${called(escalationBodies, set.remedyEscalationTo)}.${grievances}`;
  },
  CityRetentionProposed: ({ version, rules }) =>
    `Rules were proposed for how long sealed words are kept: version ${version}, ${count(rules.length, 'rule')}.`,
  CityRetentionAdopted: ({ version, inForceOn }) =>
    `Version ${version} of the rules for how long sealed words are kept was adopted; it holds from ${onDay(inForceOn)} on.`,
  CityRectified: rectified,

  LogKeyAnnounced: ({ replaces, key, bothUntil }) =>
    `A new key of the public log was announced: ${short(key)} takes the place of ${short(replaces)}; both sign until ${onDay(bothUntil)} at the least.`,
  LogKeyRetired: ({ key, reason }) =>
    `The key ${short(key)} of the public log was retired: it signs nothing from here on${reason === undefined ? '.' : `: ${reason}`}`,
  LogKeyWithdrawn: ({ key, reason }) => `The announced key ${short(key)} of the public log was withdrawn: ${reason}`,

  DutyBearerRegistered: ({ name }) => `${name} was registered as a duty-bearer.`,
  DutyBearerAmended: ({ name }) =>
    name === undefined ? 'The description of the duty-bearer was amended.' : `The duty-bearer is now called ${name}.`,
  LiaisonNamed: ({ office }) => `${office} was named as the office that answers for human rights there.`,
  DutyBearerDissolved: ({ reason, successorId }) =>
    `The duty-bearer was dissolved${successorId === undefined ? '' : '; its duties pass to a successor'}: ${reason}`,
  DutyBearerRectified: rectified,

  GroupRecognised: ({ name }) => `${name} was recognised as a rights-holder group.`,
  GroupAmended: ({ name }) =>
    name === undefined ? 'The description of the group was amended.' : `The group is now called ${name}.`,
  GroupRetired: ({ reason }) => `The group was retired: ${reason}`,
  GroupRectified: rectified,

  ObligationRecorded: ({ title, source }) => `The obligation ${quoted(title)} was recorded, from ${source.instrument}.`,
  ObligationAccepted: () => 'The duty-bearer accepted the obligation.',
  ObligationDisputed: ({ reason }) => `The duty-bearer disputed the obligation, which stays on the list: ${reason}`,
  ObligationReassigned: ({ reason }) => `The obligation passed to another duty-bearer: ${reason}`,
  ObligationClarified: ({ text }) => `The obligation was clarified: ${text}`,
  ObligationCeased: ({ reason, act }) => `The obligation ceased by ${quoted(act.title)}: ${reason}`,
  ObligationRectified: rectified,

  CommitmentMade: ({ title, dueOn }) => `The commitment ${quoted(title)} was made, due on ${onDay(dueOn)}.`,
  CommitmentProgressReported: ({ text, share }) =>
    `The duty-bearer reported progress${share === undefined ? '' : ` (${shareOf(share)} done)`}: ${text}`,
  CommitmentMilestoneAdded: ({ title }) => `The milestone ${quoted(title)} was added.`,
  CommitmentMilestoneReached: ({ milestone }) =>
    `The duty-bearer reported that milestone ${quoted(milestone)} is reached.`,
  CommitmentExtended: ({ from, dueOn, reason, approvedBy }) =>
    `The due date was moved from ${onDay(from)} to ${onDay(dueOn)}, ${approved(approvedBy)}: ${reason}`,
  CommitmentReportedFulfilled: ({ text }) => `The duty-bearer reported the commitment fulfilled: ${text}`,
  CommitmentVerified: ({ grade, reasons }) =>
    `The report was verified, grade ${grade} (${called(followUpGrades, grade)}): ${reasons}`,
  CommitmentContested: ({ grade, reasons }) =>
    `The report was contested, grade ${grade} (${called(followUpGrades, grade)}): ${reasons}`,
  CommitmentWithdrawn: ({ reason, approvedBy }) => `The commitment was withdrawn, ${approved(approvedBy)}: ${reason}`,
  CommitmentReassigned: ({ reason }) => `The commitment passed to another duty-bearer: ${reason}`,
  CommitmentFellDue: ({ dueOn }) => `${onDay(dueOn)} passed without the commitment being fulfilled.`,
  CommitmentBroken: ({ dueOn, graceDays }) =>
    `The commitment was broken: ${count(graceDays, 'day')} of grace after ${onDay(dueOn)} passed without fulfilment.`,
  CommitmentRectified: rectified,

  ScrutinyOpened: ({ instrument, trigger }) =>
    `A scrutiny of ${quoted(instrument.title)} was opened (${spoken(trigger)}).`,
  ScrutinyScreened: ({ fullAssessment, reasons }) =>
    `Screening found that a full assessment is ${fullAssessment ? '' : 'not '}needed: ${reasons}`,
  ScrutinyAssessed: ({ impacts }) => {
    const negative = impacts.filter(({ direction }) => direction === 'negative').length;
    return `${count(impacts.length, 'impact')} on rights ${impacts.length === 1 ? 'was' : 'were'} assessed, ${negative} of them negative.`;
  },
  ScrutinyConsultationLinked: ({ title }) => `The consultation ${quoted(title)} was linked.`,
  ScrutinyDecided: ({ outcome, decidedBy, reasons, conditions }) =>
    `${decidedBy.body} decided on ${onDay(decidedBy.on)}: ${called(scrutinyOutcomes, outcome)}${
      conditions.length === 0 ? '' : ` (${conditions.length})`
    }. ${reasons}`,
  ScrutinyAnswered: ({ answer, reasons }) => `The owner answered: ${called(ownerAnswers, answer)}. ${reasons}`,
  ScrutinyConditionMet: ({ condition }) => `Condition ${quoted(condition)} was found to be met.`,
  ScrutinyConditionFailed: ({ condition, reason }) =>
    `Condition ${quoted(condition)} was found to have failed: ${reason}`,
  ScrutinyReconsidered: ({ grounds }) => `The scrutiny was reopened on new grounds: ${grounds}`,
  ScrutinyClosed: ({ reason }) => `The scrutiny was closed: ${reason}`,
  ScrutinyReassigned: ({ reason }) => `The instrument passed to another owner: ${reason}`,
  ScrutinyAnswerFellDue: ({ dueOn }) => `${onDay(dueOn)} passed without the owner’s answer.`,
  ScrutinyConditionFellDue: ({ condition, dueOn }) =>
    `${onDay(dueOn)} passed without condition ${quoted(condition)} being met.`,
  ScrutinyRectified: rectified,

  RemedyOrdered: ({ title, measures }) =>
    `The remedy ${quoted(title)} was ordered, with ${count(measures.length, 'measure')}.`,
  RemedyAccepted: () => 'The duty-bearer accepted the remedy.',
  RemedyRefused: ({ reason }) => `The duty-bearer refused the remedy: ${reason}`,
  MeasureStarted: ({ measure }) => `Measure ${quoted(measure)} was started.`,
  MeasureDelivered: ({ measure }) => `The duty-bearer reported that measure ${quoted(measure)} is delivered.`,
  MeasureConfirmed: ({ measure, onBehalfOf }) => `${behalf(onBehalfOf)} confirmed measure ${quoted(measure)}.`,
  MeasureDisputed: ({ measure, onBehalfOf, reason }) =>
    `${behalf(onBehalfOf)} disputed that measure ${quoted(measure)} is delivered: ${reason}`,
  MeasureExtended: ({ measure, from, dueOn, reason, approvedBy }) =>
    `The date of measure ${quoted(measure)} was moved from ${onDay(from)} to ${onDay(dueOn)}, ${approved(approvedBy)}: ${reason}`,
  MeasureFellDue: ({ measure, dueOn }) => `${onDay(dueOn)} passed without measure ${quoted(measure)} being delivered.`,
  RemedyEscalated: ({ to, reason, dueOn }) =>
    dueOn === undefined
      ? `The remedy was escalated to the ${called(escalationBodies, to)}: ${reason}`
      : `The remedy was escalated to the ${called(escalationBodies, to)}, since it stayed late after ${onDay(dueOn)}.`,
  RemedyCompleted: ({ statement }) => `The remedy was completed, every measure confirmed: ${statement}`,
  RemedyFailed: ({ reason }) => `The remedy was declared failed: ${reason}`,
  RemedyReopened: ({ reason, redo, measures }) =>
    `The remedy was reopened, with ${count(redo.length, 'measure')} to be done over and ${count(
      measures.length,
      'further measure',
    )}: ${reason}`,
  RemedyReassigned: ({ reason }) => `What was still owed passed to another duty-bearer: ${reason}`,
  RemedyRectified: rectified,

  GrievanceLodged: ({ acknowledgeBy, findingBy }) =>
    `A grievance was lodged; it is to be acknowledged by ${onDay(acknowledgeBy)} and decided by ${onDay(findingBy)}.`,
  GrievanceAcknowledged: () => 'The grievance was acknowledged, and given to the office that handles it.',
  GrievanceFoundAdmissible: () => 'The grievance was found admissible.',
  GrievanceFoundInadmissible: () => 'The grievance was found inadmissible; the person was told why.',
  GrievanceInquiryBegun: () => 'An inquiry was begun.',
  GrievanceFindingMade: ({ outcome, summary }) => `The finding: ${called(findingOutcomes, outcome)}. ${summary}`,
  GrievanceAnswered: () => 'The office wrote to the person.',
  GrievanceStatementAdded: () => 'The person wrote to the office.',
  GrievanceAppealed: ({ findingBy }) => `The person appealed; it is to be decided by ${onDay(findingBy)}.`,
  GrievanceWithdrawn: () => 'The person withdrew the grievance.',
  GrievanceRemedyLinked: () => 'A remedy was ordered that answers the grievance.',
  GrievanceClosed: ({ reason }) => `The grievance was closed: ${reason}`,
  GrievanceUnsealed: ({ purpose }) => `What the person wrote was unsealed and read. The purpose: ${purpose}`,
  GrievanceHoldPlaced: ({ key, ground, reason }) =>
    `What is sealed in the grievance was put on hold ${quoted(key)} (${called(holdGrounds, ground)}), and is kept until that is lifted: ${reason}`,
  GrievanceHoldLifted: ({ hold, reason }) => `The hold ${quoted(hold)} on what is sealed in the grievance was lifted: ${reason}`,
  GrievanceReassigned: ({ reason }) => `The grievance was given to another office: ${reason}`,
  GrievanceAcknowledgementFellDue: ({ dueOn }) => `${onDay(dueOn)} passed without the grievance being acknowledged.`,
  GrievanceFindingFellDue: ({ dueOn }) => `${onDay(dueOn)} passed without a finding.`,
  GrievanceRectified: rectified,

  UpkeepDone: ({ act, detail }) => `${called(upkeepActs, act)}${detail === undefined ? '' : ` (${detail})`}.`,

  SubjectErasureRequested: ({ ground, reason }) =>
    `It was asked that somebody’s words be erased (${called(erasureGrounds, ground)}): ${reason}`,
  SubjectErasureAnnounced: ({ rule, on }) =>
    `Somebody’s words are to be erased on ${onDay(on)}, by version ${rule.version} of the city’s rules: ${count(rule.days, 'day')} after the case ended.`,
  SubjectErasureBegun: ({ ground }) =>
    `The erasure of somebody’s words has begun (${called(erasureGrounds, ground)}): nothing keeps them any more, and the key to them is destroyed next.`,
  SubjectErased: ({ ground }) =>
    `The key to somebody’s words was destroyed (${called(erasureGrounds, ground)}); they cannot be read any more.`,
  SubjectRectified: rectified,

  CouncilEstablished: ({ name, seats }) => `The council ${quoted(name)} was established, with ${count(seats.length, 'seat')}.`,
  CouncilMemberAppointed: ({ seat, name, from }) => `${name ?? 'A member'} was appointed to seat ${quoted(seat)}, from ${onDay(from)} on.`,
  CouncilTermEnded: ({ seat, reason }) => `The term of seat ${quoted(seat)} was ended: ${reason}`,
  CouncilConflictDeclared: ({ seat, record, reason }) =>
    `Seat ${quoted(seat)} declared a conflict of interest on a ${called(recordKinds, record.kind)}, and does not vote on it: ${reason}`,
  CouncilMeetingConvened: ({ title, on, agenda }) =>
    `The meeting ${quoted(title)} was convened for ${onDay(on)}, with ${count(agenda.length, 'item')} on its agenda.`,
  CouncilMeetingHeld: ({ meeting, heldOn, attendance }) =>
    `Meeting ${quoted(meeting)} was held on ${onDay(heldOn)}; ${count(attendance.length, 'seat')} attended.`,
  CouncilResolutionMoved: ({ key, title }) => `Resolution ${quoted(key)} was moved: ${title}`,
  CouncilSeatsVoted: ({ resolution, votes }) => `Votes on resolution ${quoted(resolution)}: ${votesOf(votes)}.`,
  CouncilVotesCounted: ({ resolution, counts }) => `The votes on resolution ${quoted(resolution)} were counted: ${counted(counts)}.`,
  CouncilResolutionAdopted: (data) => `Resolution ${quoted(data.resolution)} was adopted: ${settled(data)}`,
  CouncilResolutionRejected: (data) => `Resolution ${quoted(data.resolution)} was rejected: ${settled(data)}`,
  CouncilRecommended: ({ key, text, answerDueOn }) =>
    `Recommendation ${quoted(key)} was made to a duty-bearer, to be answered by ${onDay(answerDueOn)}: ${text}`,
  CouncilRecommendationAnswered: ({ recommendation, response, text }) =>
    `The duty-bearer answered recommendation ${quoted(recommendation)} (${called(recommendationResponses, response)}): ${text}`,
  CouncilAnswerFellDue: ({ recommendation, dueOn }) => `${onDay(dueOn)} passed without an answer to recommendation ${quoted(recommendation)}.`,
  CouncilRecommendationsReassigned: ({ reason }) => `What was still to be answered passed to another duty-bearer: ${reason}`,
  CouncilRectified: rectified,
};
