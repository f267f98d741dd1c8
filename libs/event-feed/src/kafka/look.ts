import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { closed } from './closing.js';
import { clientRetries } from './connection.js';

export interface LookOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  /** By partition: offsets from `from` up to but without `to`. */
  readonly ranges: ReadonlyMap<number, { readonly from: bigint; readonly to: bigint }>;
  /** Milliseconds without a record after which it is given up. Default 20,000. */
  readonly patience?: number;
  readonly signal?: AbortSignal;
  readonly onRecord: (partition: number, message: KafkaMessage) => void;
}

/** The brokers did not give all that they said they had. */
export class LookFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LookFailed';
  }
}

/**
 * Reads ranges of a topic once, each partition in order. kafkajs reads only in groups, so it makes one of its own,
 * which leaves no offsets behind. What passes, such as a coordinator that is still loading, is tried again from where
 * it stood. @throws LookFailed
 */
export async function look(options: LookOptions): Promise<void> {
  const { topic, ranges, patience = 20_000, signal } = options;
  const open = new Map([...ranges].filter(([, { from, to }]) => from < to));
  const deadline = performance.now() + patience;
  while (open.size > 0) {
    signal?.throwIfAborted();
    try {
      await lookOnce(options, open, patience);
    } catch (error) {
      const message = `${topic} could not be read: ${error instanceof Error ? error.message : String(error)}`;
      if (!passes(error) || performance.now() > deadline) throw new LookFailed(message, { cause: error });
      await delay(100);
    }
  }
}

type Ranges = Map<number, { readonly from: bigint; readonly to: bigint }>;

/** Shortens the ranges as it goes. */
async function lookOnce({ kafka, topic, signal, onRecord }: LookOptions, open: Ranges, patience: number): Promise<void> {
  const consumer = kafka.consumer({
    groupId: `covenant.look.${randomUUID()}`,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 100,
    sessionTimeout: 10_000,
    heartbeatInterval: 2_000,
    retry: { ...clientRetries, restartOnFailure: () => Promise.resolve(false) },
  });
  const { done, finish, fail } = outcome();
  const timer = setTimeout(() => fail(new Error(`nothing came for ${patience} ms`)), patience);
  const stop = (): void => fail(new Error('it was told to end'));
  signal?.addEventListener('abort', stop, { once: true });
  consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    for (const partition of payload.memberAssignment[topic] ?? []) {
      const range = open.get(partition);
      if (range === undefined) consumer.pause([{ topic, partitions: [partition] }]);
      else consumer.seek({ topic, partition, offset: String(range.from) });
    }
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const running = consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        const { partition, messages } = payload.batch;
        timer.refresh();
        for (const message of messages) {
          const range = open.get(partition);
          if (range === undefined) break;
          const offset = BigInt(message.offset);
          if (offset >= range.from && offset < range.to) onRecord(partition, message);
          if (offset + 1n >= range.to) open.delete(partition);
          else open.set(partition, { from: offset + 1n, to: range.to });
          payload.resolveOffset(message.offset);
        }
        if (!open.has(partition)) consumer.pause([{ topic, partitions: [partition] }]);
        if (open.size === 0) finish();
        await payload.heartbeat();
      },
    });
    await Promise.race([done, running.then(() => done)]);
  } finally {
    signal?.removeEventListener('abort', stop);
    clearTimeout(timer);
    await closed(consumer.disconnect());
  }
}

const passes = (error: unknown): boolean =>
  error instanceof Error && 'retriable' in error && (error.retriable === true || error.name === 'KafkaJSNumberOfRetriesExceeded');

function outcome(): { readonly done: Promise<void>; readonly finish: () => void; readonly fail: (error: unknown) => void } {
  let finish = (): void => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = (error) => reject(error instanceof Error ? error : new Error(String(error)));
  });
  // It may fail before anybody waits for it.
  done.catch(() => undefined);
  return { done, finish: () => finish(), fail: (error) => fail(error) };
}
