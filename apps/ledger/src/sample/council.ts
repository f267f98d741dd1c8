import type { CouncilCommand } from '@covenant/domain';
import { type Act, idOf, office, type Office } from './acts.js';
import { act, council, type Day, department, evidence, focalPoint, marked, sampleCityId } from './place.js';

/** The office of a seat; like every office of the sample, nobody holds it. */
const seatOf = (name: string): Office => office(`sample:seat-${name}`, 'council', sampleCityId);
const youth = seatOf('youth');
const newcomers = seatOf('newcomers');
const members: readonly (readonly [seat: string, of: Office])[] = [
  ['s1', youth],
  ['s2', seatOf('tenants')],
  ['s3', seatOf('culture')],
  ['s4', seatOf('business')],
  ['s5', newcomers],
];

type Sent = readonly [by: Office, command: CouncilCommand, effectiveOn?: string];

/** Seats that sit, a conflict that keeps one of them from a vote, and a recommendation that nobody has answered in time. */
export const councilActs = (day: Day): readonly Act[] => {
  const { id: housing } = department('housing');
  const evictions = { kind: 'remedy', id: idOf(focalPoint, 'sample:remedy:evictions') } as const;
  const sent: readonly Sent[] = [
    [
      focalPoint,
      {
        type: 'establish',
        data: {
          cityId: sampleCityId,
          name: marked('Human Rights Council of Riverbend'),
          mandate: 'It watches over what the city owes and promised, and speaks for those who live in it.',
          seats: [
            { constituency: 'youth', number: 1 },
            { constituency: 'vulnerable-groups', number: 1 },
            { constituency: 'cultural', number: 1 },
            { constituency: 'business', number: 1 },
            { constituency: 'other', name: 'Newcomers', number: 1 },
          ],
        },
      },
    ],
    ...members.map(([seat, of]): Sent => [focalPoint, { type: 'appoint-member', data: { seat, office: of.actor.subject, from: day(-200), until: day(530) } }]),
    [newcomers, { type: 'declare-conflict', data: { seat: 's5', record: evictions, reason: 'The member’s own claim is among those that the remedy is about.' } }],
    [council, { type: 'convene-meeting', data: { key: 'spring', title: 'Spring session', on: day(-50), place: 'City hall', agenda: [{ text: 'Belongings destroyed at the river camp', record: evictions }] } }],
    [council, { type: 'hold-meeting', data: { meeting: 'spring', attendance: ['s1', 's2', 's3', 's5'], minutes: evidence('Minutes of the spring session') } }],
    [youth, { type: 'move-resolution', data: { key: 'claims', title: 'Claims without papers', text: 'Claims are to be taken from those whose papers were destroyed.', meeting: 'spring', records: [evictions] } }],
    [newcomers, { type: 'vote', data: { resolution: 'claims', votes: [{ seat: 's5', vote: 'excused' }] } }],
    [
      council,
      {
        type: 'vote',
        data: {
          resolution: 'claims',
          votes: [
            { seat: 's1', vote: 'yes' },
            { seat: 's2', vote: 'yes' },
            { seat: 's3', vote: 'abstain' },
            { seat: 's4', vote: 'absent' },
          ],
        },
      },
    ],
    [council, { type: 'adopt-resolution', data: { resolution: 'claims' } }],
    [
      council,
      { type: 'recommend', data: { key: 'claims', dutyBearerId: housing, text: 'Take claims from those whose papers were destroyed.', answerDueOn: day(-10), resolution: 'claims', records: [evictions] } },
      day(-48),
    ],
    [council, { type: 'recommend', data: { key: 'storage', dutyBearerId: housing, text: 'Keep belongings for ninety days after a clearing.', answerDueOn: day(40) } }],
  ];
  return sent.map(([by, command, effectiveOn], index) =>
    act(by, `council:${index + 1}`, 'council', command, { id: sampleCityId, ...(effectiveOn === undefined ? {} : { effectiveOn }) }),
  );
};
