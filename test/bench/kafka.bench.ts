// The distributed way of events, store to relay to Kafka to projector, against the direct feed, in one run: first the
// relay and the projector each by itself, then both together from nothing, the relay as a process of its own, as it
// is built. The broker is a real one of this machine, and shares its cores. What each takes of a processor is told on
// the way. Sizes: BENCH_EVENTS (default 100,000). Needs `npm run build`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { DirectFeed, ensureTopic, type EventFeed, kafkaClient, KafkaFeed, type KafkaConnection, type KafkaLog, withAdmin } from '@covenant/event-feed';
import { PostgresEventStore } from '@covenant/event-store';
import { createPool } from '@covenant/platform';
import { allProjections, Progress, ProjectionRunner, ReadBarrier, readModelSource } from '@covenant/read-models';
import { Relay } from '../../apps/relay/src/index.js';
import { startKafka } from '../../scripts/kafka.mjs';
import { BuiltProcess } from '../support/built-process.js';
import { costs, counting, cpuOfTree, here, type Workers } from './cpu.js';
import { type Bench, type Figure, perSecond } from './harness.js';
import type { BenchDatabase, World } from './world.js';
import { seedStore } from './workload.js';

const quiet = (): void => undefined;
const log: KafkaLog = { debug: quiet, info: quiet, warn: quiet, error: (line) => process.stderr.write(`${line}\n`) };
const partitions = 12;

async function relayed<T>(database: BenchDatabase, connection: KafkaConnection, topic: string, work: (store: PostgresEventStore, relay: Relay) => Promise<T>): Promise<T> {
  const store = await PostgresEventStore.open({ url: database.appUrl });
  const pool = createPool({ url: database.appUrl, name: 'bench-relay', size: 2, onError: quiet });
  const relay = new Relay({ store, pool, connection, log, topic, partitions, replication: 1, source: '//bench' });
  try {
    return await work(store, relay);
  } finally {
    await relay.stop();
    await pool.end();
    await store.close();
  }
}

const relaySettings = (database: BenchDatabase, { brokers }: KafkaConnection, topic: string): Readonly<Record<string, string>> => ({
  PROFILE: 'distributed',
  DATABASE_URL: database.appUrl,
  OIDC_ISSUER: 'http://127.0.0.1:9',
  KAFKA_BROKERS: brokers.join(),
  KAFKA_TOPIC: topic,
  KAFKA_PARTITIONS: String(partitions),
  KAFKA_REPLICATION: '1',
  LOG_LEVEL: 'info',
});

interface Projected {
  readonly database: BenchDatabase;
  readonly feedOf: (store: PostgresEventStore) => EventFeed;
  /** Called once the projector runs and waits; gives when the work began, in milliseconds of the epoch. */
  readonly prepare?: () => Promise<number>;
  /** Besides this process. */
  readonly workers: Workers;
  readonly say: (what: string) => void;
}

/** Milliseconds until all that the store holds is in rows. */
async function projected({ database, feedOf, prepare, workers, say }: Projected): Promise<number> {
  const store = await PostgresEventStore.open({ url: database.appUrl });
  const source = await readModelSource({ url: database.appUrl, name: 'bench', onError: quiet }).initialize();
  const progress = new Progress();
  const projections = allProjections();
  const fail = (error: unknown): never => {
    throw error;
  };
  const runner = new ProjectionRunner({ source, feed: feedOf(store), projections, progress, report: { stopped: (name, { error }) => fail(new Error(`${name}: ${error}`)), trouble: fail } });
  const barrier = new ReadBarrier({ source, progress });
  try {
    const head = await store.head();
    const spent = await counting({ projector: here, ...workers });
    let ago = 0;
    if (prepare !== undefined) {
      runner.start();
      const began = await prepare();
      ago = Date.now() - began;
    }
    const begin = performance.now() - ago;
    if (prepare === undefined) runner.start();
    await barrier.waitFor(head, projections.map(({ name }) => name), 3_600_000);
    const milliseconds = performance.now() - begin;
    say(costs(await spent(), Number(head) + 1));
    return milliseconds;
  } finally {
    barrier.close();
    await runner.stop();
    await source.destroy();
    await store.close();
  }
}

