import type { DutyBearerCommand } from '@covenant/domain';
import { mappedGroups } from '../import/mappings.data.js';
import type { Act } from './acts.js';
import { act, council, department, type DepartmentKey, focalPoint, marked, register, sampleCityId, sampleName, sampleSlug } from './place.js';

type Registered = Extract<DutyBearerCommand, { readonly type: 'register' }>['data'];

const departments: Readonly<Record<DepartmentKey, Pick<Registered, 'name' | 'kind' | 'mandate'>>> = {
  housing: { name: 'Housing and Shelter Department', kind: 'department', mandate: 'Adequate housing, shelters and the prevention of homelessness.' },
  police: { name: 'Police Service', kind: 'police', mandate: 'Safety of everybody in the city, with respect for their rights.' },
  health: { name: 'Public Health Department', kind: 'health-provider', mandate: 'Health, clean water and food security.' },
  equity: { name: 'Equity and Indigenous Relations Office', kind: 'department', mandate: 'Equality, and relations with First Nations, Inuit and Métis.' },
  learning: { name: 'Libraries and Learning Department', kind: 'department', mandate: 'Libraries, archives and human rights education.' },
  parks: { name: 'Parks and Streets Department', kind: 'department', mandate: 'Public places, open to everybody.' },
};

/** The city itself, its offices, and the groups whose rights are at stake. */
export function cityActs(): readonly Act[] {
  return [
    act(register, 'city', 'city', {
      type: 'enrol',
      data: { name: sampleName, slug: sampleSlug, country: 'CA', languages: ['en', 'fr'], timeZone: 'America/Winnipeg', sample: true },
    }),
    act(focalPoint, 'focal-point', 'city', {
      type: 'establish-focal-point',
      data: { office: marked('Human Rights Office'), mandate: 'Brings human rights into the work of every department.' },
    }, { id: sampleCityId }),
    act(council, 'initiative', 'city', { type: 'join-initiative', data: { initiative: 'human-rights-cities' } }, { id: sampleCityId }),
    ...Object.entries(departments).map(([key, { name, ...facts }]) =>
      act(focalPoint, `duty-bearer:${key}`, 'duty-bearer', { type: 'register', data: { cityId: sampleCityId, name: marked(name), ...facts } }),
    ),
    ...(Object.keys(departments) as DepartmentKey[]).map((key) =>
      act(department(key).staff, `liaison:${key}`, 'duty-bearer', { type: 'name-liaison', data: { office: marked('Human rights liaison') } }, { id: department(key).id }),
    ),
    ...Object.entries(mappedGroups).map(([key, { name, grounds, description }]) =>
      act(focalPoint, `group:${key}`, 'group', { type: 'recognise', data: { cityId: sampleCityId, name: marked(name), grounds, description } }),
    ),
  ];
}
