import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import { closed } from './closing.js';
import type { KafkaLog } from './connection.js';
import { type Extent, extentOf, TopicReplaced } from './topic.js';

/**
 * Where to read from, for who has read a partition up to but without `offset`: one record earlier. It is known and is
 * passed over, unless the topic was lost and made again and is as long as it was; then it is a newer one, and shows
 * what is missing. A partition that is shorter is another one, and read whole.
 */
export function readFrom(offset: bigint, { low, high }: Extent): bigint {
  const last = offset - 1n;
  return offset > high || last < low ? low : last;
}

export interface VigilOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  /** Milliseconds between two looks. */
  readonly every: number;
  readonly log: KafkaLog;
  /** The next offset of each partition that nothing is in hand of. */
  readonly atRest: () => ReadonlyMap<number, bigint>;
  /** Has a partition read from there. */
  readonly read: (partition: number, offset: bigint) => void;
}

/**
 * Looks, now and then, whether the topic is still the one that was read. A broker says nothing to a reader whose next
 * offset is just where a new topic of the name ends: it waits there, and what the new topic holds besides stays unread
 * until somebody records something. Resolves when `signal` aborts. @throws TopicReplaced
 */
export async function keepVigil({ every, log, kafka, ...rest }: VigilOptions, signal: AbortSignal): Promise<void> {
  const line = new Line(kafka);
  try {
    for (;;) {
      await delay(every, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      if (signal.aborted) return;
      try {
        await look(line, rest, signal);
      } catch (error) {
        if (error instanceof TopicReplaced) throw error;
        await line.close();
        // Brokers that are away fail the reading itself, too, and that is where it is dealt with.
        log.debug(`nobody could say whether ${rest.topic} is still the same: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await line.close();
  }
}

/** One connection for all looks: opening one costs more requests than a look. After an error it is opened anew. */
class Line {
  private admin: Admin | undefined;

  constructor(private readonly kafka: Kafka) {}

  async open(): Promise<Admin> {
    if (this.admin !== undefined) return this.admin;
    this.admin = this.kafka.admin();
    await this.admin.connect();
    return this.admin;
  }

  async close(): Promise<void> {
    const { admin } = this;
    this.admin = undefined;
    if (admin !== undefined) await closed(admin.disconnect());
  }
}

async function look(line: Line, { topic, atRest, read }: Pick<VigilOptions, 'topic' | 'atRest' | 'read'>, signal: AbortSignal): Promise<void> {
  const before = atRest();
  if (before.size === 0) return;
  const extents = await extentOf(await line.open(), topic);
  if (signal.aborted) return;
  for (const [partition, offset] of atRest()) {
    if (before.get(partition) !== offset) continue;
    const extent = extents.get(partition);
    if (extent === undefined || extent.high < offset) throw new TopicReplaced(partition);
    if (extent.high === offset && extent.low < offset) read(partition, readFrom(offset, extent));
  }
}
