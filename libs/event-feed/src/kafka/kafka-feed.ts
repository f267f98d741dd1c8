import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '@covenant/event-store';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { EventFeed, FeedConsumer } from '../port.js';
import { type KafkaConnection, kafkaClient, type KafkaLog } from './connection.js';
import { DeadLetters } from './dead-letters.js';
import { partitioner } from './partition.js';
import type { FeedReport } from './report.js';
import { ConsumerFailed, Session, type SessionTiming } from './session.js';
import { FeedContradiction } from './standing.js';
import { eventsTopic, partitionsOf, withAdmin } from './topic.js';

export interface KafkaFeedOptions {
  readonly connection: KafkaConnection;
  /** Where events are found that the topic lacks. */
  readonly store: Pick<EventStore, 'readAll'>;
  readonly log: KafkaLog;
  readonly report?: FeedReport & { deadLettered?(reason: string): void };
  /** Default `covenant.events.v1`. */
  readonly topic?: string;
  /** Before the consumer's name, in the name of its group: one a set of tables. Default `covenant.`. */
  readonly groupPrefix?: string;
  /** Events a batch at the most. Default 5,000. */
  readonly batchSize?: number;
  /** Copies of the topic of dead letters, should this feed have to make it. Default 1. */
  readonly replication?: number;
  readonly timing?: Partial<SessionTiming>;
}

const firstRetry = 100;
const longestRetry = 5_000;

/**
 * The feed through Kafka. Consumers of one name, in any number of processes, share the partitions; the group's
 * rebalancing moves them. The places are the consumer's, committed with its rows, and Kafka's offsets only a hint:
 * what was sent twice is skipped, what is missing comes from the store, and a topic that was lost and made again
 * changes nothing. `run` deals with everything that Kafka does; it rejects when the consumer fails, or when topic,
 * places and store cannot belong together (`FeedContradiction`).
 *
 * `places` is asked once for all partitions before anything is delivered, so that a consumer knows how many there
 * are, and then at each assignment.
 */
export class KafkaFeed implements EventFeed {
  private readonly kafka: Kafka;
  private readonly topic: string;
  private readonly report: NonNullable<KafkaFeedOptions['report']>;
  private readonly timing: SessionTiming;

  constructor(private readonly options: KafkaFeedOptions) {
    this.kafka = kafkaClient(options.connection, options.log);
    this.topic = options.topic ?? eventsTopic;
    this.report = options.report ?? {};
    this.timing = { session: 10_000, rebalance: 30_000, fetch: 250, check: 5_000, ...options.timing };
  }

  async run(consumer: FeedConsumer, signal: AbortSignal): Promise<void> {
    let wait = firstRetry;
    while (!signal.aborted) {
      const began = performance.now();
      try {
        await this.live(consumer, signal);
        return;
      } catch (error) {
        if (error instanceof ConsumerFailed) throw error.cause;
        if (error instanceof FeedContradiction) throw error;
        if (signal.aborted) return;
        if (performance.now() - began > longestRetry * 2) wait = firstRetry;
        this.options.log.warn(`the feed of ${consumer.name} begins anew: ${error instanceof Error ? error.message : String(error)}`);
        this.report.trouble?.(error, wait);
        await pause(wait, signal);
        wait = Math.min(wait * 2, longestRetry);
      }
    }
  }

  private async live(consumer: FeedConsumer, signal: AbortSignal): Promise<void> {
    const { options } = this;
    const partitions = await withAdmin(this.kafka, (admin) => partitionsOf(admin, this.topic));
    if (signal.aborted) return;
    if (partitions === undefined) throw new Error(`there is no topic ${this.topic} yet: the relay makes it`);
    const guarded = watched(consumer);
    await guarded.places(Array.from({ length: partitions }, (_, partition) => partition));
    const letters = new DeadLetters({
      kafka: this.kafka,
      topic: this.topic,
      replication: options.replication ?? 1,
      onWritten: ({ reason }) => this.report.deadLettered?.(reason),
    });
    try {
      await new Session({
        kafka: this.kafka,
        topic: this.topic,
        group: `${options.groupPrefix ?? 'covenant.'}${consumer.name}`,
        timing: this.timing,
        log: options.log,
        consumer: guarded,
        store: options.store,
        partitions,
        partitionOf: partitioner(partitions),
        batchSize: options.batchSize ?? 5_000,
        report: this.report,
        unreadable: (partition, message, reason) => this.bury(letters, consumer.name, partition, message, reason, signal),
      }).run(signal);
    } finally {
      await letters.close();
    }
  }

  private async bury(
    letters: DeadLetters,
    consumer: string,
    partition: number,
    { key, value, headers = {}, offset }: KafkaMessage,
    reason: string,
    signal: AbortSignal,
  ): Promise<void> {
    this.options.log.error(`the record at offset ${offset} of ${this.topic}, partition ${partition}, cannot be read: ${reason}`);
    await letters.write({ reason: 'unreadable', detail: reason, consumer, partition, offset, key, value, headers }, signal);
  }
}

/** What the consumer throws is told apart from what Kafka throws. */
function watched(consumer: FeedConsumer): FeedConsumer {
  const failing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw new ConsumerFailed({ cause });
    }
  };
  return {
    name: consumer.name,
    places: (partitions) => failing(() => consumer.places(partitions)),
    handle: (batch) => failing(() => consumer.handle(batch)),
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
