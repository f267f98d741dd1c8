import type { NewEvent } from '@covenant/event-store';
import { entryBytes, MAX_ENTRY_BYTES } from '@covenant/transparency';

/** No character takes more UTF-8 bytes than this per UTF-16 unit. */
const bytesPerUnit = 3;
/** More than everything in an entry besides `data`: ids, times, actor (a subject has 255 characters), names. */
const envelope = 2_048;

/**
 * Refuses an event that the public log could not take, before it is appended. Most are known to fit from the length
 * of their JSON alone; canonical form is as long as any other without blanks.
 * @throws EntryTooLarge
 */
export const assertEntryFits = (stream: string, revision: number, event: NewEvent): void => {
  if (JSON.stringify(event.data).length * bytesPerUnit + envelope <= MAX_ENTRY_BYTES) return;
  entryBytes({ ...event, stream, revision });
};
