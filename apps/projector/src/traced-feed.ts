import type { EventFeed, FeedBatch, FeedConsumer } from '@covenant/event-feed';
import { beginForEach, traced, type Traces } from '@covenant/platform';

/** The feed, with a span for each request whose events a batch holds: from the batch's arrival to the commit of its rows. */
export const tracedFeed = (feed: EventFeed, traces: Traces): EventFeed => ({
  run: (consumer, signal) => feed.run(new TracedConsumer(consumer, traces), signal),
});

class TracedConsumer implements FeedConsumer {
  constructor(
    private readonly consumer: FeedConsumer,
    private readonly traces: Traces,
  ) {}

  get name(): string {
    return this.consumer.name;
  }

  places(partitions: readonly number[]): ReturnType<FeedConsumer['places']> {
    return this.consumer.places(partitions);
  }

  handle(batch: FeedBatch): Promise<void> {
    const span = beginForEach(this.traces, 'project', 'consumer', batch.events);
    return traced(span, () => this.consumer.handle(batch));
  }
}
