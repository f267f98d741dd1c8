import type { Reference } from '../kernel/decider.js';
import { unreachable } from '../kernel/plain.js';
import { reference } from '../values/references.js';
import { hasCode } from '../vocabularies/vocabulary.js';
import { recordKinds } from '../vocabularies/records.js';
import type { RecordNamed } from './council.events.js';
import type { CouncilCommand } from './council.state.js';

/** A kind that is none is a fault of the body, and nothing to look up. */
const named = (record: RecordNamed | undefined, pointer: string): readonly Reference[] =>
  record !== undefined && hasCode(recordKinds, record.kind) ? reference(record.kind, `${pointer}/id`, record.id) : [];

const namedEach = (records: readonly RecordNamed[] | undefined): readonly Reference[] =>
  (records ?? []).flatMap((record, index) => named(record, `/records/${index}`));

/** The records that a command to a council names. */
export function councilReferences(command: CouncilCommand): readonly Reference[] {
  switch (command.type) {
    case 'establish':
      return reference('city', '/cityId', command.data.cityId);
    case 'declare-conflict':
      return named(command.data.record, '/record');
    case 'convene-meeting':
      return command.data.agenda.flatMap(({ record }, index) => named(record, `/agenda/${index}/record`));
    case 'move-resolution':
      return namedEach(command.data.records);
    case 'recommend':
      return [...reference('duty-bearer', '/dutyBearerId', command.data.dutyBearerId), ...namedEach(command.data.records)];
    case 'reassign':
      return reference('duty-bearer', '/dutyBearerId', command.data.dutyBearerId);
    case 'appoint-member':
    case 'end-term':
    case 'hold-meeting':
    case 'vote':
    case 'adopt-resolution':
    case 'reject-resolution':
    case 'answer-recommendation':
    case 'answer-fall-due':
    case 'rectify':
      return [];
    default:
      return unreachable(command);
  }
}
