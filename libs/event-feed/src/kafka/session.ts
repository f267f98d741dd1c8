import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { closed } from './closing.js';
import { clientRetries, type KafkaLog } from './connection.js';
import { Delivery, type DeliveryOptions } from './delivery.js';
import { beginning, standingOf } from './standing.js';
import { extentOf, withAdmin } from './topic.js';
import { keepVigil, readFrom } from './vigil.js';

export interface SessionOptions extends Omit<DeliveryOptions, 'partition' | 'unreadable'> {
  readonly kafka: Kafka;
  readonly topic: string;
  readonly group: string;
  readonly timing: SessionTiming;
  readonly log: KafkaLog;
  unreadable(partition: number, ...args: Parameters<DeliveryOptions['unreadable']>): ReturnType<DeliveryOptions['unreadable']>;
}

/** Milliseconds. */
export interface SessionTiming {
  /** A member that is not heard of for so long loses its partitions. */
  readonly session: number;
  /** How long the group waits, at a rebalance, for a member that is handling a batch. */
  readonly rebalance: number;
  /** How long a fetch waits for something new. */
  readonly fetch: number;
  /** Between two looks whether the topic is still the one that was read. */
  readonly check: number;
}

/** The consumer's own code failed: that ends the run, whatever Kafka does. */
export class ConsumerFailed extends Error {
  constructor(options: { readonly cause: unknown }) {
    super('the consumer of the feed failed', options);
    this.name = 'ConsumerFailed';
  }
}

/**
 * Bytes in one answer of a broker, and of one partition in it: some thousands of events a batch where there is much to catch
 * up with. The client's own limits would cut batches, and so transactions, at some nine hundred events.
 */
const fetchedAtMost = { maxBytes: 24 * 1024 * 1024, maxBytesPerPartition: 4 * 1024 * 1024 };

/** While PostgreSQL writes the rows of one partition, those of the next are made. More would only hold more in memory. */
const partitionsAtOnce = 2;

/** Closing waits for the batch in hand, but not for a broker that does not answer. */
const closeLimit = 10_000;

/**
 * One life of a kafkajs consumer, from joining the group to its end. What the group assigns is paused until the
 * consumer has said where it stands there; the group's own offsets are never read and never written. A partition is
 * the consumer's business only until the next rebalance: then everything is asked for again.
 */
export class Session {
  private readonly consumer: Consumer;
  private readonly deliveries = new Map<number, Delivery>();
  private readonly inHand = new Set<number>();
  private generation = 0;
  private ending = false;
  private finish: (outcome: { readonly error: unknown } | undefined) => void = () => undefined;

