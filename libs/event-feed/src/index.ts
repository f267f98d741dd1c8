export type { EventFeed, FedEvent, FeedBatch, FeedConsumer, Place } from './port.js';
