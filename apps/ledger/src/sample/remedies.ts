import type { RemedyCommand } from '@covenant/domain';
import { type Act, idOf, type Office } from './acts.js';
import { act, council, type Day, department, evidence, focalPoint, groupId, marked, oversight, sampleCityId } from './place.js';
import { forceScrutinyId } from './scrutinies.js';

type Order = Extract<RemedyCommand, { readonly type: 'order' }>['data'];
type Later = readonly [by: Office, command: RemedyCommand];

export const remedyActs = (day: Day): readonly Act[] => [...shelterEvictions(day), ...illTreatment(day), ...lostNames(day)];

const common = { cityId: sampleCityId, principles: ['accountability'] } as const;

/** In delivery: one measure begun, one late. */
function shelterEvictions(day: Day): readonly Act[] {
  const { id: housing, staff } = department('housing');
  return remedyOf(
    'evictions',
    {
      ...common,
      title: marked('Belongings destroyed when a camp was cleared'),
      rights: ['ICESCR-11.1', 'UDHR-17'],
      sdgTargets: ['11.1'],
      source: { kind: 'court', reference: marked('Judgment on the clearing of the river camp') },
      harm: { text: 'Tents, papers and medicine of forty people were thrown away without notice.', link: 'caused', actuality: 'actual' },
      beneficiaries: { groups: [groupId('poverty')] },
      dutyBearerId: housing,
      measures: [
        { key: 'property', form: 'compensation', subForm: '20-material', what: 'Pay for what was destroyed.', dueOn: day(-15) },
        { key: 'notice', form: 'guarantees-of-non-repetition', subForm: '23-codes', what: 'No clearing without notice and an offer of shelter.', dueOn: day(60) },
      ],
    },
    [
      [staff, { type: 'accept', data: { statement: 'The department accepts the judgment.' } }],
      [staff, { type: 'start-measure', data: { measure: 'property', text: 'Claims are being taken at two desks.' } }],
    ],
    { effectiveOn: day(-120) },
  );
}

/** Delivered, and disputed by the other side. */
function illTreatment(day: Day): readonly Act[] {
  const { id: police, staff } = department('police');
  return remedyOf(
    'force',
    {
      ...common,
      title: marked('Repeated discharges of a conducted energy weapon'),
      rights: ['ICCPR-7'],
      sdgTargets: ['16.1'],
      source: { kind: 'scrutiny', scrutinyId: forceScrutinyId },
      harm: { text: 'A person in police custody was injured.', link: 'caused', actuality: 'actual' },
      beneficiaries: { groups: [groupId('minorities')] },
      dutyBearerId: police,
      measures: [
        { key: 'apology', form: 'satisfaction', subForm: '22-apology', what: 'Apologise in public.', dueOn: day(20) },
        { key: 'training', form: 'guarantees-of-non-repetition', subForm: '23-training', what: 'Train every member of the service who carries the weapon.', dueOn: day(150) },
      ],
    },
    [
      [staff, { type: 'accept', data: {} }],
      [staff, { type: 'start-measure', data: { measure: 'apology' } }],
      [staff, { type: 'deliver-measure', data: { measure: 'apology', text: 'A statement was put on the web page of the service.', evidence: [evidence('Statement of the Police Service')] } }],
      [oversight, { type: 'dispute-measure', data: { measure: 'apology', reason: 'The statement regrets the event and does not apologise.' } }],
    ],
  );
}

/** Completed: every measure confirmed by the other side. */
function lostNames(day: Day): readonly Act[] {
  const { id: learning, staff } = department('learning');
  return remedyOf(
    'names',
    {
      ...common,
      title: marked('Fees for reclaiming a name taken in residential school'),
      rights: ['ICCPR-27', 'UDHR-8'],
      sdgTargets: ['16.9'],
      groups: [groupId('indigenous')],
      source: { kind: 'report-finding', reference: marked('Annual report, finding 3; Call to Action 17') },
      harm: { text: 'Survivors had to pay to get back the names that were taken from them.', link: 'contributed', actuality: 'actual' },
      beneficiaries: { groups: [groupId('indigenous')] },
      dutyBearerId: learning,
      measures: [{ key: 'fees', form: 'restitution', subForm: '19-rights', what: 'Waive the fees of the city’s archive, and pay back those already paid.', dueOn: day(30) }],
    },
    [
      [staff, { type: 'accept', data: {} }],
      [staff, { type: 'start-measure', data: { measure: 'fees' } }],
      [staff, { type: 'deliver-measure', data: { measure: 'fees', text: 'The fees are gone; seventeen people were paid back.', evidence: [evidence('List of repayments without names')] } }],
      [oversight, { type: 'confirm-measure', data: { measure: 'fees', onBehalfOf: groupId('indigenous'), text: 'Confirmed with the survivors’ committee.' } }],
      [council, { type: 'complete', data: { statement: 'Every measure is confirmed.' } }],
    ],
  );
}

function remedyOf(name: string, data: Order, then: readonly Later[], more: { readonly effectiveOn?: string } = {}): readonly Act[] {
  const key = `remedy:${name}`;
  const id = idOf(focalPoint, `sample:${key}`);
  return [
    act(focalPoint, key, 'remedy', { type: 'order', data }, more),
    ...then.map(([by, command], index) => act(by, `${key}:${index + 1}`, 'remedy', command, { id })),
  ];
}
