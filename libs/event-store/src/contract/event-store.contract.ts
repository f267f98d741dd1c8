import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventStore } from '../port.js';
import { appending } from './appending.contract.js';
import { concurrency } from './concurrency.contract.js';
import { faults } from './faults.contract.js';
import type { Bench, StoreUnderTest, Traits } from './harness.contract.js';
import { reading } from './reading.contract.js';
import { subscribing } from './subscribing.contract.js';

/** The whole contract of `EventStore`. An adapter runs it by this one call; `make` gives it an engine of its own. */
export function eventStoreContract(name: string, make: () => Promise<StoreUnderTest>, traits: Traits): void {
  describe(`${name} keeps the contract of the event store`, () => {
    let made: { readonly subject: StoreUnderTest; readonly store: EventStore; readonly other: EventStore } | undefined;
    const ready = (): NonNullable<typeof made> => {
      if (!made) throw new Error('the engine did not start');
      return made;
    };
    const bench: Bench = {
      traits,
      get subject() {
        return ready().subject;
      },
      get store() {
        return ready().store;
      },
      get other() {
        return ready().other;
      },
    };
    beforeAll(async () => {
      const subject = await make();
      made = { subject, store: await subject.open(), other: await subject.open() };
    }, 60_000);
    afterAll(async () => made?.subject.close(), 60_000);

    appending(bench);
    reading(bench);
    concurrency(bench);
    subscribing(bench);
    faults(bench);
  });
}
