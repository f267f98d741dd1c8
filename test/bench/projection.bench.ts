// How fast the projector takes in a store that was filled before it: all eight projections, their indexes and
// places. Against COPY of the very rows that it wrote, into tables of the same shape, with the same indexes and
// without. Sizes: BENCH_EVENTS (default 100,000).
import { performance } from 'node:perf_hooks';
import { DirectFeed } from '@covenant/event-feed';
import { PostgresEventStore } from '@covenant/event-store';
import { allProjections, ProjectionRunner, ReadBarrier, Progress, readModelSource, rebuild } from '@covenant/read-models';
import { copyAgainst } from './copy.js';
import { counting, here } from './cpu.js';
import { type Bench, type Figure, microseconds, perSecond } from './harness.js';
import type { BenchDatabase, World } from './world.js';
import { seedStore } from './workload.js';

const fail = (error: unknown): never => {
  throw error;
};

/** Events a second, and microseconds of processor time an event here and in PostgreSQL. */
interface Rate {
  readonly rate: number;
  readonly here: number;
  readonly server: number;
}

async function timed(world: World, events: number, work: () => Promise<void>): Promise<Rate> {
  const spent = await counting({ here, server: () => world.serverCpu() });
  const begin = performance.now();
  await work();
  const seconds = (performance.now() - begin) / 1_000;
  const { by } = await spent();
  return { rate: events / seconds, here: (by.get('here') ?? NaN) / events, server: (by.get('server') ?? NaN) / events };
}

async function catchUp(world: World, database: BenchDatabase, events: number): Promise<Rate> {
  const store = await PostgresEventStore.open({ url: database.appUrl });
  const source = await readModelSource({ url: database.appUrl, name: 'bench', onError: fail }).initialize();
  const progress = new Progress();
  const projections = allProjections();
  const runner = new ProjectionRunner({
    source,
    feed: new DirectFeed(store),
    projections,
    progress,
    report: { stopped: (name, { error }) => fail(new Error(`${name}: ${error}`)), trouble: fail },
  });
  const barrier = new ReadBarrier({ source, progress });
  try {
    return await timed(world, events, async () => {
      runner.start();
      await barrier.waitFor(await store.head(), projections.map(({ name }) => name), 3_600_000);
    });
  } finally {
    barrier.close();
    await runner.stop();
    await source.destroy();
    await store.close();
  }
}

async function rebuildRate(world: World, database: BenchDatabase, events: number): Promise<Rate> {
  const store = await PostgresEventStore.open({ url: database.appUrl });
  try {
    return await timed(world, events, () =>
      rebuild({ ownerUrl: database.ownerUrl, store, feed: new DirectFeed(store), projections: allProjections() }),
    );
  } finally {
    await store.close();
  }
}

async function run(world: World): Promise<readonly Figure[]> {
  const events = Number(process.env.BENCH_EVENTS ?? (world.quick ? 20_000 : 100_000));
  const tenth = await world.database();
  await seedStore(tenth.adminUrl, events / 10);
  await catchUp(world, tenth, events / 10);
  const { rate: smallRebuild } = await rebuildRate(world, tenth, events / 10);

  const database = await world.database();
  world.say(`  ${events.toLocaleString('en')} events into the store`);
  await seedStore(database.adminUrl, events);
  const { rate, here, server } = await catchUp(world, database, events);
  world.say(`  caught up at ${perSecond(rate)}`);
  const copy = await copyAgainst(database.adminUrl, events);
  const { rate: largeRebuild, ...rebuildCosts } = await rebuildRate(world, database, events);
  return [
    { figure: 'projection catch-up', value: perSecond(rate), against: '25,000 events/s', ratio: rate / 25_000, target: { atLeast: 1 } },
    {
      figure: 'projection catch-up',
      value: perSecond(rate),
      against: `${perSecond(copy.indexed)} COPY of the same rows, tables and indexes`,
      ratio: rate / copy.indexed,
      target: { atLeast: 0.25 },
    },
    { figure: 'the same', value: perSecond(rate), against: `${perSecond(copy.bare)} COPY into tables without indexes`, ratio: rate / copy.bare },
    { figure: 'the same, processor time an event', value: microseconds(here), against: `${microseconds(server)} in PostgreSQL` },
    {
      figure: `rebuild, ${events.toLocaleString('en')} events`,
      value: perSecond(largeRebuild),
      against: `${perSecond(smallRebuild)} with a tenth of the events`,
      ratio: largeRebuild / smallRebuild,
      target: { atLeast: 0.8 },
    },
    { figure: 'the same, processor time an event', value: microseconds(rebuildCosts.here), against: `${microseconds(rebuildCosts.server)} in PostgreSQL` },
  ];
}

const projection: Bench = { name: 'projection', run };
export default projection;
