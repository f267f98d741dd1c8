import type { EventStore, RecordedEvent } from '@covenant/event-store';
import { isAboutKeys } from '@covenant/transparency';
import type { LogReader } from '../tables/log-reader.js';
import type { NumberedFact } from './key-ring.js';

/** An entry about keys, with the event that it is made of. */
export interface KeyEntry extends NumberedFact {
  readonly event: RecordedEvent;
}

/** The event as an entry about keys; undefined for all others. */
export const keyEntryOf = (event: RecordedEvent, entry: number): KeyEntry | undefined =>
  isAboutKeys(event.type) ? { entry, type: event.type, data: event.data, event } : undefined;

/**
 * The entries below `size` that are about the log's own keys, as the store has them. One that the store does not have
 * in its place is left out here: the comparison of store and log tells of it.
 */
export async function keyEntries({ reader, store }: { readonly reader: LogReader; readonly store: EventStore }, size: number): Promise<readonly KeyEntry[]> {
  const found: KeyEntry[] = [];
  for (const { number, eventId, position } of await reader.aboutKeys(size)) {
    const [event] = await store.readAll(position - 1n, 1);
    const entry = event?.id === eventId ? keyEntryOf(event, number) : undefined;
    if (entry !== undefined) found.push(entry);
  }
  return found;
}
