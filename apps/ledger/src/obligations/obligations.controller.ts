import { aggregates } from '@covenant/domain';
import { commandController } from '../http/command-controller.js';
import { readController } from '../http/read-controller.js';
import { ReassignDto, RectifyDto } from '../http/common.dto.js';
import { AcceptObligation, CeaseObligation, ClarifyObligation, DisputeObligation, RecordObligation } from './obligations.dto.js';
import { ObligationView } from './obligations.view.js';

export const ObligationCommands = commandController(aggregates.obligation, {
  plural: 'obligations',
  commands: {
    record: { summary: 'Record what is owed, to whom, by whom and from which instrument', body: RecordObligation },
    accept: { summary: 'Accept it, as its duty-bearer', body: AcceptObligation },
    dispute: { summary: 'Dispute it, as its duty-bearer; it stays on the list', body: DisputeObligation },
    reassign: { summary: 'Pass it to another duty-bearer', body: ReassignDto },
    clarify: { summary: 'Make clear what it means', body: ClarifyObligation },
    cease: { summary: 'Record the act that ended it', body: CeaseObligation },
    rectify: { summary: 'Mark an entry as mistaken', body: RectifyDto },
  },
});

export const ObligationReads = readController({ aggregate: 'obligation', plural: 'obligations', view: ObligationView });
