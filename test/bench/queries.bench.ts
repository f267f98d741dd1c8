// What a page takes at 10,000 events and at many more (BENCH_EVENTS, default 100,000): lists in every order and by
// every filter, first pages and deep ones, histories, the audit and the overview. Answers only, no HTTP.
import { performance } from 'node:perf_hooks';
import { DirectFeed } from '@covenant/event-feed';
import { PostgresEventStore } from '@covenant/event-store';
import { allProjections, ReadModelQueries, readModelSource, rebuild } from '@covenant/read-models';
import { type Bench, type Figure, median, milliseconds, percentile } from './harness.js';
import type { World } from './world.js';
import { cityId, dutyBearerId, seedStore, uuidOf } from './workload.js';

type Query = (queries: ReadModelQueries, n: number) => Promise<unknown>;

const big = cityId(0);
const city = (n: number): string => cityId(n % 14);
const day = (n: number): string => new Date(Date.UTC(2025, 0, 1 + (n % 200))).toISOString();

const list: Readonly<Record<string, Query>> = {
  'a city, newest first': (q) => q.list('commitment', { filter: { cityId: big } }),
  'a city, by due date': (q, n) => q.list('commitment', { filter: { cityId: city(n) }, sort: 'dueOn' }),
  'a city, by title': (q, n) => q.list('commitment', { filter: { cityId: city(n) }, sort: 'title' }),
  'a state': (q) => q.list('commitment', { filter: { cityId: big, state: 'verified' } }),
  'a rare state': (q) => q.list('obligation', { filter: { cityId: big, state: 'disputed' } }),
  overdue: (q, n) => q.list('commitment', { filter: { cityId: city(n), overdue: true }, sort: 'dueOn' }),
  'a duty-bearer': (q, n) => q.list('commitment', { filter: { cityId: big, dutyBearerId: dutyBearerId(0, n % 20) } }),
  'a right': (q, n) => q.list('commitment', { filter: { cityId: big, right: n % 2 ? 'ICESCR-11.1' : 'CRPD-9.1' } }),
  'words, many': (q) => q.list('commitment', { filter: { cityId: big, q: 'shelters' } }),
  'words, few': (q, n) => q.list('commitment', { filter: { cityId: big, q: `"item ${n}"` } }),
  'remedies of a duty-bearer': (q, n) => q.list('remedy', { filter: { dutyBearerId: dutyBearerId(0, n % 20) } }),
  'due in a month': (q) =>
    q.list('commitment', { filter: { cityId: big, dueFrom: '2027-03-01', dueTo: '2027-03-31' }, sort: 'dueOn' }),
  'all cities': (q) => q.list('commitment', {}),
  'one record': (q, n) => q.record('commitment', uuidOf(`commitment ${n} 0`)),
  overview: (q, n) => q.overview(city(n)),
};

const history: Readonly<Record<string, Query>> = {
  'a record’s history': (q, n) => q.history('commitment', uuidOf(`commitment ${n} 1`)),
  'audit of a city': (q, n) => q.audit({ filter: { cityId: city(n) }, first: n % 2 ? 'oldest' : 'newest' }),
  'audit of a type': (q) => q.audit({ filter: { cityId: big, type: 'CommitmentVerified' }, first: 'newest' }),
  'audit of a type, all cities': (q) => q.audit({ filter: { type: 'CommitmentVerified' } }),
  'audit of a week': (q, n) => q.audit({ filter: { cityId: big, from: day(n), to: day(n + 7) } }),
  'audit from a day on': (q, n) => q.audit({ filter: { from: day(n) } }),
  'audit of everything': (q) => q.audit({ first: 'newest' }),
};

async function timed(queries: ReadModelQueries, query: Query, rounds: number): Promise<readonly number[]> {
  for (let n = 0; n < 20; n++) await query(queries, n);
  const times: number[] = [];
  for (let n = 0; n < rounds; n++) {
    const begin = performance.now();
    await query(queries, n);
    times.push(performance.now() - begin);
  }
  return times;
}

/** Turning one list's pages up to the fiftieth. */
async function pages(queries: ReadModelQueries, rounds: number): Promise<readonly number[]> {
  const times: number[] = [];
  let cursor: string | null = null;
  for (let n = 0; n < rounds; n++) {
    const begin = performance.now();
    const page = await queries.list('commitment', { filter: { cityId: big }, ...(cursor === null ? {} : { cursor }) });
    times.push(performance.now() - begin);
    cursor = n % 50 === 49 ? null : page.next;
  }
  return times;
}

async function measure(world: World, events: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const database = await world.database();
  world.say(`  ${events.toLocaleString('en')} events`);
  await seedStore(database.adminUrl, events);
  const store = await PostgresEventStore.open({ url: database.appUrl });
  const source = await readModelSource({
    url: database.appUrl,
    name: 'bench',
    onError: (error) => {
      throw error;
    },
  }).initialize();
  try {
    await rebuild({ ownerUrl: database.ownerUrl, store, feed: new DirectFeed(store), projections: allProjections() });
    const queries = new ReadModelQueries({ source, store });
    const rounds = world.quick ? 100 : 500;
    const results = new Map<string, readonly number[]>();
    for (const [name, query] of Object.entries({ ...list, ...history })) {
      results.set(name, await timed(queries, query, rounds));
    }
    results.set('pages', await pages(queries, rounds));
    return results;
  } finally {
    await source.destroy();
    await store.close();
  }
}

async function run(world: World): Promise<readonly Figure[]> {
  const events = Number(process.env.BENCH_EVENTS ?? (world.quick ? 50_000 : 100_000));
  const few = await measure(world, 10_000);
  const many = await measure(world, events);
  const figures: Figure[] = [];
  for (const [name, times] of many) {
    const before = few.get(name) ?? [];
    figures.push({
      figure: `  ${name}`,
      value: `p50 ${milliseconds(median(times))}, p99 ${milliseconds(percentile(times, 0.99))}`,
      against: `p50 ${milliseconds(median(before))} at 10,000 events`,
      ratio: median(times) / median(before),
    });
  }
  const group = (what: string, names: readonly string[]): readonly Figure[] => {
    const all = (results: ReadonlyMap<string, readonly number[]>) => names.flatMap((name) => results.get(name) ?? []);
    const mean = (times: readonly number[]) => times.reduce((sum, time) => sum + time, 0) / times.length;
    const p99 = percentile(all(many), 0.99);
    return [
      { figure: `${what}, ${events.toLocaleString('en')} events, p99`, value: milliseconds(p99), ratio: p99, unit: ' ms', target: { atMost: 20 } },
      {
        figure: `${what}, mean of all`,
        value: milliseconds(mean(all(many))),
        against: `${milliseconds(mean(all(few)))} at 10,000 events`,
        ratio: mean(all(many)) / mean(all(few)),
        target: { atMost: 1.5 },
      },
    ];
  };
  return [...group('lists', [...Object.keys(list), 'pages']), ...group('histories and audit', Object.keys(history)), ...figures];
}

const queries: Bench = { name: 'queries', run };
export default queries;
