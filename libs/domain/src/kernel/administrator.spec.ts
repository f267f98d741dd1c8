import { describe, expect, it } from '@jest/globals';
import { aggregates } from '../registry.js';
import { fullBodies } from '../testing/full-bodies.data.js';
import { people, refused } from '../testing.js';
import { aggregateNames } from './decider.js';

const ofTheCity = { ...people.administrator, cityId: people.council.cityId };
const everyCommand = fullBodies
  .filter(({ aggregate }) => aggregate.name !== 'log-key')
  .map((full) => [`${full.aggregate.name} ${full.command.type}`, full] as const);

describe('an administrator', () => {
  it.each(everyCommand)('may not: %s', (_name, { scenario, command }) => {
    for (const administrator of [people.administrator, ofTheCity]) {
      expect(scenario.when(administrator, command)).toMatchObject(refused('role', 'role-not-allowed'));
    }
  });

  it('changes keys of the log, and nothing else', () => {
    const allowed = aggregateNames.filter((name) => Object.values(aggregates[name].permissions).flat().includes('administrator'));
    expect(allowed).toEqual(['log-key']);
  });
});
