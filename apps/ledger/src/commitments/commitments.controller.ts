import { aggregates } from '@covenant/domain';
import { commandController } from '../http/command-controller.js';
import { readController } from '../http/read-controller.js';
import { ReassignDto, RectifyDto } from '../http/common.dto.js';
import {
  AddMilestone,
  CommitmentVerdictDto,
  ExtendCommitment,
  MakeCommitment,
  ReachMilestone,
  ReportFulfilled,
  ReportProgress,
  WithdrawCommitment,
} from './commitments.dto.js';
import { CommitmentView } from './commitments.view.js';

export const CommitmentCommands = commandController(aggregates.commitment, {
  plural: 'commitments',
  internal: ['fall-due', 'break'],
  commands: {
    make: { summary: 'Make a commitment: what is promised, by whom, by when', body: MakeCommitment },
    'report-progress': { summary: 'Report what was done so far', body: ReportProgress },
    'add-milestone': { summary: 'Add a step on the way', body: AddMilestone },
    'reach-milestone': { summary: 'Report a step as reached', body: ReachMilestone },
    extend: { summary: 'Extend the due date, with the approval it needs; every extension shows', body: ExtendCommitment },
    'report-fulfilled': { summary: 'Report it as fulfilled, with evidence', body: ReportFulfilled },
    verify: { summary: 'Verify the report, as oversight or the council', body: CommitmentVerdictDto },
    contest: { summary: 'Contest the report, as oversight or the council', body: CommitmentVerdictDto },
    withdraw: { summary: 'Withdraw the commitment, with the approval it needs', body: WithdrawCommitment },
    reassign: { summary: 'Pass it to another duty-bearer', body: ReassignDto },
    rectify: { summary: 'Mark an entry as mistaken', body: RectifyDto },
  },
});

export const CommitmentReads = readController({ aggregate: 'commitment', plural: 'commitments', view: CommitmentView });
