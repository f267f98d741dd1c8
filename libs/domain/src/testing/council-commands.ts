import type { CouncilCommand } from '../council/council.state.js';
import { ids, people } from './people.js';
import { repeated } from './repeated.js';
import { councilEstablishment, evidence } from './samples.js';

const about = { kind: 'commitment', id: ids.commitment } as const;
const seats = ['s1', 's2', 's3'];
const offices = [people.youthSeat.subject, people.cultureSeat.subject, 'office-of-another'];

/** Enough of each that a walk gets to votes, and past them. */
export const councilCommands: readonly CouncilCommand[] = [
  { type: 'establish', data: councilEstablishment },
  { type: 'establish', data: { ...councilEstablishment, quorum: 30 } },
  ...seats.flatMap((seat, index) =>
    repeated(3, { type: 'appoint-member' as const, data: { seat, office: offices[index] ?? '', from: '2026-01-01' } }),
  ),
  { type: 'appoint-member', data: { seat: 's1', office: 'office-of-the-next', from: '2026-04-01', until: '2026-12-31' } },
  { type: 'end-term', data: { seat: 's1', reason: 'Moved away' } },
  { type: 'declare-conflict', data: { seat: 's1', record: about, reason: 'Works there' } },
  { type: 'declare-conflict', data: { seat: 's2', record: about, reason: 'A cousin works there' } },
  { type: 'convene-meeting', data: { title: 'March', on: '2026-03-02', agenda: [{ text: 'Homes', record: about }] } },
  { type: 'hold-meeting', data: { meeting: 'm1', attendance: ['s1', 's2'], minutes: evidence } },
  ...repeated(4, { type: 'move-resolution' as const, data: { title: 'Homes', text: 'That it be done.', records: [about] } }),
  { type: 'move-resolution', data: { title: 'Rules', text: 'That we meet monthly.' } },
  ...['r1', 'r2'].flatMap((resolution): readonly CouncilCommand[] => [
    ...seats.flatMap((seat) => (['yes', 'no', 'abstain', 'excused'] as const).map((vote) => ({ type: 'vote' as const, data: { resolution, votes: [{ seat, vote }] } }))),
    { type: 'vote', data: { resolution, counts: { yes: 1, no: 0, abstain: 0 } } },
    { type: 'vote', data: { resolution, counts: { yes: 1, no: 1, abstain: 1 } } },
    ...repeated(4, { type: 'adopt-resolution' as const, data: { resolution } }),
    ...repeated(4, { type: 'reject-resolution' as const, data: { resolution, reason: 'Not so' } }),
  ]),
  ...repeated(2, { type: 'recommend' as const, data: { dutyBearerId: ids.housing, text: 'Hire', answerDueOn: '2026-04-15' } }),
  { type: 'recommend', data: { dutyBearerId: ids.housing, text: 'Train', answerDueOn: '2026-06-30', resolution: 'r1' } },
  ...repeated(2, { type: 'answer-recommendation' as const, data: { recommendation: 'a1', response: 'supported' as const, text: 'We do' } }),
  { type: 'answer-recommendation', data: { recommendation: 'a1', response: 'pending', text: 'We look' } },
  { type: 'reassign', data: { from: ids.housing, dutyBearerId: ids.police, reason: 'Merged' } },
  { type: 'reassign', data: { from: ids.police, dutyBearerId: ids.housing, reason: 'Back' } },
  { type: 'answer-fall-due', data: { recommendation: 'a1', dueOn: '2026-04-15' } },
];
