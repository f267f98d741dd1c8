import type { ScrutinyCommand } from '@covenant/domain';
import { type Act, idOf, type Office } from './acts.js';
import { act, council, type Day, department, evidence, focalPoint, groupId, marked, oversight, sampleCityId } from './place.js';

type Later = readonly [by: Office, command: ScrutinyCommand];

/** The scrutiny out of which a remedy follows. */
export const forceScrutinyId = idOf(council, 'sample:scrutiny:force');

export const scrutinyActs = (day: Day): readonly Act[] => [...conductedEnergyWeapons(day), ...sleepingInParks(day)];

/** Compatible with conditions, answered; one condition met, the other running. */
function conductedEnergyWeapons(day: Day): readonly Act[] {
  return scrutinyOf(
    'force',
    council,
    {
      type: 'open',
      data: {
        cityId: sampleCityId,
        title: marked('Use of conducted energy weapons by the police'),
        rights: ['ICCPR-7', 'ICCPR-9'],
        principles: ['accountability', 'non-discrimination'],
        groups: [groupId('minorities')],
        sdgTargets: ['16.1'],
        instrument: { title: marked('Police procedure 14: conducted energy weapons'), kind: 'practice', reference: 'P-14', status: 'in-force' },
        trigger: 'petition',
        dutyBearerId: department('police').id,
      },
    },
    [
      [focalPoint, { type: 'screen', data: { fullAssessment: true, reasons: 'The procedure touches freedom from ill-treatment, which allows no exception.' } }],
      [
        oversight,
        {
          type: 'assess',
          data: {
            impacts: [
              {
                right: 'ICCPR-7',
                direction: 'negative',
                text: 'Repeated discharges are allowed without an imminent threat to life.',
                severity: { scale: 4, scope: 2, irremediability: 4 },
                likelihood: 3,
                mitigation: { kind: 'avoid', text: 'Allow the weapon only against an imminent threat to life.' },
              },
              {
                right: 'CERD-5',
                group: groupId('minorities'),
                direction: 'negative',
                text: 'Used four times as often against members of racial minorities.',
                severity: { scale: 4, scope: 3, irremediability: 3 },
                likelihood: 4,
                mitigation: { kind: 'reduce', text: 'Publish every use by district and by race of the person concerned.' },
              },
            ],
            evidence: [evidence('Register of discharges')],
          },
        },
      ],
      [focalPoint, { type: 'link-consultation', data: { title: marked('Hearing of residents in two districts'), heldOn: day(-60), summary: 'Ninety residents took part.' } }],
      [
        council,
        {
          type: 'decide',
          data: {
            outcome: 'compatible-with-conditions',
            reasons: 'The weapon may save lives where a firearm would be used otherwise; beyond that it is ill-treatment.',
            conditions: [
              { key: 'threshold', text: 'Amend the procedure: only against an imminent threat to life.', dueOn: day(5) },
              { key: 'publication', text: 'Publish every use by district and race, each quarter.', dueOn: day(80) },
            ],
            dissent: 'Two members would have forbidden the weapon altogether.',
            decidedBy: { body: marked('Human Rights Council'), on: day(-30) },
          },
        },
      ],
      [department('police').staff, { type: 'answer', data: { answer: 'amend', reasons: 'The threshold is right and will be written into the procedure.', doneBy: day(80) } }],
      [oversight, { type: 'meet-condition', data: { condition: 'threshold', text: 'The amended procedure is in force.', evidence: [evidence('Amended procedure 14')] } }],
    ],
  );
}

/** Incompatible, and the owner's answer is awaited. */
function sleepingInParks(day: Day): readonly Act[] {
  return scrutinyOf(
    'parks',
    focalPoint,
    {
      type: 'open',
      data: {
        cityId: sampleCityId,
        title: marked('Ban on sleeping in public parks'),
        rights: ['ICESCR-11.1', 'ICCPR-7'],
        principles: ['non-discrimination', 'universality'],
        groups: [groupId('poverty')],
        sdgTargets: ['11.1'],
        instrument: { title: marked('Draft bylaw on parks, section 9'), kind: 'ordinance', status: 'proposed' },
        trigger: 'new',
        dutyBearerId: department('parks').id,
      },
    },
    [
      [focalPoint, { type: 'screen', data: { fullAssessment: true, reasons: 'It would punish people for having no home.' } }],
      [
        oversight,
        {
          type: 'assess',
          data: {
            impacts: [
              {
                right: 'ICESCR-11.1',
                group: groupId('poverty'),
                direction: 'negative',
                text: 'On every night of the last year there were more people without shelter than places in shelters.',
                severity: { scale: 4, scope: 4, irremediability: 3 },
                likelihood: 5,
              },
              { right: 'ICESCR-12', direction: 'positive', text: 'Cleaner parks.' },
            ],
          },
        },
      ],
      [
        council,
        {
          type: 'decide',
          data: {
            outcome: 'incompatible',
            reasons: 'Nobody may be punished for sleeping outdoors while no shelter is to be had.',
            decidedBy: { body: marked('Human Rights Council'), on: day(-10) },
          },
        },
      ],
    ],
  );
}

function scrutinyOf(name: string, opens: Office, open: ScrutinyCommand, then: readonly Later[]): readonly Act[] {
  const key = `scrutiny:${name}`;
  const id = idOf(opens, `sample:${key}`);
  return [
    act(opens, key, 'scrutiny', open),
    ...then.map(([by, command], index) => act(by, `${key}:${index + 1}`, 'scrutiny', command, { id })),
  ];
}