async function run(world: World): Promise<readonly Figure[]> {
  const events = Number(process.env.BENCH_EVENTS ?? (world.quick ? 20_000 : 100_000));
  const dir = await mkdtemp(join(tmpdir(), 'covenant-bench-kafka-'));
  const broker = await startKafka({ dir });
  const connection = { brokers: [`127.0.0.1:${broker.port}`] };
  const seeded = async (): Promise<BenchDatabase> => {
    const database = await world.database();
    await seedStore(database.adminUrl, events);
    return database;
  };
  const feedOf = (topic: string) => (store: PostgresEventStore) => new KafkaFeed({ connection, store, log, topic, groupPrefix: `${topic}.` });
  try {
    const server = { PostgreSQL: () => world.serverCpu() };
    const engines = { ...server, broker: () => cpuOfTree(broker.pid) };
    const say = (what: string): void => world.say(`    ${what}`);
    const direct = await projected({ database: await seeded(), feedOf: (store) => new DirectFeed(store), workers: server, say });
    world.say(`  direct ${perSecond((events / direct) * 1_000)}`);
    const apart = await seeded();
    const [relay, projector] = await relayed(apart, connection, 'apart', async (store, one) => {
      const head = await store.head();
      const spent = await counting({ relay: here, ...engines });
      const begin = performance.now();
      one.start();
      while (one.health().position < head) await pause(5);
      const sent = performance.now() - begin;
      say(costs(await spent(), events));
      world.say(`  relay ${perSecond((events / sent) * 1_000)}`);
      return [sent, await projected({ database: apart, feedOf: feedOf('apart'), workers: engines, say })] as const;
    });
    world.say(`  projector ${perSecond((events / projector) * 1_000)}`);
    const fresh = await seeded();
    await withAdmin(kafkaClient(connection, log), (admin) => ensureTopic(admin, { name: 'together', partitions, replication: 1, retention: -1 }));
    let relayProcess: BuiltProcess | undefined;
    const begun = async (): Promise<number> => {
      relayProcess = new BuiltProcess('relay', relaySettings(fresh, connection, 'together'));
      await relayProcess.untilMetric(/^covenant_relay_leads 1$/m);
      const [, time] = /"time":"([^"]+)"[^\n]*"the relay leads/.exec(relayProcess.said) ?? [];
      if (time === undefined) throw new Error(`the relay does not say when it began: ${relayProcess.said}`);
      return Date.parse(time);
    };
    const together = await projected({
      database: fresh,
      feedOf: feedOf('together'),
      prepare: begun,
      // Its start is in what it takes.
      workers: { relay: () => (relayProcess === undefined ? Promise.resolve(0) : cpuOfTree(relayProcess.pid)), ...engines },
      say,
    }).finally(() => relayProcess?.stop());
    world.say(`  together ${perSecond((events / together) * 1_000)}`);
    const rate = (milliseconds: number): number => (events / milliseconds) * 1_000;
    return [
      { figure: 'relay, store to Kafka', value: perSecond(rate(relay)) },
      { figure: 'projector, Kafka to rows', value: perSecond(rate(projector)), against: `${perSecond(rate(direct))} by the direct feed`, ratio: direct / projector },
      { figure: 'relay and projector together', value: perSecond(rate(together)), against: '15,000 events/s', ratio: rate(together) / 15_000, target: { atLeast: 1 } },
      { figure: 'the same', value: perSecond(rate(together)), against: `${perSecond(rate(direct))} by the direct feed`, ratio: direct / together, target: { atLeast: 0.5 } },
    ];
  } finally {
    await broker.kill();
    await rm(dir, { recursive: true, force: true });
  }
}

const kafka: Bench = { name: 'kafka', run };
export default kafka;
