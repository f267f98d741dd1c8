import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freshDatabase } from '../../../../test/support/database.js';
import { recordPledge } from '../testing/events.js';
import { World } from '../testing/world.js';
import { ReadBarrier, ReadModelBehind } from './barrier.js';

jest.setTimeout(60_000);

describe('a query that waits for what its caller wrote', () => {
  let world: World;
  const city = randomUUID();
  beforeEach(async () => {
    world = await World.open(await freshDatabase());
  });
  afterEach(() => world.close());

  const thrownBy = async (work: Promise<unknown>): Promise<unknown> => work.then(() => 'nothing', (error: unknown) => error);

  it('finds it, however many wait at once', async () => {
    const { barrier } = world.project();
    await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const { id, position } = await recordPledge(world.store, city, `Pledge ${n}`);
        await barrier.waitFor(position, ['commitments', 'entries']);
        expect(await world.rows('SELECT title FROM read_v1.commitments WHERE id = $1', [id])).toEqual([
          { title: `Pledge ${n}` },
        ]);
      }),
    );
  });

  it('finds what a projector in another process wrote', async () => {
    world.project();
    const elsewhere = new ReadBarrier({ source: world.source, pollEvery: 10 });
    const { position } = await recordPledge(world.store, city, 'One');
    await elsewhere.waitFor(position, ['commitments']);
    expect(await world.rows('SELECT title FROM read_v1.commitments')).toEqual([{ title: 'One' }]);
    elsewhere.close();
  });

  it('is told which read models are not there in time', async () => {
    const barrier = new ReadBarrier({ source: world.source, pollEvery: 10 });
    const { position } = await recordPledge(world.store, city, 'One');
    const error = await thrownBy(barrier.waitFor(position, ['commitments', 'entries'], 50));
    expect(error).toBeInstanceOf(ReadModelBehind);
    expect(error).toMatchObject({ position, projections: ['commitments', 'entries'], stopped: false, retryAfter: 1 });
    barrier.close();
  });

  it('does not wait for a projection that stopped short of it, and does for one that stopped past it', async () => {
    const { barrier, caughtUp } = world.project();
    const early = await recordPledge(world.store, city, 'Fine');
    const bad = await recordPledge(world.store, city, 'Bad', [['PledgeBroken', {}]]);
    await caughtUp(['entries']);
    const error = await thrownBy(barrier.waitFor(bad.position, ['commitments', 'entries'], 20_000));
    expect(error).toMatchObject({ name: 'ReadModelBehind', projections: ['commitments'], stopped: true, retryAfter: 30 });
    await barrier.waitFor(early.position, ['commitments']);
  });

  it('needs nothing but the position for a read model that has passed it', async () => {
    const { barrier, caughtUp } = world.project();
    const { position } = await recordPledge(world.store, city, 'One');
    await caughtUp();
    await Promise.all([barrier.waitFor(position, ['commitments'], 0), barrier.waitFor(-1n, ['entries'], 0)]);
  });
});
