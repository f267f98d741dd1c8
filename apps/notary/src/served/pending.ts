import { type EventStore, type Position, START } from '@covenant/event-store';

/** Events looked at behind the log's end, at the most: ten seconds of a busy city. */
const LIMIT = 10_000;
const PAGE = 1_000;

export type Pendency =
  /** In the store, on its way into the log. */
  | 'pending'
  /** Not in the store. */
  | 'unknown'
  /** The log is so far behind that one look cannot tell. */
  | 'cannot-tell';

/**
 * Tells an event that the log has not taken in yet from one that does not exist. Remembers the ids it read behind
 * the log's end, so that many questions cost the store one reading.
 */
export class PendingEvents {
  readonly #known = new Map<string, Position>();
  #read: Position = START;
  #reading: Promise<void> = Promise.resolve();

  constructor(private readonly store: EventStore) {}

  /** `covered`: the position of the newest entry of the log, known to be without this event. */
  async look(eventId: string, covered: Position): Promise<Pendency> {
    const catchUp = this.#reading.then(() => this.#catchUp(covered));
    this.#reading = catchUp.catch(() => undefined); // the caller gets the error; the next one tries anew
    await catchUp;
    if (this.#known.has(eventId)) return 'pending';
    return this.#known.size >= LIMIT ? 'cannot-tell' : 'unknown';
  }

  async #catchUp(covered: Position): Promise<void> {
    for (const [id, position] of this.#known) {
      if (position > covered) break; // in store order
      this.#known.delete(id);
    }
    if (this.#read < covered) this.#read = covered;
    while (this.#known.size < LIMIT) {
      const events = await this.store.readAll(this.#read, PAGE);
      if (events.length === 0) return;
      for (const { id, position } of events) this.#known.set(id, position);
      this.#read = events.at(-1)?.position ?? this.#read;
    }
  }
}
