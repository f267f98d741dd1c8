import { cityIdOf } from '@covenant/commands';
import { isUuid } from '@covenant/platform';
import { ImportUsage } from './arguments.js';
import { type FrontDoor, NoLedger } from './front-door.js';
import { mappedGroups } from './mappings.data.js';
import { member, type Setting } from './planned.js';

/** The city that rows go to, as the directory has it. @throws ImportUsage when it has none such */
export async function findCity(door: FrontDoor, named: string): Promise<{ readonly id: string; readonly name: string; readonly country: string }> {
  const id = isUuid(named) ? named : cityIdOf(named);
  const city = await door.get(`/v1/cities/${id}`);
  if (city !== undefined) return { id, name: member(city, 'name'), country: member(city, 'country') };
  const slugs: string[] = [];
  for await (const one of door.list('/v1/cities?sort=title')) slugs.push(member(one, 'slug'));
  throw new ImportUsage(`There is no city “${named}” here; there are: ${slugs.join(', ') || 'none yet'}.`);
}

const administration = {
  name: 'City administration',
  kind: 'other',
  mandate: 'Answers for obligations and pledges that no department has taken over yet.',
} as const;

/** The duty-bearer that answers where none was named: the city's own of that name, registered when it is missing. */
export const findAdministration = (door: FrontDoor, cityId: string): Promise<string> =>
  findOrBegin(door, 'duty-bearers', cityId, administration.name, { cityId, ...administration }, 'duty-bearer');

/** The groups that the mapping tables speak of, recognised where the city has none of that name. */
export async function findGroups(door: FrontDoor, cityId: string): Promise<Setting['groupIds']> {
  const ids = new Map<string, string>();
  for (const [key, { name, grounds, description }] of Object.entries(mappedGroups)) {
    ids.set(key, await findOrBegin(door, 'groups', cityId, name, { cityId, name, grounds, description }, `group:${key}`));
  }
  return ids;
}

/** In the sample city names end in this mark; it is the same group. */
const plain = (name: string): string => name.replace(/ \(sample\)$/, '');

async function findOrBegin(door: FrontDoor, plural: string, cityId: string, name: string, body: object, key: string): Promise<string> {
  for await (const one of door.list(`/v1/${plural}?cityId=${cityId}`)) {
    const live = ['registered', 'recognised'].includes(member(one, 'state'));
    if (live && plain(member(one, 'name')) === name) return one.id;
  }
  const sent = await door.send(`/v1/${plural}`, body, `import:${cityId}:${key}`);
  if ('id' in sent) return sent.id;
  throw new NoLedger(`“${name}” could not be recorded: ${'refused' in sent ? sent.refused : 'its key was used before'}.`);
}
