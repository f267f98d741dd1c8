import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freshDatabase } from '../../../../test/support/database.js';
import { DirectFeed } from '@covenant/event-feed';
import { EntriesProjection } from '../entries/entries.projection.js';
import { RecordsProjection } from '../records/records.projection.js';
import { eventOf, pledgeModel, recordPledge } from '../testing/events.js';
import { pledgeProjections, World } from '../testing/world.js';
import type { Projection } from './projection.js';
import { rebuild, type RebuildProgress } from './rebuild.js';

jest.setTimeout(60_000);

describe('a rebuild', () => {
  let world: World;
  const city = randomUUID();
  beforeEach(async () => {
    world = await World.open(await freshDatabase());
  });
  afterEach(() => world.close());

  const run = (projections: readonly Projection[] = pledgeProjections(), told: RebuildProgress[] = []) =>
    rebuild({
      ownerUrl: world.database.ownerUrl,
      store: world.store,
      feed: new DirectFeed(world.store, { batchSize: 20 }),
      projections,
      onProgress: (progress) => void told.push(progress),
    });
  const schemas = () =>
    world.rows(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'read_v1%' ORDER BY nspname`);
  const indexes = () =>
    world.rows(
      `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'read_v1' ORDER BY indexname`,
    );

  it('gives the same rows, indexes and rights, and tells how far it is', async () => {
    for (let n = 0; n < 60; n++) await recordPledge(world.store, city, `Pledge ${n}`, [['PledgeNoted', { note: 'x' }]]);
    const { caughtUp } = world.project();
    await caughtUp();
    const before = await world.rows('SELECT id, body, revision FROM read_v1.commitments ORDER BY id');
    const had = await indexes();
    await world.rows(`UPDATE read_v1.commitments SET title = 'a wrong hand'`);

    const told: RebuildProgress[] = [];
    await run(pledgeProjections(), told);

    expect(await world.rows('SELECT id, body, revision FROM read_v1.commitments ORDER BY id')).toEqual(before);
    expect(await world.rows(`SELECT count(*)::int AS n FROM read_v1.commitments WHERE title = 'a wrong hand'`)).toEqual([{ n: 0 }]);
    expect(await indexes()).toEqual(had);
    expect(await schemas()).toEqual([{ nspname: 'read_v1' }]);
    expect(told.at(0)).toMatchObject({ step: 'fill', events: 20, head: 119n });
    expect(told.at(-1)).toMatchObject({ step: 'done', events: 120, position: 119n });
    await recordPledge(world.store, city, 'After', [], {});
    await caughtUp();
    expect(await world.rows(`SELECT title FROM read_v1.commitments WHERE title = 'After'`)).toHaveLength(1);
  });

  it('misses nothing that is written meanwhile, and no query fails', async () => {
    const { caughtUp, stop } = world.project({ batchSize: 10 });
    const ids: string[] = [];
    let done = false;
    const write = async () => {
      while (!done) {
        const { id, stream } = await recordPledge(world.store, city, `Pledge ${ids.length}`);
        await world.store.append(stream, 0, [eventOf('PledgeKept', {}, { cityId: city })]);
        ids.push(id);
      }
    };
    const failures: unknown[] = [];
    const read = async () => {
      let seen = 0;
      while (!done && failures.length === 0) {
        const rows = await world
          .rows<{ n: number }>('SELECT count(*)::int AS n FROM read_v1.commitments')
          .catch((error: unknown) => void failures.push(error));
        const n = rows?.[0]?.n ?? seen;
        if (n < seen) failures.push(`${seen} records became ${n}`);
        seen = n;
      }
    };
    const writing = write();
    const reading = read();
    try {
      for (let round = 0; round < 3; round++) await run();
    } finally {
      done = true;
      await Promise.all([writing, reading]);
    }
    await caughtUp();
    expect(failures).toEqual([]);
    expect(await world.rows('SELECT count(*)::int AS n, count(DISTINCT record_id)::int AS r FROM read_v1.entries')).toEqual([
      { n: ids.length * 2, r: ids.length },
    ]);
    expect(await world.rows(`SELECT status, count FROM read_v1.tallies WHERE facet = 'all' AND count <> 0`)).toEqual([
      { status: 'kept', count: ids.length },
    ]);
    expect(world.stopped).toEqual([]);
    await stop();
  });

  it('replaces rows of an older version, and lets a stopped projection go on', async () => {
    const first = world.project();
    const bad = await recordPledge(world.store, city, 'Bad', [['PledgeBroken', {}]]);
    await first.caughtUp(['entries']);
    await first.stop();
    const mended = new RecordsProjection({
      ...pledgeModel,
      version: 2,
      evolve: (state, event) => (event.type === 'PledgeBroken' ? state : pledgeModel.evolve(state, event)),
    });
    const projections = [mended, new EntriesProjection()];
    const second = world.project({ projections });
    await run(projections);
    await second.caughtUp();
    const later = await recordPledge(world.store, city, 'Later');
    await second.caughtUp();
    expect(await world.rows('SELECT id FROM read_v1.commitments ORDER BY first_recorded_at, title')).toEqual([
      { id: bad.id },
      { id: later.id },
    ]);
    expect((await second.runner.status()).map(({ name, state, version }) => ({ name, state, version }))).toEqual([
      { name: 'commitments', state: 'running', version: 2 },
      { name: 'entries', state: 'running', version: 1 },
    ]);
  });

  it('changes nothing when an event cannot be folded, and can be run again', async () => {
    const { caughtUp } = world.project({ projections: [new EntriesProjection()] });
    await recordPledge(world.store, city, 'Bad', [['PledgeBroken', {}]]);
    await caughtUp();
    await expect(run()).rejects.toThrow('PledgeBroken cannot be folded: nobody can fold this');
    expect(await world.rows('SELECT count(*)::int AS n FROM read_v1.entries')).toEqual([{ n: 2 }]);
    await run([new EntriesProjection()]);
    expect(await world.rows('SELECT count(*)::int AS n FROM read_v1.entries')).toEqual([{ n: 2 }]);
    expect(await schemas()).toEqual([{ nspname: 'read_v1' }]);
  });

  it('is done by one at a time', async () => {
    for (let n = 0; n < 30; n++) await recordPledge(world.store, city, `Pledge ${n}`);
    const results = await Promise.allSettled([run(), run()]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => String(reason))).toEqual([
      'RebuildUnderWay: the read models are being rebuilt already',
    ]);
  });
});
