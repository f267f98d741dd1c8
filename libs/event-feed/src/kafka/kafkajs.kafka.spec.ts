// kafkajs 2.2.4 against the broker that deploy/kafka/pom.xml names: each call of the client that the house uses, by
// itself. See docs/decisions/0070-kafkajs-with-kafka-4.md.
import { describe, expect, it, jest } from '@jest/globals';
import { connection, newTopic, Said, testKafka } from '../../../../test/support/kafka/topics.js';
import { Waiting } from '../../../../test/support/waiting.js';
import { clientRetries, kafkaClient } from './connection.js';
import { look } from './look.js';
import { ensureTopic, extentOf, partitionsOf, withAdmin } from './topic.js';

jest.setTimeout(300_000);

describe('kafkajs with the newest Kafka', () => {
  const shape = (name: string) => ({ name, partitions: 3, replication: 1, retention: -1 });

  it('makes, describes, measures and deletes topics', async () => {
    const topic = newTopic();
    await withAdmin(testKafka(), async (admin) => {
      expect(await ensureTopic(admin, shape(topic))).toBe(true);
      expect(await ensureTopic(admin, shape(topic))).toBe(false);
      expect(await partitionsOf(admin, topic)).toBe(3);
      expect([...(await extentOf(admin, topic)).values()]).toEqual(Array(3).fill({ low: 0n, high: 0n }));
      await admin.deleteTopics({ topics: [topic] });
      expect(await partitionsOf(admin, topic)).toBeUndefined();
    });
  });

  it('sends as an idempotent producer to explicit partitions, and reads all of it back in order', async () => {
    const topic = newTopic();
    const kafka = testKafka();
    await withAdmin(kafka, (admin) => ensureTopic(admin, shape(topic)));
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, retry: { ...clientRetries, retries: 1 } });
    await producer.connect();
    const sent: string[][] = [[], [], []];
    for (let round = 0; round < 5; round++) {
      const messages = Array.from({ length: 600 }, (_, n) => ({ partition: n % 3, key: `k${n % 3}`, value: `${round}.${n}`, headers: { n: `${n}` } }));
      for (const { partition, value } of messages) sent[partition]?.push(value);
      const parts = await producer.send({ topic, acks: -1, messages });
      expect(parts.map(({ errorCode }) => errorCode)).toEqual([0, 0, 0]);
      expect(parts.map(({ baseOffset }) => baseOffset)).toEqual(Array(3).fill(String(round * 200)));
    }
    await producer.disconnect();
    const read: string[][] = [[], [], []];
    await look({
      kafka,
      topic,
      ranges: new Map([0, 1, 2].map((partition) => [partition, { from: 0n, to: 1_000n }])),
      onRecord: (partition, { value, headers }) => {
        expect(String(headers?.['n'])).toBe(String(value).split('.')[1]);
        read[partition]?.push(String(value));
      },
    });
    expect(read).toEqual(sent);
  });

  it('divides partitions among the members of a group, eagerly, and again when one leaves', async () => {
    const topic = newTopic();
    const kafka = testKafka();
    await withAdmin(kafka, (admin) => ensureTopic(admin, shape(topic)));
    const assigned = new Map<string, readonly number[]>();
    const waiting = new Waiting();
    const member = async (name: string) => {
      const consumer = kafka.consumer({ groupId: `group.${topic}`, allowAutoTopicCreation: false, maxWaitTimeInMs: 100, heartbeatInterval: 200 });
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
        assigned.set(name, payload.memberAssignment[topic] ?? []);
        waiting.changed();
      });
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
      return consumer;
    };
    const counts = (): readonly number[] => [...assigned.values()].map(({ length }) => length).sort();
    const until = (wanted: string): Promise<void> =>
      waiting.until(() => counts().join() === wanted, () => `for ${wanted} partitions a member; they have ${counts().join()}`);
    const one = await member('one');
    await until('3');
    const two = await member('two');
    await until('1,2');
    expect(new Set([...assigned.values()].flat())).toEqual(new Set([0, 1, 2]));
    assigned.delete('one');
    await one.disconnect();
    await until('3');
    await two.disconnect();
  });

  it('takes its limits from us, whatever NODE_ENV says', async () => {
    expect(process.env['NODE_ENV']).toBe('test');
    const said = new Said();
    const nowhere = kafkaClient({ ...connection(), brokers: ['127.0.0.1:1'] }, said);
    await expect(withAdmin(nowhere, (admin) => admin.listTopics())).rejects.toThrow();
    // In that environment kafkajs would try fifteen times; outside of it five.
    expect(said.lines.filter((line) => /Failed to connect to seed broker/.test(line)).length).toBe(clientRetries.retries + 1);
  });
});
