// Who was erased or is being erased, by what holds the events; keys of theirs may not come back from a copy of before.
import { forgottenFrom } from '@covenant/domain';
import { type EventStore, START } from '@covenant/event-store';
import type { Environment } from '@covenant/platform';
import { pageSize, type Read } from './ends.js';
import { findPlace, openEventsOf, type Place } from './places.js';

export async function erasedIn(store: Read): Promise<ReadonlySet<string>> {
  const erased = new Set<string>();
  for (let after = START; ; ) {
    const events = await store.readAll(after, pageSize);
    for (const event of events) {
      const subject = forgottenFrom(event.stream, event);
      if (subject !== undefined) erased.add(subject);
    }
    const last = events.at(-1);
    if (last === undefined) return erased;
    after = last.position;
  }
}

/** The PostgreSQL that keys go to, and the store with the events of that ledger. */
export interface KeysTarget {
  readonly place: Place;
  readonly events: EventStore;
}

/**
 * @param named where the events are; by default in the same PostgreSQL as the keys
 * @throws MigrationRefused where none are: then nobody knows who was erased
 */
export async function withKeysTarget<T>(
  to: string,
  named: string | undefined,
  environment: Environment,
  work: (target: KeysTarget) => Promise<T>,
): Promise<T> {
  const place = await findPlace(to, environment);
  try {
    const source = await openEventsOf(place, named, environment);
    try {
      return await work({ place, events: source.store });
    } finally {
      await source.close();
    }
  } finally {
    await place.close();
  }
}
