// The distributed profile as processes of the build, with a real Kafka on this machine: how one projector and two empty a
// full topic, how flat their memory stays, and how late rows and checkpoints are while events are recorded at a steady
// rate. What each takes of a processor is told on the way. Sizes: BENCH_EVENTS (default 100,000; a million for the
// memory), BENCH_RATE a second (default 1,000), BENCH_SECONDS (default 45; 0 leaves the steady rate out),
// BENCH_PROJECTORS (default 2; 1 leaves the second one out). Needs `npm run build`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { PostgresEventStore } from '@covenant/event-store';
import pg from 'pg';
import { startKafka } from '../../scripts/kafka.mjs';
import { BuiltProcess } from '../support/built-process.js';
import { costs, counting, cpuOfTree, type Workers } from './cpu.js';
import { type Bench, type Figure, megabytes, milliseconds, perSecond, percentile } from './harness.js';
import { recordSteadily } from './steady.js';
import type { BenchDatabase, World } from './world.js';
import { seedStore } from './workload.js';

interface House {
  readonly database: BenchDatabase;
  start(name: string): BuiltProcess;
  /** Position that every row model has reached on every partition; -1 before. */
  reached(): Promise<bigint>;
  close(): Promise<void>;
}

async function house(world: World, brokers: string, topic: string, dataDir: string): Promise<House> {
  const database = await world.database();
  const client = new pg.Client({ connectionString: database.appUrl });
  await client.connect();
  const running: BuiltProcess[] = [];
  const environment = {
    PROFILE: 'distributed',
    DATABASE_URL: database.appUrl,
    OIDC_ISSUER: 'http://127.0.0.1:9',
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC: topic,
    KAFKA_REPLICATION: '1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'info',
  };
  return {
    database,
    start(name) {
      const started = new BuiltProcess(name, environment);
      running.push(started);
      return started;
    },
    async reached() {
      const { rows } = await client.query<{ least: string | null }>('SELECT min(watermark)::text AS least FROM read_v1.projections');
      return BigInt(rows[0]?.least ?? '-1');
    },
    async close() {
      for (const one of running.reverse()) await one.stop();
      await client.end();
    },
  };
}

const valueOf = (text: string, name: string): number => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? ([0-9.e+]+)$`, 'm').exec(text)?.[1] ?? NaN);

interface Emptied {
  readonly rate: number;
  readonly growth: number;
  readonly most: number;
}

/** A topic that is full: so many projectors, until all of it is in rows. Their memory is looked at on the way. */
async function emptied(world: World, brokers: string, dir: string, engines: Workers, events: number, projectors: number): Promise<Emptied> {
  const at = await house(world, brokers, `emptied-by-${projectors}`, dir);
  try {
    await seedStore(at.database.adminUrl, events);
    const relay = at.start('relay');
    await relay.untilMetric(new RegExp(`^covenant_relay_events_total ${events}$`, 'm'), 3_600_000);
    const all = Array.from({ length: projectors }, () => at.start('projector'));
    const memory: number[] = [];
    let begun: { readonly at: number; readonly handled: number; readonly spent: Awaited<ReturnType<typeof counting>> } | undefined;
    const used = async (): Promise<number> => {
      const each = await Promise.all(all.map(({ pid }) => cpuOfTree(pid)));
      return each.reduce((sum, one) => sum + one, 0);
    };
    for (let reached = -1n; reached < BigInt(events - 1); ) {
      reached = await at.reached();
      const texts = await Promise.all(all.map(async (one) => (await one.ask('/metrics'))?.text ?? ''));
      const handled = texts.reduce((sum, text) => sum + (valueOf(text, 'covenant_projection_events_total') || 0), 0);
      // From the first batch on: how long processes take to start is another figure. Every partition has its first one much later.
      if (handled > 0) begun ??= { at: performance.now(), handled, spent: await counting({ projectors: used, ...engines }) };
      if (handled > 0) memory.push(valueOf(texts[0] ?? '', 'process_resident_memory_bytes'));
      await pause(100);
    }
    if (begun === undefined || memory.length < 4) throw new Error(`${events} events are too few to look at: set BENCH_EVENTS`);
    const [rest, seconds] = [events - begun.handled, (performance.now() - begun.at) / 1_000];
    world.say(`    ${costs(await begun.spent(), rest)}`);
    const half = Math.ceil(memory.length / 2);
    const [early, late] = [Math.max(...memory.slice(0, half)), Math.max(...memory.slice(half))];
    return { rate: rest / seconds, growth: late / early, most: late };
  } finally {
    await at.close();
  }
}

/** Rows and checkpoints while events are recorded at a steady rate. Milliseconds. */
async function delays(world: World, brokers: string, dir: string, rate: number, seconds: number): Promise<{ readonly rows: number; readonly merge: number }> {
  const at = await house(world, brokers, 'steady', dir);
  const store = await PostgresEventStore.open({ url: at.database.appUrl });
  try {
    const [, , notary] = ['relay', 'projector', 'notary'].map((name) => at.start(name));
    await notary?.until(({ status }) => status === 'up');
    const late: number[] = [];
    const waiting: { readonly position: bigint; readonly since: number }[] = [];
    let recording = true;
    const watch = (async () => {
      while (recording || waiting.length > 0) {
        const reached = await at.reached();
        while ((waiting[0]?.position ?? reached + 1n) <= reached) late.push(performance.now() - (waiting.shift()?.since ?? 0));
        await pause(5);
      }
    })();
    await recordSteadily(store, {
      rate,
      seconds,
      // How long processes take to start and to share out the partitions is another figure.
      afterFirst: async (position) => {
        while ((await at.reached()) < position) await pause(50);
      },
      onRecorded: (position) => void waiting.push({ position, since: performance.now() }),
    });
    recording = false;
    await watch;
    await pause(2_500);
    const text = (await notary?.ask('/metrics'))?.text ?? '';
    return { rows: percentile(late, 0.99), merge: quantileOf(text, 'covenant_log_merge_delay_seconds', 0.99) * 1_000 };
  } finally {
    await store.close();
    await at.close();
  }
}

/** Upper bound of the bucket in which the quantile lies. */
function quantileOf(text: string, histogram: string, share: number): number {
  const buckets = [...text.matchAll(new RegExp(`^${histogram}_bucket\\{le="([^"]+)"\\} (\\d+)$`, 'gm'))];
  const total = Number(buckets.at(-1)?.[2] ?? 0);
  const found = buckets.find(([, , count]) => Number(count) >= total * share);
  return found?.[1] === '+Inf' ? Infinity : Number(found?.[1] ?? NaN);
}

