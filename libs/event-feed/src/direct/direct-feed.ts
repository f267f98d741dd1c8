import { type EventStore, type RecordedEvent, START } from '@covenant/event-store';
import type { EventFeed, FeedConsumer, Place } from '../port.js';

export interface DirectFeedOptions {
  /** Events a batch at the most. Default 5,000. */
  readonly batchSize?: number;
}

/** There is one partition: the store's own order. */
const partition = 0;

/**
 * The feed for one process: straight from the store. The token of a place is the number of entries up to it, so the
 * entry numbers go on from there, densely. While a batch is handled the next one is read, and no further one.
 */
export class DirectFeed implements EventFeed {
  private readonly batchSize: number;

  constructor(
    private readonly store: Pick<EventStore, 'subscribe'>,
    options: DirectFeedOptions = {},
  ) {
    this.batchSize = options.batchSize ?? 5_000;
  }

  async run(consumer: FeedConsumer, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const [place] = await consumer.places([partition]);
    let next = place === undefined ? 0 : entriesBefore(place);
    // A signal of its own: when `handle` throws, the subscription ends with it.
    const ended = new AbortController();
    const batches = this.store
      .subscribe(place?.position ?? START, {
        signal: AbortSignal.any([signal, ended.signal]),
        batchSize: this.batchSize,
      })
      [Symbol.asyncIterator]();
    let ahead = read(batches);
    try {
      for (;;) {
        const now = await ahead;
        if ('error' in now) throw now.error;
        if (now.result.done === true || signal.aborted) return;
        const events = now.result.value;
        ahead = read(batches);
        const last = events.at(-1);
        if (last === undefined) continue;
        const first = next;
        next += events.length;
        await consumer.handle({
          events: events.map((event, index) => ({ ...event, entry: first + index })),
          place: { partition, position: last.position, token: String(next) },
          watermark: last.position,
        });
      }
    } finally {
      ended.abort();
      await ahead;
    }
  }
}

type Read = { readonly result: IteratorResult<readonly RecordedEvent[]> } | { readonly error: unknown };

/** A read whose failure waits, as a value, until its turn comes. */
async function read(batches: AsyncIterator<readonly RecordedEvent[]>): Promise<Read> {
  try {
    return { result: await batches.next() };
  } catch (error) {
    return { error };
  }
}

function entriesBefore(place: Place): number {
  const count = Number(place.token);
  if (!Number.isSafeInteger(count) || count < 1 || place.position === START) {
    throw new Error(`the place ${place.position}, ${JSON.stringify(place.token)} is not one of the direct feed's`);
  }
  return count;
}
