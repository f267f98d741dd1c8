import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freshDatabase } from '../../../../test/support/database.js';
import { DirectFeed, type EventFeed, type FeedBatch } from '@covenant/event-feed';
import { withClient } from '@covenant/platform';
import { EntriesProjection } from '../entries/entries.projection.js';
import { RecordsProjection } from '../records/records.projection.js';
import { pledgeModel, recordPledge } from '../testing/events.js';
import { transaction } from '../session.js';
import { pledgeProjections, World } from '../testing/world.js';
import { stopPlace } from './places.js';

interface Place {
  readonly name: string;
  readonly position: string;
  readonly watermark: string;
  readonly state: string;
  readonly poisoned_entry: string | null;
  readonly error: string | null;
}

const everything = ['commitments', 'entries', 'obligations', 'tallies', 'city_clocks'];

jest.setTimeout(60_000);

describe('the projector', () => {
  let world: World;
  const city = randomUUID();

  beforeEach(async () => {
    world = await World.open(await freshDatabase());
  });
  afterEach(() => world.close());

  const places = async () =>
    Object.fromEntries(
      (await world.rows<Place>('SELECT * FROM read_v1.projections')).map((place) => [place.name, place]),
    );
  const contents = async () =>
    Promise.all(everything.map((table) => world.rows(`SELECT * FROM read_v1.${table} AS t ORDER BY t::text`)));

  it('writes a row a record, an entry an event, and where it stands', async () => {
    const made = await recordPledge(world.store, city, 'Réparer les logements', [
      ['PledgeNoted', { note: 'begun' }],
      ['PledgeKept', {}],
    ]);
    await world.project().caughtUp();

    expect(
      await world.rows('SELECT id, status, title, revision, as_of_position, last_entry, body FROM read_v1.commitments'),
    ).toEqual([
      {
        id: made.id,
        status: 'kept',
        title: 'Réparer les logements',
        revision: 2,
        as_of_position: '2',
        last_entry: '2',
        body: expect.objectContaining({ notes: ['begun'], status: 'kept' }),
      },
    ]);
    expect(await world.rows('SELECT entry, type, revision, record_id FROM read_v1.entries ORDER BY entry')).toEqual([
      { entry: '0', type: 'PledgeMade', revision: 0, record_id: made.id },
      { entry: '1', type: 'PledgeNoted', revision: 1, record_id: made.id },
      { entry: '2', type: 'PledgeKept', revision: 2, record_id: made.id },
    ]);
    expect(await world.rows('SELECT facet, status, count FROM read_v1.tallies WHERE count <> 0')).toEqual([
      { facet: 'all', status: 'kept', count: 1 },
    ]);
    const standing = { position: '2', token: '3', watermark: '2', state: 'running' };
    expect(await places()).toMatchObject({ commitments: standing, entries: standing, obligations: standing });
  });

  it('goes on from where it stood, and follows what comes', async () => {
    const first = world.project();
    await recordPledge(world.store, city, 'One');
    await first.caughtUp();
    await first.stop();
    const { id } = await recordPledge(world.store, city, 'Two');
    const second = world.project();
    await second.caughtUp();
    await recordPledge(world.store, city, 'Three');
    await second.caughtUp();
    expect(await world.rows('SELECT entry FROM read_v1.entries ORDER BY entry')).toEqual(
      ['0', '1', '2'].map((entry) => ({ entry })),
    );
    expect(await world.rows('SELECT title FROM read_v1.commitments WHERE id = $1', [id])).toEqual([{ title: 'Two' }]);
  });

  it('is not moved by batches that come again, whole, in part, late or out of order', async () => {
    const titles = ['A', 'B', 'C', 'D', 'E', 'F'];
    for (const title of titles) await recordPledge(world.store, city, title, [['PledgeNoted', { note: title }]]);
    await world.project().caughtUp();
    const before = await contents();

    const again = new DirectFeed(world.store, { batchSize: 5 });
    const batches = await collect(again, 12);
    const feed: EventFeed = {
      run: async (consumer, signal) => {
        await consumer.places([0]);
        for (const batch of [...batches, ...batches.toReversed(), batches[1], batches[1]]) {
          if (batch !== undefined) await consumer.handle(batch);
        }
        return again.run(consumer, signal);
      },
    };
    const second = world.project({ feed });
    const { position } = await recordPledge(world.store, city, 'G');
    await second.barrier.waitFor(position, ['entries', 'commitments'], 20_000);

    const after = await contents();
    const rowsOf = (all: unknown[][], table: number) => all[table]?.length;
    expect(rowsOf(after, 0)).toBe(titles.length + 1);
    expect(rowsOf(after, 1)).toBe(titles.length * 2 + 1);
    expect(after[0]).toEqual(expect.arrayContaining(before[0] ?? []));
    expect(after[1]).toEqual(expect.arrayContaining(before[1] ?? []));
    expect(world.troubles).toEqual([]);
  });

  it('takes turns with another projector of the same tables', async () => {
    const one = world.project({ batchSize: 3 });
    const two = world.project({ batchSize: 7 });
    const ids: string[] = [];
    for (let n = 0; n < 40; n++) {
      ids.push((await recordPledge(world.store, city, `Pledge ${n}`, [['PledgeKept', {}]])).id);
    }
    await one.caughtUp();
    await two.caughtUp();
    expect(await world.rows('SELECT count(*)::int AS n, count(DISTINCT record_id)::int AS records FROM read_v1.entries')).toEqual([
      { n: 80, records: 40 },
    ]);
    expect(await world.rows(`SELECT status, count FROM read_v1.tallies WHERE count <> 0 AND facet = 'all'`)).toEqual([
      { status: 'kept', count: 40 },
    ]);
    expect(world.stopped).toEqual([]);
  });

  describe('before an event that it cannot take in', () => {
    it('stops that projection alone, in the open, without losing its place; the others go on', async () => {
      const { caughtUp } = world.project({ batchSize: 50 });
      const good = await recordPledge(world.store, city, 'Good', [['PledgeNoted', { note: 'fine' }]]);
      const bad = await recordPledge(world.store, city, 'Bad', [['PledgeBroken', {}]]);
      const other = await recordPledge(world.store, city, 'Other', [], { aggregate: 'obligation' });
      const later = await recordPledge(world.store, city, 'Later');
      await caughtUp(['entries', 'obligations']);

      expect(await places()).toMatchObject({
        commitments: {
          state: 'stopped',
          watermark: '2',
          poisoned_entry: '3',
          error: 'PledgeBroken cannot be folded: nobody can fold this',
        },
        entries: { state: 'running', watermark: '5' },
        obligations: { state: 'running', watermark: '5' },
      });
      expect(world.stopped).toMatchObject([{ name: 'commitments', poison: { entry: 3 } }]);
      const ids = (await world.rows<{ id: string }>('SELECT id FROM read_v1.commitments')).map(({ id }) => id);
      expect(ids.sort()).toEqual([good.id, bad.id].sort());
      expect(ids).not.toContain(later.id);
      expect(await world.rows('SELECT id FROM read_v1.obligations')).toEqual([{ id: other.id }]);
    });

    it('stops for a row that the table refuses as well, and names the event', async () => {
      const { caughtUp } = world.project();
      await recordPledge(world.store, city, 'Good');
      const bad = await recordPledge(world.store, city, 'Bad', [], { data: { dueOn: 'someday' } });
      await recordPledge(world.store, city, 'Later', [], { aggregate: 'obligation' });
      await caughtUp(['entries', 'obligations']);
      const { commitments } = await places();
      expect(commitments).toMatchObject({ state: 'stopped', watermark: '0', poisoned_entry: '1' });
      expect(commitments?.error).toContain('someday');
      expect(await world.rows('SELECT event_id, record_id FROM read_v1.entries WHERE entry = 1')).toMatchObject([
        { record_id: bad.id },
      ]);
    });

    it('finds the row in a batch of several statements, and writes everything before it', async () => {
      const dues = Array.from({ length: 1_100 }, (_, n) => (n === 1_050 ? 'someday' : '2026-05-01'));
      const made = await Promise.all(
        dues.map((dueOn, n) => recordPledge(world.store, city, `Pledge ${n}`, [], { data: { dueOn } })),
      );
      const bad = made[1_050]?.position ?? -1n;
      const { caughtUp } = world.project({ batchSize: 10_000 });
      await caughtUp(['entries', 'obligations']);
      expect(await places()).toMatchObject({
        commitments: { state: 'stopped', watermark: String(bad - 1n), poisoned_entry: String(bad) },
        entries: { state: 'running', watermark: '1099' },
      });
      expect(await world.rows('SELECT count(*)::int AS n, max(as_of_position) AS last FROM read_v1.commitments')).toEqual([
        { n: Number(bad), last: String(bad - 1n) },
      ]);
    });

    it('goes on from there once the code is mended, and joins the others again', async () => {
      const first = world.project();
      const bad = await recordPledge(world.store, city, 'Bad', [['PledgeBroken', {}]]);
      await recordPledge(world.store, city, 'Later');
      await first.caughtUp(['entries']);
      await first.stop();

      const mended = new RecordsProjection({
        ...pledgeModel,
        evolve: (state, event) =>
          event.type === 'PledgeBroken' ? { ...(state as object), status: 'kept' } : pledgeModel.evolve(state, event),
      });
      const second = world.project({ projections: [mended, new EntriesProjection()] });
      await second.runner.resume();
      await second.caughtUp();
      const { id } = await recordPledge(world.store, city, 'After');
      await second.caughtUp();
      expect(await places()).toMatchObject({ commitments: { state: 'running', watermark: '3', error: null } });
      expect(await world.rows('SELECT id, status FROM read_v1.commitments WHERE id = ANY($1)', [[bad.id, id]])).toEqual(
        expect.arrayContaining([
          { id: bad.id, status: 'kept' },
          { id, status: 'open' },
        ]),
      );
    });

    it('takes up a projection that is resumed while it runs, though nothing else happens', async () => {
      let broken = true;
      const fragile = new RecordsProjection({
        ...pledgeModel,
        columns: (state, id) => {
          if (broken) throw new Error('not today');
          return pledgeModel.columns(state, id);
        },
      });
      const { runner, caughtUp } = world.project({ projections: [fragile, new EntriesProjection()] });
      await recordPledge(world.store, city, 'One');
      await caughtUp(['entries']);
      expect((await places()).commitments).toMatchObject({ state: 'stopped', watermark: '-1', error: 'not today' });
      broken = false;
      expect(await runner.resume(['commitments'])).toEqual(['commitments']);
      await caughtUp();
      expect(await world.rows('SELECT title FROM read_v1.commitments')).toEqual([{ title: 'One' }]);
    });
  });

  it('does not stop a projection that another process has brought past the event', async () => {
    const { caughtUp } = world.project();
    await recordPledge(world.store, city, 'One');
    await recordPledge(world.store, city, 'Two');
    await caughtUp();
    const poison = { eventId: randomUUID(), position: 0n, entry: 0, error: 'not for me' };
    const stop = (position: bigint) =>
      transaction(world.source, 'read_v1', (session) => stopPlace(session, 'entries', 0, { ...poison, position }));
    expect(await stop(1n)).toBe(false);
    expect((await places()).entries).toMatchObject({ state: 'running', error: null });
    expect(await stop(2n)).toBe(true);
    expect((await places()).entries).toMatchObject({ state: 'stopped', error: 'not for me', poisoned_entry: '0' });
  });

  it('brings a new projection up to the others without holding them back', async () => {
    const first = world.project({ projections: [new EntriesProjection()], batchSize: 10 });
    for (let n = 0; n < 30; n++) await recordPledge(world.store, city, `Pledge ${n}`);
    await first.caughtUp();
    await first.stop();
    const second = world.project({ projections: pledgeProjections(), batchSize: 10 });
    await second.caughtUp();
    await recordPledge(world.store, city, 'The newest');
    await second.caughtUp();
    expect(await world.rows('SELECT count(*)::int AS n FROM read_v1.commitments')).toEqual([{ n: 31 }]);
  });

  it('waits for a database that goes away, and holds nothing against the event', async () => {
    const { caughtUp } = world.project();
    await recordPledge(world.store, city, 'Before');
    await caughtUp();
    const cut = () =>
      withClient(world.database.adminUrl, async (client) => {
        await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name = 'test'`,
        );
      });
    for (let n = 0; n < 5; n++) {
      await recordPledge(world.store, city, `During ${n}`);
      await cut();
    }
    await caughtUp();
    expect(await world.rows('SELECT count(*)::int AS n FROM read_v1.commitments')).toEqual([{ n: 6 }]);
    expect(world.stopped).toEqual([]);
  });

  it('refuses to go on with rows that another version of the code wrote', async () => {
    const first = world.project();
    await recordPledge(world.store, city, 'One');
    await first.caughtUp();
    await first.stop();
    const newer = new RecordsProjection({ ...pledgeModel, version: 2 });
    const { runner, caughtUp } = world.project({ projections: [newer, new EntriesProjection()] });
    await recordPledge(world.store, city, 'Two');
    await caughtUp(['entries']);
    expect(await world.rows('SELECT count(*)::int AS n FROM read_v1.commitments')).toEqual([{ n: 1 }]);
    expect((await runner.status()).find(({ name }) => name === 'commitments')).toMatchObject({ state: 'outdated' });
  });
});

/** The feed's batches up to so many events. */
async function collect(feed: EventFeed, events: number): Promise<readonly FeedBatch[]> {
  const batches: FeedBatch[] = [];
  const enough = new AbortController();
  let seen = 0;
  await feed.run(
    {
      name: 'collector',
      places: () => Promise.resolve([]),
      handle: (batch) => {
        batches.push(batch);
        seen += batch.events.length;
        if (seen >= events) enough.abort();
        return Promise.resolve();
      },
    },
    enough.signal,
  );
  return batches;
}
