import { aggregates } from '@covenant/domain';
import { commandController } from '../http/command-controller.js';
import { RectifyDto } from '../http/common.dto.js';
import { readController } from '../http/read-controller.js';
import {
  AnswerRecommendation,
  AppointMember,
  CastVotes,
  ConveneMeeting,
  DeclareConflict,
  EndTerm,
  EstablishCouncil,
  HoldMeeting,
  MoveResolution,
  ReassignRecommendations,
  Recommend,
  SettleResolution,
} from './councils.dto.js';
import { CouncilView } from './councils.view.js';

export const CouncilCommands = commandController(aggregates.council, {
  plural: 'councils',
  internal: ['answer-fall-due'],
  commands: {
    establish: { summary: 'Establish the council of a city, with its mandate and seats; its id is that of the city', body: EstablishCouncil },
    'appoint-member': { summary: 'Appoint a member to a seat', body: AppointMember },
    'end-term': { summary: 'End the term of whoever sits there', body: EndTerm },
    'declare-conflict': { summary: 'Declare a conflict of interest on a record: the seat neither votes nor approves there', body: DeclareConflict },
    'convene-meeting': { summary: 'Convene a meeting, with its agenda', body: ConveneMeeting },
    'hold-meeting': { summary: 'Record that a meeting was held: who attended, and the digest of the minutes', body: HoldMeeting },
    'move-resolution': { summary: 'Move a resolution', body: MoveResolution },
    vote: { summary: 'Record votes, by seat or as counts', body: CastVotes },
    'adopt-resolution': { summary: 'Record that a resolution was adopted, with a quorum of those who may vote', body: SettleResolution },
    'reject-resolution': { summary: 'Record that a resolution was rejected, with a quorum of those who may vote', body: SettleResolution },
    recommend: { summary: 'Recommend something to a duty-bearer, to be answered by a day', body: Recommend },
    'answer-recommendation': { summary: "Record the duty-bearer's answer to a recommendation", body: AnswerRecommendation },
    reassign: { summary: 'Pass what is still to be answered to another duty-bearer', body: ReassignRecommendations },
    rectify: { summary: 'Mark an entry as mistaken', body: RectifyDto },
  },
});

export const CouncilReads = readController({ aggregate: 'council', plural: 'councils', view: CouncilView });
