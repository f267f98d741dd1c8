import type { EventStore, Position } from '@covenant/event-store';
import type { FedEvent } from '../port.js';
import { FeedContradiction, type Standing } from './standing.js';

export interface Healed {
  readonly events: readonly FedEvent[];
  readonly standing: Standing;
}

/**
 * The events that a partition lacks, from the store: those after `standing` and at or before `upTo` whose city
 * belongs there, in pages, each with the standing after it. The offset stays where it is, so that whoever is stopped
 * in between finds the same gap again. @throws StoreUnavailable
 */
export async function* missing(
  store: Pick<EventStore, 'readAll'>,
  standing: Standing,
  upTo: Position,
  belongs: (cityId: string) => boolean,
  page = 1_000,
): AsyncGenerator<Healed, void, void> {
  let { last, position, entries } = standing;
  for (;;) {
    const read = await store.readAll(position, page);
    const within = read.filter((event) => event.position <= upTo);
    const events: FedEvent[] = [];
    for (const event of within) {
      if (belongs(event.metadata.cityId)) {
        events.push({ ...event, entry: entries });
        last = event.position;
      }
      position = event.position;
      entries += 1;
    }
    if (within.length > 0) yield { events, standing: { ...standing, last, position, entries } };
    if (within.length < page) return;
  }
}

/** What the record after the gap says of the event before it must be what the store gave. */
export function healedTo(standing: Standing, previous: Position): void {
  if (standing.last !== previous) {
    throw new FeedContradiction(`the store has no event at ${previous}, which the topic names; its last one here is ${standing.last}`);
  }
}