async function run(world: World): Promise<readonly Figure[]> {
  const events = Number(process.env.BENCH_EVENTS ?? (world.quick ? 20_000 : 100_000));
  const rate = Number(process.env.BENCH_RATE ?? 1_000);
  const seconds = Number(process.env.BENCH_SECONDS ?? (world.quick ? 5 : 45));
  const projectors = Number(process.env.BENCH_PROJECTORS ?? 2);
  const dir = await mkdtemp(join(tmpdir(), 'covenant-bench-processes-'));
  const broker = await startKafka({ dir: join(dir, 'kafka') });
  const brokers = `127.0.0.1:${broker.port}`;
  try {
    const engines = { PostgreSQL: () => world.serverCpu(), broker: () => cpuOfTree(broker.pid) };
    const figures: Figure[] = [];
    if (seconds > 0) {
      const { rows, merge } = await delays(world, brokers, dir, rate, seconds);
      world.say(`  rows ${milliseconds(rows)}, checkpoints ${milliseconds(merge)}`);
      figures.push(
        { figure: `append to visible row at ${perSecond(rate)}, 99th percentile`, value: milliseconds(rows), ratio: rows, unit: ' ms', target: { atMost: 1_000 } },
        { figure: `append to checkpoint at ${perSecond(rate)}, 99th percentile`, value: `at most ${milliseconds(merge)}`, ratio: merge, unit: ' ms', target: { atMost: 2_000 } },
      );
    }
    const one = await emptied(world, brokers, dir, engines, events, 1);
    world.say(`  one projector ${perSecond(one.rate)}, ${megabytes(one.most)}`);
    figures.push({ figure: 'one projector, full topic to rows', value: perSecond(one.rate) });
    if (projectors > 1) {
      const two = await emptied(world, brokers, dir, engines, events, 2);
      world.say(`  two projectors ${perSecond(two.rate)}`);
      figures.push({ figure: 'two projectors', value: perSecond(two.rate), against: `${perSecond(one.rate)} by one`, ratio: two.rate / one.rate });
    }
    return [
      ...figures,
      { figure: `memory of a projector, second half of ${events.toLocaleString('en')} events`, value: megabytes(one.most), against: 'its first half', ratio: one.growth, target: { atMost: 1.15 } },
    ];
  } finally {
    await broker.kill();
    await rm(dir, { recursive: true, force: true });
  }
}

const processes: Bench = { name: 'processes', run };
export default processes;
