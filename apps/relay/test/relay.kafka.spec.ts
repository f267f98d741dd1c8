import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readRecord, topicSettings, withAdmin } from '@covenant/event-feed';
import { PostgresEventStore } from '@covenant/event-store';
import { freshDatabase } from '../../../test/support/database.js';
import { asFed, cities, recordIn, Tables } from '../../../test/support/kafka/events.js';
import { becomes, type OpenFeed, openFeed } from '../../../test/support/kafka/feed.js';
import { allOf, deleteTopics, newTopic, testKafka } from '../../../test/support/kafka/topics.js';
import type { Relay, RelayState } from '../src/index.js';

jest.setTimeout(600_000);

describe('the relay', () => {
  let under: OpenFeed;
  const running: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.allSettled(running.splice(0).map((one) => one.stop()));
    await under.close();
  });
  const records = async () =>
    (await allOf(under.topic)).map(({ partition, message }) => ({ partition, message, record: readRecord(message) }));
  const sent = async () => (await records()).flatMap(({ record }) => (record.kind === 'event' ? [record.event] : []));
  /** A feed with tables at its end is the barrier that tests wait at. */
  const follow = (): Tables => {
    const tables = new Tables();
    running.push(tables.fill(under.feed()));
    return tables;
  };
  const enters = (relay: Relay, state: RelayState): Promise<void> => becomes(relay, (health) => health.state === state);

  it('makes the topic with its partitions, its copies and no end of keeping', async () => {
    under = await openFeed({ partitions: 5 });
    await enters(under.relay, 'leading');
    await withAdmin(testKafka(), async (admin) => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [under.topic] });
      expect(topics[0]?.partitions.map(({ replicas }) => replicas.length)).toEqual([1, 1, 1, 1, 1]);
      const settings = await topicSettings(admin, under.topic);
      expect(Object.fromEntries(settings)).toMatchObject({
        'cleanup.policy': 'delete',
        'retention.ms': '-1',
        'retention.bytes': '-1',
        'max.message.bytes': '4194304',
        'min.insync.replicas': '1',
      });
    });
  });

  it('sends each event once, on its city’s partition, with the trace of its request', async () => {
    under = await openFeed({ partitions: 3 });
    const tables = follow();
    const of = cities(5);
    await tables.caughtUp(await recordIn(under.store, of, 50), 3);
    const all = await records();
    const events = all.filter(({ record }) => record.kind === 'event');
    expect((await sent()).toSorted((a, b) => a.entry - b.entry)).toEqual(await asFed(under.store));
    for (const city of of) {
      const its = events.filter(({ message }) => message.key?.toString() === city);
      expect(new Set(its.map(({ partition }) => partition)).size).toBe(1);
    }
    expect(events.map(({ message }) => String(message.headers?.['ce_traceparent']))).toEqual(
      Array(50).fill('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
    );
  });

  it('lets no quiet partition wait, and gives it no more watermarks than it must', async () => {
    under = await openFeed({ partitions: 6, relay: { watermarkEvery: 600_000 } });
    const tables = follow();
    const [city = ''] = cities(1);
    await tables.caughtUp(await recordIn(under.store, [city], 1), 6);
    await recordIn(under.store, [city], 40);
    await tables.until(() => tables.events.length === 41, '41 events');
    const watermarks = (await records()).filter(({ record }) => record.kind === 'watermark');
    expect(watermarks.map(({ partition }) => partition).length).toBe(5);
  });

  it('goes on after a stop where the topic ends, sending nothing twice', async () => {
    under = await openFeed({ partitions: 3 });
    const tables = follow();
    for (let round = 0; round < 3; round++) {
      await tables.caughtUp(await recordIn(under.store, cities(4), 25), 3);
      await under.relay.stop();
      await recordIn(under.store, cities(4), 25);
      const next = under.newRelay();
      next.start();
      await tables.caughtUp(await under.store.head(), 3);
      await next.stop();
      expect((await sent()).length).toBe((round + 1) * 50);
      under.newRelay().start();
    }
    expect(tables.taken).toEqual(await asFed(under.store));
  });

  it('leads alone; a second one takes over when it goes', async () => {
    under = await openFeed({ partitions: 2 });
    const tables = follow();
    await enters(under.relay, 'leading');
    const second = under.newRelay();
    second.start();
    await enters(second, 'standby');
    await tables.caughtUp(await recordIn(under.store, cities(3), 10), 2);
    expect(second.health().state).toBe('standby');
    await under.relay.stop();
    await tables.caughtUp(await recordIn(under.store, cities(3), 10), 2);
    expect(second.health().state).toBe('leading');
    expect((await sent()).length).toBe(20);
  });

  it('says beforehand what would keep it from leading, and stands by', async () => {
    under = await openFeed({ partitions: 2 });
    await enters(under.relay, 'leading');
    const second = under.newRelay({ topic: newTopic() });
    second.start();
    while (!under.said.lines.some((line) => line.startsWith('warn standing by, the relay could not read the topic'))) await pause(20);
    expect(second.health().state).toBe('standby');
  });

  it('makes a topic again that was deleted, also while nothing is recorded', async () => {
    under = await openFeed({ partitions: 2 });
    const tables = follow();
    await tables.caughtUp(await recordIn(under.store, cities(3), 20), 2);
    await deleteTopics(under.topic);
    const fresh = new Tables();
    running.push(fresh.fill(under.feed(), fresh.consumer('fresh')));
    await fresh.caughtUp(await under.store.head(), 2);
    expect(fresh.taken).toEqual(await asFed(under.store));
  });

  it.each<[string, number]>([
    ['another ledger’s', 20],
    ['ahead of the store', 5],
  ])('stops in the open at a topic that is %s, and sends nothing', async (_what, recorded) => {
    under = await openFeed({ partitions: 2 });
    await follow().caughtUp(await recordIn(under.store, cities(3), 10), 2);
    await under.relay.stop();
    const before = (await records()).length;
    const other = await freshDatabase();
    const store = await PostgresEventStore.open({ url: other.appUrl });
    try {
      await recordIn(store, cities(3), recorded);
      const relay = under.newRelay({ store });
      relay.start();
      await enters(relay, 'stopped');
      expect(relay.health().reason).toMatch(recorded === 5 ? /is at 9, ahead of the store at 4/ : /has event .* at \d+, and the store has not/);
      await relay.stop();
      expect((await records()).length).toBe(before);
    } finally {
      await store.close();
      await other.drop();
    }
  });
});
