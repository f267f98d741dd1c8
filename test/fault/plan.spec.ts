import { describe, expect, it } from '@jest/globals';
import { inWords, planOf, type World } from './plan.js';
import { storeFaults } from './store-faults.js';

const kindsOf = (world: World): ReadonlySet<string> =>
  new Set(Array.from({ length: 600 }, (_, round) => planOf(7, round + 1, world)).flat().map(({ fault }) => fault.kind));
const ofTheStore = [...Object.keys(storeFaults), 'kill the store'].sort();
const storesFaultsIn = (world: World): readonly string[] => [...kindsOf(world)].filter((kind) => ofTheStore.includes(kind)).sort();

describe('the plan of a round', () => {
  it('is a matter of its seed, its number and its store alone', () => {
    expect(planOf(7, 31, 'fake')).toEqual(planOf(7, 31, 'fake'));
    // What docs/reliability.md says of seed 7 can be had again.
    expect(planOf(7, 1).map(({ fault }) => inWords(fault))).toEqual(['close projector-2 to kafka', 'kill ledger', 'close projector-1 to kafka']);
  });

  it('has every fault of the fake with the fake, none of them with PostgreSQL, and the death alone with a named server', () => {
    expect(storesFaultsIn('fake')).toEqual(ofTheStore);
    expect(storesFaultsIn('postgres')).toEqual([]);
    expect(storesFaultsIn('named')).toEqual(['kill the store']);
  });

  it('kills a ledger at an append where its appends go', () => {
    const appends = (world: World): readonly string[] => [
      ...new Set(Array.from({ length: 600 }, (_, round) => planOf(7, round + 1, world)).flat().flatMap(({ fault }) => (fault.kind === 'kill at' && fault.of === 'ledger' ? [fault.write] : []))),
    ];
    expect([appends('postgres'), appends('fake'), appends('named')]).toEqual([['append'], ['gRPC append'], ['gRPC append']]);
  });
});
