import type { NewEvent } from '@covenant/event-store';
import { entryBytes, MAX_ENTRY_BYTES } from '@covenant/transparency';

/** No JSON value grows by more when it is read and written again: `9e15` becomes sixteen digits. */
const growth = 4;
/** More than everything in an entry besides what was sent: ids, times, actor, names, and what a decision adds. */
const envelope = 12_288;

/**
 * Refuses events that the public log could not take, before they are appended.
 * @param sent bytes of the body as it came, where it is known: most events are known to fit from it alone
 * @throws EntryTooLarge
 */
export const assertEntriesFit = (stream: string, revision: number, events: readonly NewEvent[], sent?: number): void => {
  if (sent !== undefined && sent * growth + envelope <= MAX_ENTRY_BYTES) return;
  events.forEach((event, index) => entryBytes({ ...event, stream, revision: revision + index }));
};
