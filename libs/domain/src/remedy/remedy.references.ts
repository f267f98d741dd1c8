import { councilOf } from '../council/council.conflicts.js';
import type { Reference } from '../kernel/decider.js';
import { unreachable } from '../kernel/plain.js';
import { commonReferences, groupReferences } from '../values/common.js';
import { reference } from '../values/references.js';
import type { NewMeasure } from './remedy.events.js';
import type { RemedyCommand, RemedyState } from './remedy.state.js';

/** The records that a command to a remedy names. */
export function remedyReferences(command: RemedyCommand, state: RemedyState): readonly Reference[] {
  const ofMeasures = (measures: readonly NewMeasure[] | undefined): readonly Reference[] =>
    (measures ?? []).flatMap(({ dutyBearerId }, index) =>
      reference('duty-bearer', `/measures/${index}/dutyBearerId`, dutyBearerId),
    );
  switch (command.type) {
    case 'order': {
      const { source, beneficiaries, measures, dutyBearerId } = command.data;
      return [
        ...commonReferences(command.data),
        ...reference('scrutiny', '/source/scrutinyId', source.scrutinyId),
        ...groupReferences('/beneficiaries/groups', beneficiaries.groups),
        ...reference('duty-bearer', '/dutyBearerId', dutyBearerId),
        ...ofMeasures(measures),
      ];
    }
    case 'reopen':
      return [...ofMeasures(command.data.measures), ...councilOf(state)];
    case 'reassign':
      return reference('duty-bearer', '/dutyBearerId', command.data.dutyBearerId);
    case 'extend-measure':
    case 'complete':
    case 'fail':
      return councilOf(state);
    case 'accept':
    case 'refuse':
    case 'start-measure':
    case 'deliver-measure':
    case 'confirm-measure':
    case 'dispute-measure':
    case 'escalate':
    case 'measure-fall-due':
    case 'escalate-overdue':
    case 'rectify':
      return [];
    default:
      return unreachable(command);
  }
}
