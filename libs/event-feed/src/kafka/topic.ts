import { setTimeout as pause } from 'node:timers/promises';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { closed } from './closing.js';

// Node does not see this one among the names that a CommonJS package exports.
const { ConfigResourceTypes } = kafkajs;

/** How a topic is made. Nothing is left to the brokers' defaults. */
export interface TopicShape {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** Milliseconds; -1 keeps records for ever. */
  readonly retention: number;
}

export const eventsTopic = 'covenant.events.v1';
export const deadLettersOf = (topic: string): string => `${topic}.dead`;

/** An event has a mebibyte at most; its headers and the record batch around it need room. */
const largestBatch = 4 * 1024 * 1024;

/** Works with a connection of its own, closed when done. */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await closed(admin.disconnect());
  }
}

/** Number of partitions; undefined when there is no such topic. */
export async function partitionsOf(admin: Admin, name: string): Promise<number | undefined> {
  if (!(await admin.listTopics()).includes(name)) return undefined;
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
  return topics.find((topic) => topic.name === name)?.partitions.length;
}

/**
 * Makes the topic when it is missing. True when it was made now. A topic that is there keeps its partitions, since
 * another number would put cities elsewhere; the caller compares.
 */
export async function ensureTopic(admin: Admin, { name, partitions, replication, retention }: TopicShape): Promise<boolean> {
  if ((await admin.listTopics()).includes(name)) return false;
  const made = await admin.createTopics({
    waitForLeaders: false,
    topics: [
      {
        topic: name,
        numPartitions: partitions,
        replicationFactor: replication,
        configEntries: Object.entries({
          'cleanup.policy': 'delete',
          'retention.ms': String(retention),
          'retention.bytes': '-1',
          'max.message.bytes': String(largestBatch),
          'min.insync.replicas': String(Math.max(1, replication - 1)),
        }).map(([entry, value]) => ({ name: entry, value })),
      },
    ],
  });
  await isKnown(admin, name);
  return made;
}

/**
 * A broker may not know a topic yet that was just made by another; kafkajs' own `waitForLeaders` takes that for an error.
 * @throws what the broker says, when it does not know it after 30 s
 */
async function isKnown(admin: Admin, name: string): Promise<void> {
  const end = performance.now() + 30_000;
  for (;;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
      if (topics.every((topic) => topic.partitions.every(({ leader }) => leader >= 0))) return;
    } catch (error) {
      if (performance.now() > end || !(saysTopicMissing(error) || saysNoLeader(error))) throw error;
    }
    if (performance.now() > end) throw new Error(`the topic ${name} has no leader yet for every partition`);
    await pause(50);
  }
}

/** Settings of a topic as the brokers have them. */
export async function topicSettings(admin: Admin, name: string): Promise<ReadonlyMap<string, string>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name }],
  });
  const [found] = resources;
  return new Map(found?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
}

/** First and next offset of a partition. */
export interface Extent {
  readonly low: bigint;
  readonly high: bigint;
}

/** By partition. The leaders of a topic that was just made may not know of it yet: they are asked again for some seconds. */
export async function extentOf(admin: Admin, name: string): Promise<ReadonlyMap<number, Extent>> {
  const offsets = await led(() => admin.fetchTopicOffsets(name));
  return new Map(offsets.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
}

async function led<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = 30; ; left--) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0 || !(saysTopicMissing(error) || saysNoLeader(error))) throw error;
      await pause(100);
    }
  }
}

/** The topic is not the one that was written, or read, a moment ago. */
export class TopicReplaced extends Error {
  constructor(partition: number) {
    super(`partition ${partition} is shorter than it was: the topic was lost and made again`);
    this.name = 'TopicReplaced';
  }
}

/** Whether an error, or what caused it, says that the topic is not there. */
export const saysTopicMissing = (error: unknown): boolean => says(error, 'UNKNOWN_TOPIC_OR_PARTITION');

const saysNoLeader = (error: unknown): boolean => says(error, 'LEADER_NOT_AVAILABLE') || says(error, 'NOT_LEADER_FOR_PARTITION');

function says(error: unknown, type: string): boolean {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 10; depth++) {
    if ('type' in at && at.type === type) return true;
    at = 'cause' in at ? at.cause : undefined;
  }
  return false;
}
