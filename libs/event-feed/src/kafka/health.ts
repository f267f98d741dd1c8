import type { Contributor, Health } from '@covenant/platform';
import { type KafkaConnection, kafkaClient, type KafkaLog } from './connection.js';
import { partitionsOf, withAdmin } from './topic.js';

/** Milliseconds for which an answer of the brokers is good. */
const goodFor = 5_000;

/**
 * Whether the brokers answer and have the topic. Asked at most every few seconds, however often readiness is: each
 * look is a connection of its own. A process that records goes on without Kafka, hence `needed`.
 */
export function kafkaHealth(connection: KafkaConnection, topic: string, needed: boolean): Contributor {
  const kafka = kafkaClient(connection, quiet);
  let asked: { readonly at: number; readonly answer: Promise<Health> } | undefined;
  const ask = (): Promise<Health> =>
    withAdmin(kafka, async (admin): Promise<Health> => {
      const { brokers } = await admin.describeCluster();
      const partitions = await partitionsOf(admin, topic);
      const detail = { brokers: brokers.length, topic, partitions: partitions ?? 0 };
      return { status: partitions === undefined ? 'down' : 'up', detail };
    }).catch((error: unknown): Health => ({ status: 'down', detail: { reason: error instanceof Error ? error.name : 'unknown failure' } }));
  return {
    name: 'kafka',
    needed,
    check: () => {
      const now = performance.now();
      if (asked === undefined || now - asked.at > goodFor) asked = { at: now, answer: ask() };
      return asked.answer;
    },
  };
}

/** What fails is in the answer; a line each time would drown the rest. */
const quiet: KafkaLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
