// What Kafka may do to a consumer, and what must not come of it: the effect of each event, once.
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { asFed, cities, disordered, recordIn, Tables } from '../../../../test/support/kafka/events.js';
import { type OpenFeed, openFeed } from '../../../../test/support/kafka/feed.js';
import { allOf, deleteTopics, testKafka } from '../../../../test/support/kafka/topics.js';
import { deadLetterIn } from './dead-letters.js';
import { eventMessage } from './record.js';
import { Sender } from './sender.js';
import { partitionOf } from './partition.js';
import { ensureTopic, extentOf, withAdmin } from './topic.js';

jest.setTimeout(600_000);

const partitions = 4;
const always = new AbortController().signal;

describe('the effect of each event, once,', () => {
  let under: OpenFeed;
  const running: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.allSettled(running.splice(0).map((one) => one.stop()));
    await under.close();
  });
  const fill = (tables: Tables, ...rest: Parameters<Tables['fill']>) => {
    const one = tables.fill(...rest);
    running.push(one);
    return one;
  };
  const settled = async (tables: Tables, of = partitions): Promise<void> => {
    await tables.caughtUp(await under.store.head(), of);
    expect(tables.taken).toEqual(await asFed(under.store));
    expect(disordered(tables.events)).toEqual([]);
  };
  /** Another relay's or nobody's records, as they are. */
  const put = async (messages: Parameters<Sender['send']>[1]): Promise<void> => {
    const sender = new Sender({ kafka: testKafka() });
    await sender.send(under.topic, messages, always);
    await sender.close();
  };

  it('is kept while consumers come, go and fail in the middle of a batch', async () => {
    under = await openFeed({ partitions });
    const tables = new Tables();
    const of = cities(9);
    for (let round = 0; round < 4; round++) {
      let turns = 0;
      const failing = tables.consumer('tables', () => (++turns > round ? Promise.reject(new Error('not now')) : Promise.resolve()));
      const one = fill(tables, under.feed());
      const two = fill(tables, under.feed(), failing);
      await recordIn(under.store, of, 60);
      let failed = false;
      const end = two.ended.catch((error: unknown) => {
        failed = true;
        expect(error).toEqual(new Error('not now'));
      });
      // The first may have taken everything before the second had a partition: there is more until it had its turn.
      while (!failed) {
        await recordIn(under.store, of, 20);
        await Promise.race([end, tables.caughtUp(await under.store.head(), partitions)]);
      }
      await end;
      await recordIn(under.store, of, 20);
      const three = fill(tables, under.feed());
      await one.stop();
      await tables.caughtUp(await under.store.head(), partitions);
      await three.stop();
    }
    await settled(tables);
  });

  it('is kept when the whole topic is sent again', async () => {
    under = await openFeed({ partitions });
    const tables = new Tables();
    const known = jest.fn<(records: number) => void>();
    fill(tables, under.feed({ report: { known } }));
    await recordIn(under.store, cities(7), 80);
    await tables.caughtUp(await under.store.head(), partitions);
    const all = await allOf(under.topic);
    await put(all.map(({ partition, message: { key, value, headers = {} } }) => ({ partition, key, value, headers })));
    await recordIn(under.store, cities(1), 1);
    await settled(tables);
    expect(known.mock.calls.reduce((sum, [records]) => sum + records, 0)).toBeGreaterThanOrEqual(80);
  });

  it('does not depend on the offsets, neither Kafka’s nor its own', async () => {
    under = await openFeed({ partitions });
    const tables = new Tables();
    const first = fill(tables, under.feed());
    await recordIn(under.store, cities(7), 60);
    await tables.caughtUp(await under.store.head(), partitions);
    await first.stop();
    const group = `${under.topic}.tables`;
    await withAdmin(testKafka(), async (admin) => {
      await admin.setOffsets({ groupId: group, topic: under.topic, partitions: [0, 1, 2, 3].map((partition) => ({ partition, offset: '1' })) });
    });
    const offsets = ['0', '3', '5', '999999'];
    for (const [partition, place] of tables.places) {
      const parts = place.token.split(':');
      tables.places.set(partition, { ...place, token: [...parts.slice(0, 2), offsets[partition], ...parts.slice(3)].join(':') });
    }
    const came = tables.came.length;
    fill(tables, under.feed());
    await recordIn(under.store, cities(7), 30);
    await settled(tables);
    expect(tables.came.slice(came).flatMap(({ events }) => events).length).toBe(30);
  });

  it('is healed from the store when records are missing, and the gap is counted', async () => {
    under = await openFeed({ partitions, started: false });
    const tables = new Tables();
    const of = cities(1);
    await recordIn(under.store, of, 10);
    const events = await asFed(under.store);
    await withAdmin(testKafka(), (admin) => ensureTopic(admin, { name: under.topic, partitions, replication: 1, retention: -1 }));
    const lossy = events
      .map((event, index) => eventMessage(event, { partition: partitionOf(of[0]!, partitions), entry: event.entry, previous: events[index - 1]?.position ?? -1n, source: '/' }))
      .filter((_message, index) => ![0, 4, 5, 9].includes(index));
    await put(lossy);
    const gap = jest.fn();
    const healed = jest.fn<(events: number) => void>();
    fill(tables, under.feed({ report: { gap, healed } }));
    await tables.until(() => tables.events.length === 9, 'nine events');
    // The last one is missed by nobody until a record says that it came before it.
    under.relay.start();
    await recordIn(under.store, cities(5), 5);
    await settled(tables);
    expect(gap).toHaveBeenCalledTimes(2);
    expect(healed.mock.calls.reduce((sum, [count]) => sum + count, 0)).toBe(3);
  });

  it('is kept when the topic is deleted: the relay makes it again, whole', async () => {
    under = await openFeed({ partitions });
    const tables = new Tables();
    const of = cities(9);
    fill(tables, under.feed());
    await recordIn(under.store, of, 60);
    await tables.caughtUp(await under.store.head(), partitions);
    await deleteTopics(under.topic);
    await recordIn(under.store, of, 30);
    await settled(tables);
    const fresh = new Tables();
    fill(fresh, under.feed(), fresh.consumer('fresh'));
    await settled(fresh);
  });

  // A broker says nothing to a reader whose next offset is just where the new topic ends.
  describe('is kept when the topic is deleted and the new one is', () => {
    /** A topic that five records, which are known, make longer than its 21 events; then one that is just so long, or shorter. */
    const replaced = async (tables: Tables, shorter: number, read: () => Promise<void>): Promise<void> => {
      await tables.caughtUp(await recordIn(under.store, cities(1), 20), 1);
      const again = (await allOf(under.topic)).slice(0, 5);
      await put(again.map(({ partition, message: { key, value, headers = {} } }) => ({ partition, key, value, headers })));
      await recordIn(under.store, cities(1), 1);
      await read();
      await deleteTopics(under.topic);
      await recordIn(under.store, cities(1), 5 - shorter);
      await under.sent();
      const extent = await withAdmin(testKafka(), (admin) => extentOf(admin, under.topic));
      expect(extent).toEqual(new Map([[0, { low: 0n, high: 26n - BigInt(shorter) }]]));
    };
    const lengths: readonly [string, number][] = [
      ['as long as it was', 0],
      ['shorter by one record', 1],
    ];

    it.each(lengths)('%s, while a consumer has a batch in hand', async (_what, shorter) => {
      under = await openFeed({ partitions: 1 });
      const tables = new Tables();
      const hand = gate();
      fill(tables, under.feed(), tables.consumer('tables', ({ place }) => (place.position === 20n ? hand.pass() : Promise.resolve())));
      await replaced(tables, shorter, () => hand.reached);
      hand.open();
      await settled(tables, 1);
    });

    it.each(lengths)('%s, while no consumer is there', async (_what, shorter) => {
      under = await openFeed({ partitions: 1 });
      const tables = new Tables();
      const first = fill(tables, under.feed());
      await replaced(tables, shorter, async () => {
        await tables.caughtUp(20n, 1);
        await first.stop();
      });
      fill(tables, under.feed({ timing: { fetch: 50, check: 600_000 } }));
      await settled(tables, 1);
    });
  });

  it('includes events whose record nobody can read, which goes to the dead letters with the reason', async () => {
    under = await openFeed({ partitions });
    const tables = new Tables();
    const deadLettered = jest.fn<(reason: string) => void>();
    fill(tables, under.feed({ report: { deadLettered } }));
    await recordIn(under.store, cities(5), 20);
    await tables.caughtUp(await under.store.head(), partitions);
    await put([{ partition: 2, key: 'k', value: 'spoilt', headers: { ce_specversion: '1.0', ce_id: 'x', kept: 'as it was' } }]);
    await recordIn(under.store, cities(9), 20);
    await settled(tables);
    const dead = (await allOf(`${under.topic}.dead`)).map(({ message }) => deadLetterIn(message));
    expect(dead).toEqual([
      {
        reason: 'unreadable',
        detail: 'ce_type is missing',
        consumer: 'tables',
        partition: 2,
        offset: expect.stringMatching(/^\d+$/),
        key: Buffer.from('k'),
        value: Buffer.from('spoilt'),
        headers: { ce_specversion: Buffer.from('1.0'), ce_id: Buffer.from('x'), kept: Buffer.from('as it was') },
      },
    ]);
    expect(deadLettered.mock.calls).toEqual([['unreadable']]);
  });
});

