export { DirectFeed, type DirectFeedOptions } from './direct/direct-feed.js';
export {
  clientRetries,
  kafkaClient,
  kafkaConnectionOf,
  type KafkaConnection,
  type KafkaLog,
} from './kafka/connection.js';
export {
  type DeadLetter,
  deadLetterIn,
  DeadLetters,
  type DeadLettersOptions,
  type DeadReason,
  stoppedLetter,
} from './kafka/dead-letters.js';
export { kafkaHealth } from './kafka/health.js';
export { KafkaFeed, type KafkaFeedOptions } from './kafka/kafka-feed.js';
export { look, LookFailed, type LookOptions } from './kafka/look.js';
export { partitioner, partitionOf } from './kafka/partition.js';
export { eventMessage, type FeedRecord, readRecord, UnreadableRecord, watermarkMessage } from './kafka/record.js';
export { type FeedFigures, feedFigures, type FeedReport } from './kafka/report.js';
export { Sender, type SenderOptions, TopicMissing } from './kafka/sender.js';
export { FeedContradiction } from './kafka/standing.js';
export {
  deadLettersOf,
  ensureTopic,
  eventsTopic,
  extentOf,
  partitionsOf,
  TopicReplaced,
  type TopicShape,
  topicSettings,
  withAdmin,
} from './kafka/topic.js';
export type { EventFeed, FedEvent, FeedBatch, FeedConsumer, Place } from './port.js';
