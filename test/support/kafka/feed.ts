// A store, a relay and feeds on a topic of their own.
import { setTimeout as pause } from 'node:timers/promises';
import { KafkaFeed, type KafkaConnection, type KafkaFeedOptions } from '@covenant/event-feed';
import { type EventStore, PostgresEventStore } from '@covenant/event-store';
import { createPool } from '@covenant/platform';
import { Relay, type RelayHealth, type RelayOptions } from '../../../apps/relay/src/index.js';
import { freshDatabase, type TestDatabase } from '../database.js';
import { connection as shared, deleteTopicsOf, kafkaOf, newTopic, Said } from './topics.js';

export interface OpenFeed {
  readonly store: EventStore;
  readonly database: TestDatabase;
  readonly topic: string;
  readonly said: Said;
  /** Running. */
  readonly relay: Relay;
  /** Resolves once everything recorded is in the topic. */
  sent(): Promise<void>;
  newRelay(options?: Partial<RelayOptions>): Relay;
  feed(options?: Partial<KafkaFeedOptions>): KafkaFeed;
  close(): Promise<void>;
}

export interface OpenFeedOptions {
  readonly partitions?: number;
  /** Default: the shared broker. */
  readonly connection?: KafkaConnection;
  readonly relay?: Partial<RelayOptions>;
  /** Default true. */
  readonly started?: boolean;
}

export async function openFeed({ partitions = 4, connection = shared(), relay: more = {}, started = true }: OpenFeedOptions = {}): Promise<OpenFeed> {
  const database = await freshDatabase();
  const store = await PostgresEventStore.open({ url: database.appUrl });
  const said = new Said();
  const pool = createPool({ url: database.appUrl, name: 'test-relay', size: 4, onError: () => undefined });
  const topic = newTopic();
  const relays: Relay[] = [];
  const newRelay = (options: Partial<RelayOptions> = {}): Relay => {
    const relay = new Relay({
      store,
      pool,
      connection,
      log: said,
      topic,
      partitions,
      replication: 1,
      source: '/cities',
      watermarkEvery: 50,
      checkEvery: 200,
      retryEvery: 100,
      lease: 2_000,
      ...more,
      ...options,
    });
    relays.push(relay);
    return relay;
  };
  const relay = newRelay();
  if (started) relay.start();
  return {
    store,
    database,
    topic,
    said,
    relay,
    async sent() {
      const head = await store.head();
      await becomes(relay, ({ state, position }) => state === 'leading' && position >= head);
    },
    newRelay,
    feed: (options) =>
      new KafkaFeed({
        connection,
        store,
        log: said,
        topic,
        groupPrefix: `${topic}.`,
        batchSize: 7,
        timing: { fetch: 50, session: 6_000, check: 200 },
        ...options,
      }),
    async close() {
      await Promise.all(relays.map((one) => one.stop()));
      await pool.end();
      await store.close();
      await deleteTopicsOf(kafkaOf(connection), topic, `${topic}.dead`);
      await database.drop();
    },
  };
}

/** Looks until a relay stands as wanted. @throws with how it stands instead, when it hangs */
export async function becomes(relay: Relay, wanted: (health: RelayHealth) => boolean): Promise<void> {
  const limit = performance.now() + 150_000;
  while (!wanted(relay.health())) {
    const { state, position, reason = 'no reason' } = relay.health();
    if (performance.now() > limit) throw new Error(`the relay stands at ${position} and is ${state}: ${reason}`);
    await pause(20);
  }
}
