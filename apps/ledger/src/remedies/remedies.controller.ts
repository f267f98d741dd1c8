import { aggregates } from '@covenant/domain';
import { commandController } from '../http/command-controller.js';
import { readController } from '../http/read-controller.js';
import { ReasonDto, RectifyDto } from '../http/common.dto.js';
import {
  AcceptRemedy,
  CompleteRemedy,
  ConfirmMeasure,
  DeliverMeasure,
  DisputeMeasure,
  EscalateRemedy,
  ExtendMeasure,
  OrderRemedy,
  ReassignRemedy,
  ReopenRemedy,
  StartMeasure,
} from './remedies.dto.js';
import { RemedyView } from './remedies.view.js';

export const RemedyCommands = commandController(aggregates.remedy, {
  plural: 'remedies',
  internal: ['measure-fall-due', 'escalate-overdue'],
  commands: {
    order: { summary: 'Order a remedy: the harm, for whom, and the measures', body: OrderRemedy },
    accept: { summary: 'Accept it, as its duty-bearer', body: AcceptRemedy },
    refuse: { summary: 'Refuse it, as its duty-bearer, with reasons', body: ReasonDto },
    'start-measure': { summary: 'Report a measure as begun', body: StartMeasure },
    'deliver-measure': { summary: 'Report a measure as delivered, with evidence', body: DeliverMeasure },
    'confirm-measure': { summary: 'Confirm a delivery, as the side it is for or as oversight', body: ConfirmMeasure },
    'dispute-measure': { summary: 'Dispute a delivery, as the side it is for or as oversight', body: DisputeMeasure },
    'extend-measure': { summary: 'Extend the date of a measure, with the approval it needs', body: ExtendMeasure },
    escalate: { summary: 'Take it to the council, an ombudsperson, a court or a treaty body', body: EscalateRemedy },
    complete: { summary: 'Complete it, when every measure is confirmed', body: CompleteRemedy },
    fail: { summary: 'Record that it failed', body: ReasonDto },
    reopen: { summary: 'Take it up again', body: ReopenRemedy },
    reassign: { summary: 'Pass it to another duty-bearer', body: ReassignRemedy },
    rectify: { summary: 'Mark an entry as mistaken', body: RectifyDto },
  },
});

export const RemedyReads = readController({ aggregate: 'remedy', plural: 'remedies', view: RemedyView });
