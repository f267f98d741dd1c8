import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka, Message, Producer, RecordMetadata } from 'kafkajs';
import { closed } from './closing.js';
import { clientRetries } from './connection.js';
import { saysTopicMissing } from './topic.js';
import { written, writtenByUs } from './wire.js';

export interface SenderOptions {
  readonly kafka: Kafka;
  /** Milliseconds for one attempt, from the call to the acknowledgement by all replicas. Default 15,000. */
  readonly limit?: number;
  /** An attempt failed; the same records go out again through a new producer after so many milliseconds. */
  onAgain?(error: unknown, wait: number): void;
}

/** The topic that records were sent to is not there. */
export class TopicMissing extends Error {
  constructor(readonly topic: string, options?: ErrorOptions) {
    super(`the topic ${topic} is not there`, options);
    this.name = 'TopicMissing';
  }
}

const firstPause = 50;
const longestPause = 5_000;

/**
 * Sends records, one call at a time, until the brokers have acknowledged them.
 *
 * kafkajs' idempotent producer loses and doubles records when a reply is lost while several sends are under way, and
 * tries for ever inside. So there is one send in flight, each record names its partition, the time limit is ours, and
 * after any failure (errors 45, 46 and 59 among them) the producer is given up for a new one. Then the same records
 * may stand in the topic twice; readers know them by their positions. None is passed over.
 */
export class Sender {
  private producer: Promise<Producer> | undefined;
  private closed = false;

  constructor(private readonly options: SenderOptions) {}

  /** Rejects with `TopicMissing`, or when `signal` aborts; otherwise it goes on trying. Not to be called twice at once. */
  async send(topic: string, messages: readonly Message[], signal: AbortSignal): Promise<readonly RecordMetadata[]> {
    for (let wait = firstPause; ; wait = Math.min(wait * 2, longestPause)) {
      signal.throwIfAborted();
      try {
        return await this.attempt(topic, messages);
      } catch (error) {
        this.giveUp();
        if (saysTopicMissing(error)) throw new TopicMissing(topic, { cause: error });
        signal.throwIfAborted();
        this.options.onAgain?.(error, wait);
        await delay(wait, undefined, { signal });
      }
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    const { producer } = this;
    this.producer = undefined;
    if (producer !== undefined) await closed(producer.then((one) => one.disconnect()));
  }

  private async attempt(topic: string, messages: readonly Message[]): Promise<readonly RecordMetadata[]> {
    if (this.closed) throw new Error('the sender is closed');
    const { limit = 15_000 } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no acknowledgement within ${limit} ms`)), limit);
    });
    const { stubs, release } = written(messages);
    const work = (async () => {
      const producer = await (this.producer ??= this.open());
      return producer.send({ topic, acks: -1, timeout: limit, compression: writtenByUs, messages: stubs });
    })();
    work.catch(() => undefined);
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
      release();
    }
  }

  private async open(): Promise<Producer> {
    const producer = this.options.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => ({ message }) => message.partition ?? 0,
      retry: { ...clientRetries, retries: 1 },
    });
    await producer.connect();
    return producer;
  }

  /** The old producer is closed behind our back: it may wait for replies that never come, and then has nothing to say. */
  private giveUp(): void {
    const { producer } = this;
    this.producer = undefined;
    if (producer !== undefined) void closed(producer.then((one) => one.disconnect()));
  }
}
