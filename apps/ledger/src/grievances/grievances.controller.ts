import { aggregates } from '@covenant/domain';
import { commandController } from '../http/command-controller.js';
import { ReasonDto, ReassignDto, RectifyDto } from '../http/common.dto.js';
import { readController } from '../http/read-controller.js';
import {
  AcknowledgeGrievance,
  AdmitGrievance,
  AnswerGrievance,
  BeginInquiry,
  DeclareInadmissible,
  LiftHold,
  LinkRemedy,
  MakeFinding,
  PlaceHold,
} from './grievances.dto.js';
import { GrievanceView } from './grievances.view.js';

/** What offices send. What the person sends, and the unsealing, have routes of their own beside these. */
export const GrievanceCommands = commandController(aggregates.grievance, {
  plural: 'grievances',
  internal: ['lodge', 'add-statement', 'appeal', 'withdraw', 'unseal', 'acknowledgement-fall-due', 'finding-fall-due'],
  commands: {
    acknowledge: { summary: 'Acknowledge it, and give it to the office that handles it', body: AcknowledgeGrievance },
    admit: { summary: 'Find it admissible', body: AdmitGrievance },
    'declare-inadmissible': { summary: 'Find it inadmissible, with reasons for the person', body: DeclareInadmissible },
    'begin-inquiry': { summary: 'Begin an inquiry', body: BeginInquiry },
    'make-finding': { summary: 'Say what was found: a summary for everybody, the reasons for the person', body: MakeFinding },
    answer: { summary: 'Write to the person', body: AnswerGrievance },
    'link-remedy': { summary: 'Link the remedy that answers it', body: LinkRemedy },
    close: { summary: 'Close it', body: ReasonDto },
    'place-hold': { summary: 'Hold what is sealed: for a court, an inquiry or an audit it is kept until the hold is lifted', body: PlaceHold },
    'lift-hold': { summary: 'Lift a hold: the rules of the city have effect again, after their notice', body: LiftHold },
    reassign: { summary: 'Give it to another office', body: ReassignDto },
    rectify: { summary: 'Mark an entry as mistaken', body: RectifyDto },
  },
});

export const GrievanceReads = readController({ aggregate: 'grievance', plural: 'grievances', view: GrievanceView });
