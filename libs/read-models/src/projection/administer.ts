import type { DataSource } from 'typeorm';
import { schema } from '../schema.js';
import { transaction } from '../session.js';
import { type ProjectionPlace, readPlaces, resumePlaces } from './places.js';
import type { Projection } from './projection.js';

/** `outdated`: the rows are another version's; they stay as they are until a rebuild. */
export type ProjectionStatus = Omit<ProjectionPlace, 'state'> & { readonly state: ProjectionPlace['state'] | 'outdated' };

/** Where each of these projections stands, a row a partition; none that has never run. */
export async function projectionStatus(
  source: DataSource,
  projections: readonly Projection[],
): Promise<readonly ProjectionStatus[]> {
  const versions = new Map(projections.map(({ name, version }) => [name, version]));
  return (await transaction(source, schema, readPlaces))
    .filter(({ name }) => versions.has(name))
    .map((place) => ({
      ...place,
      state: place.state === 'running' && place.version !== versions.get(place.name) ? 'outdated' : place.state,
    }));
}

/** Lets stopped projections, or those named, try again from where they stand. Gives the names of those that will. */
export const resumeProjections = (source: DataSource, names?: readonly string[]): Promise<readonly string[]> =>
  transaction(source, schema, (session) => resumePlaces(session, names));
