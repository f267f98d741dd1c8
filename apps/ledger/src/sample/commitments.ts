import type { CommitmentCommand } from '@covenant/domain';
import { uprPlanner } from '../import/upr.js';
import { type Act, idOf, type Office } from './acts.js';
import { obligationId } from './obligations.js';
import { act, council, type Day, department, type DepartmentKey, evidence, groupId, marked, oversight, settingOf } from './place.js';
import { sampleUprRows } from './rows.data.js';

type Made = Extract<CommitmentCommand, { readonly type: 'make' }>['data'];
type Later = { readonly by: Office; readonly command: CommitmentCommand };

/** A real pledge as a commitment of the sample, and what has become of it. */
interface Pledged {
  readonly row: string;
  readonly by: DepartmentKey;
  /** Rows whose obligations it serves. */
  readonly serves: readonly string[];
  readonly terms: Pick<Made, 'dueOn'> & Partial<Made>;
  readonly then: (staff: Office) => readonly Later[];
}

const report = (staff: Office, title: string, text: string): Later => ({
  by: staff,
  command: { type: 'report-fulfilled', data: { text, evidence: [evidence(title)] } },
});

/** Open, overdue (plainly, after an extension, and beyond its grace), reported, verified and contested. */
const pledges = (day: Day): readonly Pledged[] => [
  {
    row: 'UPR16-0991',
    by: 'housing',
    serves: ['UPR16-0811', 'UPR04-0403'],
    terms: {
      dueOn: day(210),
      graceDays: 30,
      milestones: [
        { key: 'baseline', title: 'Count of persons without shelter published', dueOn: day(20) },
        { key: 'half-way', title: 'Half of the planned homes occupied', dueOn: day(120) },
      ],
      indicators: [{ title: 'Persons without shelter on a night in January', kind: 'outcome', target: 'Half of the baseline' }],
      positiveMeasureFor: [groupId('poverty')],
    },
    then: (by) => [
      { by, command: { type: 'report-progress', data: { text: 'The count is done; its report goes to the council this month.', share: 0.4 } } },
      { by, command: { type: 'reach-milestone', data: { milestone: 'baseline', evidence: [evidence('Count of persons without shelter')] } } },
    ],
  },
  {
    row: 'UPR16-0995',
    by: 'equity',
    serves: ['UPR16-0979'],
    terms: { dueOn: day(95), milestones: [{ title: 'Complaints of racism counted by district', dueOn: day(30) }] },
    then: (by) => [{ by, command: { type: 'report-progress', data: { text: 'Two of seven districts report their complaints.', share: 0.25 } } }],
  },
  {
    row: 'UPR04-0407',
    by: 'housing',
    serves: ['UPR04-0371', 'UPR04-0336'],
    terms: { dueOn: day(-75) },
    then: (by) => [{ by, command: { type: 'report-progress', data: { text: 'The plan waits for the budget.', share: 0.1 } } }],
  },
  {
    row: 'UPR16-0994',
    by: 'police',
    serves: ['UPR16-0781', 'UPR16-0802'],
    terms: { dueOn: day(-200) },
    then: () => [
      {
        by: council,
        command: {
          type: 'extend',
          data: {
            dueOn: day(-20),
            reason: 'Training of the whole service takes two rounds.',
            approvedBy: { body: 'council', reference: marked('Resolution 7') },
          },
        },
      },
    ],
  },
  {
    row: 'UPR04-0411',
    by: 'equity',
    serves: [],
    terms: { dueOn: day(-130), graceDays: 60 },
    then: () => [],
  },
  {
    row: 'UPR04-0414',
    by: 'equity',
    serves: [],
    terms: { dueOn: day(45) },
    then: (by) => [report(by, 'Minutes of two consultations', 'Two consultations on the follow-up were held, and their minutes published.')],
  },
  {
    row: 'UPR16-0996',
    by: 'police',
    serves: [],
    terms: { dueOn: day(60), positiveMeasureFor: [groupId('women')] },
    then: (by) => [
      report(by, 'Protocol on violence against women', 'Every report is answered by a trained team within a day; the protocol is in force.'),
      {
        by: oversight,
        command: {
          type: 'verify',
          data: { grade: 'B', reasons: 'The protocol is in force and used. Nights at weekends are not yet covered.', evidence: [evidence('Sample of forty case files')] },
        },
      },
    ],
  },
  {
    row: 'UPR16-1000',
    by: 'equity',
    serves: ['TRC-43', 'TRC-57'],
    terms: { dueOn: day(30), positiveMeasureFor: [groupId('indigenous')] },
    then: (by) => [
      report(by, 'Agreement with indigenous partners', 'The agreement was signed and the joint committee has met.'),
      {
        by: council,
        command: { type: 'contest', data: { grade: 'C', reasons: 'The committee met once, and none of its four recommendations was answered.' } },
      },
    ],
  },
];

export const commitmentActs = (day: Day): readonly Act[] => pledges(day).flatMap((pledged) => actsOf(pledged));

function actsOf({ row, by, serves, terms, then }: Pledged): readonly Act[] {
  const cells = sampleUprRows.find(({ id }) => id === row);
  const planned = cells && uprPlanner(undefined)(cells, settingOf(by));
  const step = planned !== undefined && 'steps' in planned ? planned.steps[0] : undefined;
  if (step?.command.type !== 'make') throw new Error(`the sample's row ${row} is no pledge`);
  const { staff } = department(by);
  const key = `commitment:${row}`;
  const data: Made = { ...step.command.data, title: marked(step.command.data.title), obligations: serves.map(obligationId), ...terms };
  const id = idOf(staff, `sample:${key}`);
  return [
    act(staff, key, 'commitment', { type: 'make', data }, step.effectiveOn === undefined ? {} : { effectiveOn: step.effectiveOn }),
    ...then(staff).map((later, index) => act(later.by, `${key}:${index + 1}`, 'commitment', later.command, { id })),
  ];
}
