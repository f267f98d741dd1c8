import { aggregates } from '@covenant/domain';
import { commandController } from '../http/command-controller.js';
import { readController } from '../http/read-controller.js';
import { ReasonDto, RectifyDto } from '../http/common.dto.js';
import { AmendGroup, RecogniseGroup } from './groups.dto.js';
import { GroupView } from './groups.view.js';

export const GroupCommands = commandController(aggregates.group, {
  plural: 'groups',
  commands: {
    recognise: { summary: 'Recognise a group of rights holders', body: RecogniseGroup },
    amend: { summary: 'Amend what is known of it', body: AmendGroup },
    retire: { summary: 'Retire it; records keep naming it', body: ReasonDto },
    rectify: { summary: 'Mark an entry as mistaken', body: RectifyDto },
  },
});

export const GroupReads = readController({ aggregate: 'group', plural: 'groups', view: GroupView });
