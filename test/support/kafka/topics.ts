// Topics for tests, and what stands in them.
import { randomUUID } from 'node:crypto';
import { extentOf, kafkaClient, type KafkaConnection, type KafkaLog, look, withAdmin } from '@covenant/event-feed';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { testBroker } from './broker.js';

/** Keeps what is told, for a test that fails to show. */
export class Said implements KafkaLog {
  readonly lines: string[] = [];
  private readonly loud = process.env['TEST_LOG_LEVEL'] !== undefined;
  debug = (line: string): void => this.keep('debug', line);
  info = (line: string): void => this.keep('info', line);
  warn = (line: string): void => this.keep('warn', line);
  error = (line: string): void => this.keep('error', line);

  private keep(level: string, line: string): void {
    this.lines.push(`${level} ${line}`);
    if (this.loud) process.stderr.write(`${level} ${line}\n`);
  }
}

/** A name that no other test has. */
export const newTopic = (): string => `test.${randomUUID()}`;

export const connection = (): KafkaConnection => ({ brokers: [testBroker().plain], requestTimeout: 5_000 });

export const kafkaOf = (to: KafkaConnection): Kafka => kafkaClient(to, new Said());
export const testKafka = (): Kafka => kafkaOf(connection());

export interface Lying {
  readonly partition: number;
  readonly message: KafkaMessage;
}

/** Everything in a topic, partition by partition, in order. */
export async function allOf(topic: string): Promise<readonly Lying[]> {
  const kafka = testKafka();
  const extent = await withAdmin(kafka, (admin) => extentOf(admin, topic));
  const found: Lying[] = [];
  await look({
    kafka,
    topic,
    ranges: new Map([...extent].map(([partition, { low, high }]) => [partition, { from: low, to: high }])),
    onRecord: (partition, message) => found.push({ partition, message }),
  });
  return found.toSorted((a, b) => a.partition - b.partition || Number(BigInt(a.message.offset) - BigInt(b.message.offset)));
}

export const deleteTopics = (...topics: readonly string[]): Promise<void> => deleteTopicsOf(testKafka(), ...topics);

export const deleteTopicsOf = (kafka: Kafka, ...topics: readonly string[]): Promise<void> =>
  withAdmin(kafka, async (admin) => {
    const there = await admin.listTopics();
    await admin.deleteTopics({ topics: topics.filter((topic) => there.includes(topic)) });
  });
