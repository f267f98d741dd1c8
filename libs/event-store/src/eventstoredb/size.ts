import { EventMalformed, EventTooLarge } from '../errors.js';
import type { NewEvent } from '../port.js';

/** Bytes of one append as the server counts; what servers to 25.0 take unless configured otherwise. */
const appendLimit = 1024 * 1024;
/** Room for the type's name, at two bytes a character, and for the mark in the metadata. */
const besides = 1024;
/** Bytes of JSON, data and metadata together. */
export const eventLimit = appendLimit - besides;

const jsonBytes = ({ data, metadata }: NewEvent): number =>
  Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));

/** @throws EventTooLarge, for one event or for the first that is too much with those before it; EventMalformed */
export function checkForServer(events: readonly NewEvent[]): void {
  let total = 0;
  for (const event of events) {
    if (event.type.startsWith('$')) throw new EventMalformed(event.id, 'its type is a name of the server’s own');
    const bytes = jsonBytes(event);
    if (bytes > eventLimit) throw new EventTooLarge(event.id, bytes, eventLimit);
    total += bytes + besides;
    if (total > appendLimit) throw new EventTooLarge(event.id, total, appendLimit);
  }
}

/** The server takes less than we thought. */
export function tooLargeForServer(events: readonly NewEvent[], limit: number): EventTooLarge {
  let total = 0;
  for (const event of events) {
    total += jsonBytes(event) + besides;
    if (total > limit) return new EventTooLarge(event.id, total, limit);
  }
  return new EventTooLarge(events.at(-1)?.id ?? '', total, limit);
}
