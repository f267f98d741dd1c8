import { council } from '../council/council.js';
import { at, type Full } from './full-body.js';
import { ids, people } from './people.js';
import { councilEstablishment, evidence } from './samples.js';
import { given } from './scenario.js';

const record = { kind: 'scrutiny', id: ids.scrutiny } as const;
const minutes = { ...evidence, name: 'Minutes.pdf' };
const appoint = (seat: string, office: string) => ({ type: 'appoint-member', data: { seat, office, from: '2026-01-01' } }) as const;
const recommendation = { dutyBearerId: ids.housing, text: 'Hire inspectors.', answerDueOn: '2026-05-31' } as const;
const rectify = { type: 'rectify', data: { entry: 'entry-0', reason: 'Mistaken', correction: 'The other one' } } as const;

const established = given(council).and(people.focalPoint, { type: 'establish', data: councilEstablishment });
const seated = established
  .and(people.focalPoint, appoint('s1', people.youthSeat.subject))
  .and(people.focalPoint, appoint('s3', people.cultureSeat.subject));
const convened = seated.and(people.council, { type: 'convene-meeting', data: { key: 'm1', title: 'March', on: '2026-03-01', agenda: [{ text: 'Homes' }] } });
const moved = convened.and(people.council, { type: 'move-resolution', data: { key: 'r1', title: 'Homes', text: 'That it be done.' } });
const yes = moved.and(people.council, { type: 'vote', data: { resolution: 'r1', counts: { yes: 2, no: 0, abstain: 0 } } });
const no = moved.and(people.council, { type: 'vote', data: { resolution: 'r1', counts: { yes: 1, no: 1, abstain: 0 } } });
const adopted = yes.and(people.council, { type: 'adopt-resolution', data: { resolution: 'r1' } });
const recommended = adopted.and(people.council, { type: 'recommend', data: recommendation });

export const fullCouncils: readonly Full[] = [
  ...at(council, given(council), [people.focalPoint, { type: 'establish', data: { ...councilEstablishment, quorum: 60 } }]),
  ...at(council, established, [
    people.focalPoint,
    {
      type: 'appoint-member',
      data: { seat: 's2', office: 'office-of-the-second-seat', from: '2026-01-01', until: '2027-12-31', name: 'A member', consentedOn: '2026-01-01' },
    },
  ]),
  ...at(
    council,
    seated,
    [people.focalPoint, { type: 'end-term', data: { seat: 's1', reason: 'Moved away' } }],
    [people.council, { type: 'declare-conflict', data: { seat: 's1', record, reason: 'Works there' } }],
    [
      people.council,
      { type: 'convene-meeting', data: { key: 'spring', title: 'Spring', on: '2026-04-01', place: 'Hall', agenda: [{ text: 'Homes', record }] } },
    ],
    [people.focalPoint, rectify],
  ),
  ...at(
    council,
    convened,
    [people.council, { type: 'hold-meeting', data: { meeting: 'm1', heldOn: '2026-03-01', attendance: ['s1', 's3'], minutes } }],
    [people.council, { type: 'move-resolution', data: { key: 'homes', title: 'Homes', text: 'That it be done.', meeting: 'm1', records: [record] } }],
  ),
  ...at(council, moved, [
    people.council,
    { type: 'vote', data: { resolution: 'r1', votes: [{ seat: 's1', vote: 'yes' }, { seat: 's3', vote: 'abstain' }], counts: { yes: 1, no: 0, abstain: 1 } } },
  ]),
  ...at(council, yes, [people.council, { type: 'adopt-resolution', data: { resolution: 'r1', reason: 'As moved' } }]),
  ...at(council, no, [people.council, { type: 'reject-resolution', data: { resolution: 'r1', reason: 'Not enough' } }]),
  ...at(council, adopted, [people.council, { type: 'recommend', data: { ...recommendation, key: 'hire', resolution: 'r1', records: [record] } }]),
  ...at(
    council,
    recommended,
    [people.housing, { type: 'answer-recommendation', data: { recommendation: 'a1', response: 'supported', text: 'We hire ten.', evidence: [minutes] } }],
    [people.focalPoint, { type: 'reassign', data: { from: ids.housing, dutyBearerId: ids.youth, reason: 'Merged' } }],
  ),
];
