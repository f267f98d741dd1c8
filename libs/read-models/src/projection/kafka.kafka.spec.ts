import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DirectFeed, type FedEvent, KafkaFeed } from '@covenant/event-feed';
import { createPool } from '@covenant/platform';
import type { Pool } from 'pg';
import { Relay } from '../../../../apps/relay/src/index.js';
import { seedStore } from '../../../../test/bench/workload.js';
import { freshDatabase } from '../../../../test/support/database.js';
import { connection, deleteTopics, newTopic, Said } from '../../../../test/support/kafka/topics.js';
import { allProjections, recordModels } from '../aggregates/all.js';
import { EntriesProjection } from '../entries/entries.projection.js';
import { RecordsProjection } from '../records/records.projection.js';
import { tablesAndFold } from '../testing/compare.js';
import { pledgeModel, recordPledge } from '../testing/events.js';
import { pledgeProjections, World } from '../testing/world.js';
import { rebuild } from './rebuild.js';

jest.setTimeout(600_000);

const partitions = 4;
/** Milliseconds for rows to be there: for a machine with much else to do. */
const limit = 150_000;

describe('projectors that share the partitions of Kafka', () => {
  let world: World;
  let pool: Pool;
  let relay: Relay;
  let topic: string;
  const said = new Said();

  beforeEach(async () => {
    world = await World.open(await freshDatabase());
    topic = newTopic();
    pool = createPool({ url: world.database.appUrl, name: 'test-relay', size: 2, onError: () => undefined });
    relay = new Relay({ store: world.store, pool, connection: connection(), log: said, topic, partitions, replication: 1, source: '/', watermarkEvery: 50, checkEvery: 300, retryEvery: 100 });
    relay.start();
  });
  afterEach(async () => {
    await world.stopProjecting();
    await relay.stop();
    await pool.end();
    await deleteTopics(topic);
    await world.close();
  });

  const feed = (): KafkaFeed =>
    new KafkaFeed({ connection: connection(), store: world.store, log: said, topic, groupPrefix: `${topic}.`, batchSize: 50, timing: { fetch: 50, session: 6_000, check: 300 } });
  const recorded = async (): Promise<readonly FedEvent[]> =>
    (await world.store.readAll(-1n, 1_000_000)).map((event, entry) => ({ ...event, entry }));
  /** A tally that went back to nothing may have a row or not: that depends on how batches were cut. */
  const contents = () =>
    Promise.all(
      ['commitments', 'obligations', 'entries', 'tallies WHERE count <> 0', 'city_clocks'].map((rows) => {
        const [table, where = ''] = rows.split(/ (?=WHERE)/);
        return world.rows(`SELECT * FROM read_v1.${table} AS t ${where} ORDER BY t::text`);
      }),
    );
  const pledges = async (count: number): Promise<bigint> => {
    let last = -1n;
    for (let n = 0; n < count; n++) {
      last = (await recordPledge(world.store, cities[n % cities.length] ?? '', `Pledge ${n}`, [['PledgeKept', {}]])).position;
    }
    return last;
  };
  const cities = Array.from({ length: 8 }, () => randomUUID());

  it('have the rows that a fresh fold gives, through rebalances, a lost topic and a rebuild', async () => {
    const one = world.project({ projections: pledgeProjections(), feed: feed() });
    await one.barrier.waitFor(await pledges(40), ['entries', 'commitments'], limit);
    const two = world.project({ projections: pledgeProjections(), feed: feed() });
    await pledges(40);
    await two.caughtUp(undefined, limit);
    await one.stop();
    await deleteTopics(topic);
    const three = world.project({ projections: pledgeProjections(), feed: feed() });
    await pledges(40);
    await three.caughtUp(undefined, limit);
    await two.stop();
    await three.caughtUp(undefined, limit);

    expect(world.stopped).toEqual([]);
    const { tables, fold } = await tablesAndFold(world, [pledgeModel], await recorded());
    expect(tables.length).toBeGreaterThan(120);
    expect(tables).toEqual(fold);
    const live = await contents();
    await three.stop();
    await rebuild({ ownerUrl: world.database.ownerUrl, store: world.store, feed: feed(), projections: pledgeProjections() });
    expect(await contents()).toEqual(live);
    await rebuild({ ownerUrl: world.database.ownerUrl, store: world.store, feed: new DirectFeed(world.store), projections: pledgeProjections() });
    expect(await contents()).toEqual(live);
  });

  it('bring all seven aggregates to what a fresh fold gives', async () => {
    await seedStore(world.database.adminUrl, 2_000, 600);
    const one = world.project({ projections: allProjections(), feed: feed() });
    world.project({ projections: allProjections(), feed: feed() });
    await one.caughtUp(undefined, limit);
    expect(world.stopped).toEqual([]);
    const { tables, fold } = await tablesAndFold(world, recordModels, await recorded());
    expect(tables.length).toBeGreaterThan(2_000);
    expect(tables).toEqual(fold);
  });

  it('answer who reads what they wrote, however quiet the other partitions are', async () => {
    const { barrier } = world.project({ projections: pledgeProjections(), feed: feed() });
    await barrier.waitFor(await pledges(1), ['entries', 'commitments'], limit);
    const places = await world.rows<{ partition: number }>(`SELECT partition FROM read_v1.projections WHERE name = 'entries' ORDER BY 1`);
    expect(places.map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
    for (let n = 0; n < 5; n++) {
      const { id, position } = await recordPledge(world.store, cities[0] ?? '', `Quiet ${n}`);
      await barrier.waitFor(position, ['commitments'], limit);
      expect(await world.rows('SELECT title FROM read_v1.commitments WHERE id = $1', [id])).toEqual([{ title: `Quiet ${n}` }]);
    }
  });

  it('bring a new projection up on every partition without holding the others back', async () => {
    const first = world.project({ projections: [new EntriesProjection()], feed: feed() });
    await pledges(60);
    await first.caughtUp(undefined, limit);
    await first.stop();
    const both = [new RecordsProjection(pledgeModel), new EntriesProjection()];
    const second = world.project({ projections: both, feed: feed() });
    world.project({ projections: both, feed: feed() });
    await second.caughtUp(undefined, limit);
    await pledges(20);
    await second.caughtUp(undefined, limit);
    const { tables, fold } = await tablesAndFold(world, [pledgeModel], await recorded());
    expect(tables.length).toBeGreaterThan(80);
    expect(tables).toEqual(fold);
  });
});
