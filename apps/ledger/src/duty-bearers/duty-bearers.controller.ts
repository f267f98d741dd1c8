import { aggregates } from '@covenant/domain';
import { commandController } from '../http/command-controller.js';
import { readController } from '../http/read-controller.js';
import { RectifyDto } from '../http/common.dto.js';
import { AmendDutyBearer, DissolveDutyBearer, NameLiaison, RegisterDutyBearer } from './duty-bearers.dto.js';
import { DutyBearerView } from './duty-bearers.view.js';

export const DutyBearerCommands = commandController(aggregates['duty-bearer'], {
  plural: 'duty-bearers',
  commands: {
    register: { summary: 'Register a department, a provider or another who owes rights to people', body: RegisterDutyBearer },
    amend: { summary: 'Amend what is known of it', body: AmendDutyBearer },
    'name-liaison': { summary: 'Name its office for human rights', body: NameLiaison },
    dissolve: { summary: 'Dissolve it; open duties pass to a successor', body: DissolveDutyBearer },
    rectify: { summary: 'Mark an entry as mistaken', body: RectifyDto },
  },
});

export const DutyBearerReads = readController({ aggregate: 'duty-bearer', plural: 'duty-bearers', view: DutyBearerView });
