import { aggregates } from '@covenant/domain';
import { commandController } from '../http/command-controller.js';
import { readController } from '../http/read-controller.js';
import { ReasonDto, ReassignDto, RectifyDto } from '../http/common.dto.js';
import {
  AnswerScrutiny,
  AssessScrutiny,
  DecideScrutiny,
  FailCondition,
  LinkConsultation,
  MeetCondition,
  OpenScrutiny,
  ReconsiderScrutiny,
  ScreenScrutiny,
} from './scrutinies.dto.js';
import { ScrutinyView } from './scrutinies.view.js';

export const ScrutinyCommands = commandController(aggregates.scrutiny, {
  plural: 'scrutinies',
  internal: ['answer-fall-due', 'condition-fall-due'],
  commands: {
    open: { summary: 'Open the scrutiny of an ordinance, policy or practice', body: OpenScrutiny },
    screen: { summary: 'Record whether a full assessment is needed', body: ScreenScrutiny },
    assess: { summary: 'Record the impacts on rights and groups', body: AssessScrutiny },
    'link-consultation': { summary: 'Link the consultation of those concerned', body: LinkConsultation },
    decide: { summary: 'Record the decision, with reasons and conditions', body: DecideScrutiny },
    answer: { summary: "Record the owner's answer", body: AnswerScrutiny },
    'meet-condition': { summary: 'Record that a condition was met, with evidence', body: MeetCondition },
    'fail-condition': { summary: 'Record that a condition failed', body: FailCondition },
    reconsider: { summary: 'Take it up again on new grounds', body: ReconsiderScrutiny },
    close: { summary: 'Close it', body: ReasonDto },
    reassign: { summary: 'Pass it to another duty-bearer', body: ReassignDto },
    rectify: { summary: 'Mark an entry as mistaken', body: RectifyDto },
  },
});

export const ScrutinyReads = readController({ aggregate: 'scrutiny', plural: 'scrutinies', view: ScrutinyView });
