import { slugOf } from '@covenant/domain';
import { type Act, office } from './acts.js';

/** The register that lists the cities; it holds no office in any of them. */
const register = office('register:human-rights-cities', 'focal-point');

type Listed = readonly [name: string, region: string, country: string, declaredOn: string, timeZone: string];

/**
 * The human rights cities of North America with the year of their declaration. The source names no day.
 * Source: Human Rights City Framework, "Human Rights Cities in North America".
 */
export const directoryCities: readonly Listed[] = [
  ['Richmond', 'CA', 'US', '2003', 'America/Los_Angeles'],
  ['Edmonton', 'AB', 'CA', '2003', 'America/Edmonton'],
  ['Winnipeg', 'MB', 'CA', '2003', 'America/Winnipeg'],
  ['Washington', 'DC', 'US', '2008', 'America/New_York'],
  ['Carrboro', 'NC', 'US', '2009', 'America/New_York'],
  ['Chapel Hill', 'NC', 'US', '2009', 'America/New_York'],
  ['Eugene', 'OR', 'US', '2011', 'America/Los_Angeles'],
  ['Boston', 'MA', 'US', '2011', 'America/New_York'],
  ['Pittsburgh', 'PA', 'US', '2011', 'America/New_York'],
  ['Seattle', 'WA', 'US', '2012', 'America/Los_Angeles'],
  ['Jackson', 'MS', 'US', '2014', 'America/Chicago'],
  ['Edina', 'MN', 'US', '2016', 'America/Chicago'],
  ['Mountain View', 'CA', 'US', '2016', 'America/Los_Angeles'],
  ['Atlanta', 'GA', 'US', '2022', 'America/New_York'],
];

export const directoryActs = (): readonly Act[] =>
  directoryCities.map(([name, region, country, declaredOn, timeZone]) => ({
    key: `directory:${slugOf({ name, region })}`,
    by: register,
    aggregate: 'city',
    command: {
      type: 'enrol',
      data: { name, region, country, declaredOn, languages: country === 'CA' ? ['en', 'fr'] : ['en'], timeZone },
    },
  }));
