import { type CityTally, type Overview, overviewOf } from '@covenant/domain';
import type { DataSource } from 'typeorm';
import { schema } from '../schema.js';

/** The figures of a city: sums over its tallies, whose number does not grow with that of the records. */
export async function cityOverview(source: DataSource, cityId: string): Promise<Overview> {
  const rows = await source.query<CityTally[]>(
    `SELECT aggregate, facet, value, status, open, overdue, count FROM ${schema}.tallies
     WHERE city_id = $1 AND count <> 0`,
    [cityId],
  );
  return overviewOf(rows);
}
