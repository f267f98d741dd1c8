import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Admin } from 'kafkajs';
import { connection, deleteTopics, kafkaOf, newTopic, Said, testKafka } from '../../../../test/support/kafka/topics.js';
import { ensureTopic, withAdmin } from './topic.js';
import { keepVigil } from './vigil.js';

jest.setTimeout(120_000);

const topic = newTopic();
beforeAll(() => withAdmin(testKafka(), async (admin) => void (await ensureTopic(admin, { name: topic, partitions: 1, replication: 1, retention: -1 }))));
afterAll(() => deleteTopics(topic));

/** Ten looks, at each of which it is asked twice what is at rest. Gives how often each connection that was opened was closed. */
async function tenLooks(onLook: (opened: readonly Admin[], asked: number) => void = () => undefined): Promise<readonly number[]> {
  // A reply that a busy machine delays is no error here.
  const kafka = kafkaOf({ ...connection(), requestTimeout: 60_000 });
  const opened: Admin[] = [];
  const closings: jest.SpiedFunction<Admin['disconnect']>[] = [];
  const open = kafka.admin.bind(kafka);
  jest.spyOn(kafka, 'admin').mockImplementation((config) => {
    const admin = open(config);
    opened.push(admin);
    closings.push(jest.spyOn(admin, 'disconnect'));
    return admin;
  });
  const over = new AbortController();
  let asked = 0;
  const atRest = (): ReadonlyMap<number, bigint> => {
    asked += 1;
    onLook(opened, asked);
    if (asked === 20) over.abort();
    return new Map([[0, 0n]]);
  };
  await keepVigil({ kafka, topic, every: 1, log: new Said(), atRest, read: () => undefined }, over.signal);
  return closings.map(({ mock }) => mock.calls.length);
}

describe('the look-out for a topic that was made again', () => {
  it('opens one connection for all its looks, and closes it', async () => {
    expect(await tenLooks()).toEqual([1]);
  });

  it('opens a new one after an error', async () => {
    const closings = await tenLooks(([first], asked) => {
      if (asked === 5 && first !== undefined) jest.spyOn(first, 'fetchTopicOffsets').mockRejectedValueOnce(new Error('the line is cut'));
    });
    expect(closings).toEqual([1, 1]);
  });
});
