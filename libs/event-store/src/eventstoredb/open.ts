import type { CopyingStore } from './copying-store.js';
import type { EventStoreDbOptions } from './options.js';

/**
 * A store on the EventStoreDB that the options name. The client package is loaded here and not before: it costs 25 MB
 * and a tenth of a second, which a process on PostgreSQL need not spend.
 * @throws UnusableConnection for a wrong address or a server too old, StoreUnavailable when it cannot be reached
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<CopyingStore> {
  const { EventStoreDbStore } = await import('./store.js');
  return EventStoreDbStore.open(options);
}