describe('a feed that cannot be of these places', () => {
  it.each([
    ['another feed’s', '17', /is not one of the Kafka feed's: rebuild the read models/, 9_999n],
    ['a topic of another number of partitions', 'kafka:7:1:1:1:2', /the places are of 7 partitions, the topic has 4/, 9_999n],
    // The partition that does hold the record at 1000 goes on behind it; the others contradict their place.
    ['another store’s', 'kafka:4:0:1000:1000:1001', /follows -?\d+, and not 1000/, 1_000n],
  ])('stops in the open: %s', async (_what, token, sentence, noneUpTo) => {
    const under = await openFeed({ partitions });
    const tables = new Tables();
    for (let partition = 0; partition < partitions; partition++) tables.places.set(partition, { partition, position: 1n, token });
    try {
      await recordIn(under.store, cities(9), 1_100, 100);
      await expect(tables.fill(under.feed()).ended).rejects.toThrow(sentence);
      expect(tables.events.filter(({ position }) => position <= noneUpTo)).toEqual([]);
    } finally {
      await under.close();
    }
  });

  it('stops in the open when the topic is made again with other partitions', async () => {
    const under = await openFeed({ partitions });
    const tables = new Tables();
    try {
      const one = tables.fill(under.feed());
      await tables.caughtUp(await recordIn(under.store, cities(9), 40), partitions);
      await under.relay.stop();
      await deleteTopics(under.topic);
      under.newRelay({ partitions: 7 }).start();
      // Whichever is met first: the number, or a record that lies in another partition than it did.
      await expect(one.ended).rejects.toThrow(/the places are of 4 partitions, the topic has 7: rebuild the read models|comes after it was said that there is none|follows -?\d+, and not/);
      const known = tables.events.map(({ position }) => position);
      expect(new Set(known).size).toBe(known.length);
    } finally {
      await under.close();
    }
  });
});

/** Holds whoever passes until it is opened. */
function gate(): { readonly reached: Promise<void>; pass(): Promise<void>; open(): void } {
  let [arrive, open] = [(): void => undefined, (): void => undefined];
  const reached = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    reached,
    pass: () => {
      arrive();
      return opened;
    },
    open: () => open(),
  };
}
