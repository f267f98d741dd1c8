import { aggregates } from '@covenant/domain';
import { commandController } from '../http/command-controller.js';
import { readController } from '../http/read-controller.js';
import { RectifyDto } from '../http/common.dto.js';
import {
  AdoptRetention,
  ChangeFocalPoint,
  EnrolCity,
  EstablishFocalPoint,
  JoinInitiative,
  LeaveInitiative,
  ProposeRetention,
  SetProcedure,
} from './cities.dto.js';
import { CityView } from './cities.view.js';

export const CityCommands = commandController(aggregates.city, {
  plural: 'cities',
  commands: {
    enrol: { summary: 'Enrol a city in the directory', body: EnrolCity },
    'establish-focal-point': { summary: 'Establish the office that answers for human rights', body: EstablishFocalPoint },
    'change-focal-point': { summary: 'Change that office', body: ChangeFocalPoint },
    'join-initiative': { summary: 'Join a wider initiative', body: JoinInitiative },
    'leave-initiative': { summary: 'Leave it', body: LeaveInitiative },
    'set-procedure': { summary: "Set the city's own time limits", body: SetProcedure },
    'propose-retention': { summary: 'Propose rules for how long sealed words are kept; GET /v1/retention shows what they would do', body: ProposeRetention },
    'adopt-retention': { summary: 'Adopt the rules that were proposed, as a second person', body: AdoptRetention },
    rectify: { summary: 'Mark an entry as mistaken', body: RectifyDto },
  },
});

export const CityReads = readController({ aggregate: 'city', plural: 'cities', view: CityView });
