import { type Cells, partsOf } from '../import/mapping.js';
import type { Planned, Planner, Step } from '../import/planned.js';
import { trcPlanner } from '../import/trc.js';
import { uprPlanner } from '../import/upr.js';
import { type Act, idOf, type Office } from './acts.js';
import { act, department, type DepartmentKey, focalPoint, marked, settingOf } from './place.js';
import { sampleTrcRows, sampleUprRows } from './rows.data.js';

/** Which department answers for a theme; the first that fits. */
const themes: readonly (readonly [word: string, DepartmentKey])[] = [
  ['Right to housing', 'housing'],
  ['Poverty', 'housing'],
  ['Public security', 'police'],
  ['Human rights violations by state agents', 'police'],
  ['Freedom of association and peaceful assembly', 'police'],
  ['Right to health', 'health'],
  ['Right to water', 'health'],
  ['Right to food', 'health'],
  ['Health', 'health'],
  ['Child welfare', 'health'],
  ['Right to education', 'learning'],
  ['Human rights education and training', 'learning'],
  ['Education for reconciliation', 'learning'],
  ['National Centre for Truth and Reconciliation', 'learning'],
  ['Disabilities', 'parks'],
  ['Sports and Reconciliation', 'parks'],
];

export const departmentFor = (cells: Cells): DepartmentKey => {
  const words = [...partsOf(cells['issues'] ?? ''), cells['section'] ?? ''];
  return themes.find(([word]) => words.includes(word))?.[1] ?? 'equity';
};

export const isPledge = (cells: Cells): boolean => cells['response'] === 'Voluntary Pledge';

/** The id of the obligation that the sample records for a recommendation or call. */
export const obligationId = (id: string): string => idOf(focalPoint, `sample:obligation:${id}`);

/** Real recommendations and calls, read by the importer's own planners, as obligations of the sample's departments. */
export function obligationActs(): readonly Act[] {
  const calls = trcPlanner();
  return [
    ...sampleUprRows.filter((cells) => !isPledge(cells)).flatMap((cells) => planted(uprPlanner(undefined), cells, cells['id'] ?? '')),
    ...sampleTrcRows.flatMap((cells) => planted(calls, cells, `TRC-${cells['call_id'] ?? ''}`)),
  ];
}

function planted(plan: Planner, cells: Cells, name: string): readonly Act[] {
  const answering = departmentFor(cells);
  const planned = plan(cells, settingOf(answering));
  if (planned === undefined || 'refused' in planned) {
    throw new Error(`the sample's row ${name} cannot be understood${planned === undefined ? '' : `: ${planned.refused}`}`);
  }
  return actsOf(planned, name, department(answering).staff);
}

/** The focal point records; the duty-bearer's own staff accepts or disputes. */
const actsOf = ({ steps }: Planned, name: string, staff: Office): readonly Act[] =>
  steps.map((step, index) =>
    index === 0
      ? act(focalPoint, `obligation:${name}`, step.aggregate, markedCommand(step))
      : act(staff, `obligation:${name}:${step.command.type}`, step.aggregate, step.command, { id: obligationId(name) }),
  );

const markedCommand = ({ command }: Step): Step['command'] =>
  command.type === 'record' ? { ...command, data: { ...command.data, title: marked(command.data.title) } } : command;
