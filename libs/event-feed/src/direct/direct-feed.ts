import { type EventStore, START } from '@covenant/event-store';
import type { EventFeed, FeedConsumer, Place } from '../port.js';

export interface DirectFeedOptions {
  /** Events a batch at the most. Default 10,000. */
  readonly batchSize?: number;
}

/** There is one partition: the store's own order. */
const partition = 0;

/**
 * The feed for one process: straight from the store. The token of a place is the number of entries up to it, so the
 * entry numbers go on from there, densely. The store fetches the next batch while one is handled, and none beyond it.
 */
export class DirectFeed implements EventFeed {
  private readonly batchSize: number;

  constructor(
    private readonly store: Pick<EventStore, 'subscribe'>,
    options: DirectFeedOptions = {},
  ) {
    this.batchSize = options.batchSize ?? 10_000;
  }

  async run(consumer: FeedConsumer, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const [place] = await consumer.places([partition]);
    let next = place === undefined ? 0 : entriesBefore(place);
    const batches = this.store.subscribe(place?.position ?? START, { signal, batchSize: this.batchSize });
    for await (const events of batches) {
      const last = events.at(-1);
      if (signal.aborted) return;
      if (last === undefined) continue;
      const first = next;
      next += events.length;
      await consumer.handle({
        events: events.map((event, index) => ({ ...event, entry: first + index })),
        place: { partition, position: last.position, token: String(next) },
        watermark: last.position,
      });
    }
  }
}

function entriesBefore(place: Place): number {
  const count = Number(place.token);
  if (!Number.isSafeInteger(count) || count < 1 || place.position === START) {
    throw new Error(`the place ${place.position}, ${JSON.stringify(place.token)} is not one of the direct feed's`);
  }
  return count;
}
