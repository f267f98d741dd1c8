export { DirectFeed, type DirectFeedOptions } from './direct/direct-feed.js';
export type { EventFeed, FedEvent, FeedBatch, FeedConsumer, Place } from './port.js';
