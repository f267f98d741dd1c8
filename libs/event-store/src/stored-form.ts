// An event as the store keeps it, and the checks before it gets there.
import { EventIdConflict, EventMalformed, EventTooLarge } from './errors.js';
import type { NewEvent } from './port.js';

export interface StoredForm {
  readonly id: string;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
  /** JSON text. */
  readonly metadata: string;
}

/** Bytes of JSON, data and metadata together. */
export const eventLimit = 1024 * 1024;
/** Bytes of JSON of one call. */
export const appendLimit = 16 * 1024 * 1024;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Visible text without control characters; also keeps the batch's separator out. */
const name = /^[^\p{Cc}\p{Cs}]{1,255}$/u;
/** In JSON text: an escaped NUL or a surrogate that has no partner (JSON.stringify escapes no other). */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** @throws RangeError */
export function checkStream(stream: string): void {
  if (!name.test(stream)) throw new RangeError(`${JSON.stringify(stream)} is no name for a stream`);
}

/**
 * The events in stored form, and their size in bytes.
 * @throws EventMalformed, EventTooLarge, EventIdConflict when one id stands twice in the call, RangeError when empty
 */
export function storedForms(
  stream: string,
  events: readonly NewEvent[],
): { readonly forms: readonly StoredForm[]; readonly bytes: number } {
  if (events.length === 0) throw new RangeError('an append has at least one event');
  const seen = new Set<string>();
  let total = 0;
  const forms = events.map((event) => {
    if (!uuid.test(event.id)) throw new EventMalformed(event.id, 'its id is not a UUID in lower case');
    if (seen.has(event.id)) throw new EventIdConflict(stream, event.id);
    seen.add(event.id);
    if (!name.test(event.type)) throw new EventMalformed(event.id, 'its type is empty, too long or not plain text');
    const data = text(event, 'data');
    const metadata = text(event, 'metadata');
    const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata);
    if (bytes > eventLimit) throw new EventTooLarge(event.id, bytes, eventLimit);
    total += bytes;
    if (total > appendLimit) throw new EventTooLarge(event.id, total, appendLimit);
    return { id: event.id, type: event.type, data, metadata };
  });
  return { forms, bytes: total };
}

function text(event: NewEvent, member: 'data' | 'metadata'): string {
  const json = JSON.stringify(event[member]);
  if (json.includes('\\u') && unstorable.test(json)) {
    throw new EventMalformed(event.id, `its ${member} has text that is not Unicode, or the character NUL`);
  }
  return json;
}
