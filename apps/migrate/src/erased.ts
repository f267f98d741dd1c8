// Who was erased, by what holds the events; keys of theirs may not come back from a copy of before.
import { forgottenBy } from '@covenant/domain';
import { START, StoreUnavailable } from '@covenant/event-store';
import type { Environment } from '@covenant/platform';
import { pageSize, type Read } from './ends.js';
import { findPlace, openSource, type Place } from './places.js';
import { MigrationRefused } from './refused.js';

export async function erasedIn(store: Read): Promise<ReadonlySet<string>> {
  const erased = new Set<string>();
  for (let after = START; ; ) {
    const events = await store.readAll(after, pageSize);
    for (const event of events) {
      const subject = forgottenBy(event.stream, [event]);
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
  readonly events: Read;
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
    const at = named === undefined ? { ...place, close: () => Promise.resolve() } : await findPlace(named, environment);
    const source = await openSource(at, { stopped: true }).catch((error: unknown) => {
      throw named === undefined && error instanceof StoreUnavailable ? unknown(place, error.message) : error;
    });
    try {
      if ((await source.store.head()) === START) throw unknown(at, 'there is no event');
      return await work({ place, events: source.store });
    } finally {
      await source.close();
    }
  } finally {
    await place.close();
  }
}

const unknown = ({ name }: Place, why: string): MigrationRefused =>
  new MigrationRefused('no-such-place', `${name} does not say who was erased (${why}): name the store with the ledger’s events, --events PLACE.`);