  constructor(private readonly options: SessionOptions) {
    this.consumer = options.kafka.consumer({
      groupId: options.group,
      allowAutoTopicCreation: false,
      sessionTimeout: options.timing.session,
      rebalanceTimeout: options.timing.rebalance,
      heartbeatInterval: Math.ceil(options.timing.session / 5),
      maxWaitTimeInMs: options.timing.fetch,
      ...fetchedAtMost,
      // A consumer that ends is not restarted behind our back: the feed sees it, tells of it and begins anew.
      retry: { ...clientRetries, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  /** Resolves when `signal` aborts, after the batch in hand. @throws ConsumerFailed, FeedContradiction, or Kafka's error */
  async run(signal: AbortSignal): Promise<void> {
    const { topic } = this.options;
    const finished = new Promise<{ readonly error: unknown } | undefined>((resolve) => {
      this.finish = resolve;
    });
    const stop = (): void => this.end(undefined);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => this.end({ error: payload.error }));
    this.consumer.on(this.consumer.events.GROUP_JOIN, ({ payload }) => this.assigned(payload.memberAssignment[topic] ?? []));
    const started = this.start();
    const over = new AbortController();
    const watching = this.watch(over.signal);
    try {
      const outcome = await finished;
      if (outcome !== undefined) throw outcome.error;
    } finally {
      signal.removeEventListener('abort', stop);
      over.abort();
      await closed(Promise.all([watching, started.then(() => this.consumer.disconnect())]), closeLimit);
    }
  }

  private async start(): Promise<void> {
    try {
      await this.consumer.connect();
      await this.consumer.subscribe({ topic: this.options.topic, fromBeginning: true });
      if (this.ending) return;
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitionsAtOnce,
        eachBatch: (payload) => this.batch(payload),
      });
    } catch (error) {
      this.end({ error });
    }
  }

  private async watch(signal: AbortSignal): Promise<void> {
    const { kafka, topic, log, timing } = this.options;
    const atRest = (): ReadonlyMap<number, bigint> =>
      new Map([...this.deliveries].filter(([partition]) => !this.inHand.has(partition)).map(([partition, { next }]) => [partition, next]));
    try {
      await keepVigil({ kafka, topic, every: timing.check, log, atRest, read: (partition, offset) => this.seek(partition, offset) }, signal);
    } catch (error) {
      this.end({ error });
    }
  }

  private seek(partition: number, offset: bigint): void {
    this.consumer.seek({ topic: this.options.topic, partition, offset: String(offset) });
  }

  private end(outcome: { readonly error: unknown } | undefined): void {
    this.ending = true;
    this.finish(outcome);
  }

  private assigned(partitions: readonly number[]): void {
    const { topic, report } = this.options;
    this.generation += 1;
    this.deliveries.clear();
    report.assigned?.(partitions);
    if (partitions.length === 0) return;
    this.consumer.pause([{ topic, partitions: [...partitions] }]);
    this.position(this.generation, partitions).catch((error: unknown) => this.end({ error }));
  }

  private async position(generation: number, partitions: readonly number[]): Promise<void> {
    const { kafka, topic, consumer } = this.options;
    const [places, extents] = await Promise.all([consumer.places(partitions), withAdmin(kafka, (admin) => extentOf(admin, topic))]);
    if (this.ending || generation !== this.generation) return;
    if (extents.size !== this.options.partitions) throw new Error(`the topic ${topic} has ${extents.size} partitions now, and not ${this.options.partitions}`);
    for (const partition of partitions) {
      const extent = extents.get(partition);
      if (extent === undefined) throw new Error(`the topic ${topic} has no partition ${partition}`);
      const place = places.find((one) => one.partition === partition);
      const standing = place === undefined ? beginning : standingOf(place, this.options.partitions);
      const unreadable: DeliveryOptions['unreadable'] = (message, reason) => this.options.unreadable(partition, message, reason);
      this.deliveries.set(partition, new Delivery({ ...this.options, partition, unreadable }, standing));
      this.seek(partition, readFrom(standing.offset, extent));
    }
    this.consumer.resume([{ topic, partitions: [...partitions] }]);
  }

  /** Throws nothing but what kafkajs itself threw: anything else would end its consumer in a way of its own. */
  private async batch(payload: EachBatchPayload): Promise<void> {
    const { partition, messages, highWatermark } = payload.batch;
    const delivery = this.deliveries.get(partition);
    const generation = this.generation;
    const goesOn = (): boolean => !this.ending && payload.isRunning() && !payload.isStale() && generation === this.generation;
    if (delivery === undefined || !goesOn()) return;
    this.inHand.add(partition);
    const beat = new Heart(() => payload.heartbeat(), Math.ceil(this.options.timing.session / 5));
    try {
      await delivery.take(messages, async (offset) => {
        if (offset !== undefined) {
          payload.resolveOffset(offset);
          this.options.report.behind?.(partition, Number(BigInt(highWatermark) - 1n - BigInt(offset)));
        }
        await beat.now();
        return goesOn();
      });
    } catch (error) {
      if (beat.failed(error)) throw error;
      this.end({ error });
    } finally {
      beat.stop();
      this.inHand.delete(partition);
    }
  }
}

/** Keeps the group from giving this member up while a batch is handled; what it hears is told after the batch. */
class Heart {
  private readonly timer: NodeJS.Timeout;
  private failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly heartbeat: () => Promise<void>,
    every: number,
  ) {
    this.timer = setInterval(() => void this.beat(), every);
  }

  /** @throws what the group answered, now or before */
  async now(): Promise<void> {
    await this.beat();
    if (this.failure !== undefined) throw this.failure.error;
  }

  failed(error: unknown): boolean {
    return this.failure !== undefined && this.failure.error === error;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async beat(): Promise<void> {
    try {
      await this.heartbeat();
    } catch (error) {
      this.failure ??= { error };
    }
  }
}
