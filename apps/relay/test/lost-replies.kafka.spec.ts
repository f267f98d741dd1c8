// The relay behind a network that loses the broker's answers. kafkajs' own idempotent producer, left to itself, loses
// and doubles records then; here every event must come out of the feed once. DROPS: how many answers are lost (1,000
// in a long run); DROPS_SEED: which.
import { expect, it, jest } from '@jest/globals';
import { readRecord } from '@covenant/event-feed';
import { testBroker } from '../../../test/support/kafka/broker.js';
import { asFed, cities, disordered, recordIn, Tables } from '../../../test/support/kafka/events.js';
import { openFeed } from '../../../test/support/kafka/feed.js';
import { fakeNetwork, type Loss } from '../../../test/support/kafka/network.js';
import { allOf, connection } from '../../../test/support/kafka/topics.js';

const drops = Number(process.env['DROPS'] ?? 25);
const seed = Number(process.env['DROPS_SEED'] ?? 20261124);
jest.setTimeout(300_000 + drops * 10_000);

it(`loses and doubles nothing while ${drops} answers are lost under load (seed ${seed})`, async () => {
  const { real, told } = testBroker().behindProxy;
  const network = await fakeNetwork(told, real);
  const again = jest.fn();
  const through = { ...connection(), brokers: [`127.0.0.1:${told}`], requestTimeout: 400 };
  const under = await openFeed({
    partitions: 4,
    relay: { connection: through, sendEvents: 20, sendLimit: 500, checkEvery: 60_000, lease: 60_000, report: { again } },
  });
  const tables = new Tables();
  const filling = tables.fill(under.feed({ batchSize: 200 }));
  try {
    const chance = dice(seed);
    network.lose(() => {
      if (network.lost >= drops || chance() > 0.5) return undefined;
      return chance() > 0.3 ? 'broken' : ('silent' satisfies Loss);
    });
    const of = cities(12);
    while (network.lost < drops) await tables.caughtUp((await recordIn(under.store, of, 200, 5)) - 100n, 4);
    network.lose(() => undefined);
    await recordIn(under.store, of, 40);
    await tables.caughtUp(await under.store.head(), 4);

    expect(network.lost).toBe(drops);
    expect(tables.taken).toEqual(await asFed(under.store));
    expect(disordered(tables.events)).toEqual([]);
    // The losses were real: records went out again, and some stand in the topic twice.
    expect(again).toHaveBeenCalled();
    const positions = (await allOf(under.topic)).flatMap(({ message }) => {
      const record = readRecord(message);
      return record.kind === 'event' ? [record.event.position] : [];
    });
    expect(new Set(positions).size).toBe(tables.events.length);
    expect(positions.length).toBeGreaterThan(tables.events.length);
  } finally {
    await filling.stop();
    await under.close();
    await network.close();
  }
});

/** Numbers from 0 to 1, the same for a seed (mulberry32). */
function dice(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
