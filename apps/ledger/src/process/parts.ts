import { CacheKeeper, commandFigures, Commands, FoldedRecords, RecordingClock } from '@covenant/commands';
import { DirectFeed } from '@covenant/event-feed';
import { PostgresEventStore, START, type EventStore } from '@covenant/event-store';
import { ConfigurationError, createPool, type Metrics, type Settings } from '@covenant/platform';
import {
  ReadBarrier,
  ReadModelQueries,
  readModelSource,
  recordModels,
  tableOf,
} from '@covenant/read-models';
import type { Logger } from 'pino';
import { Clock, clockReads } from '../../../clock/src/index.js';
import { openProjector } from '../../../projector/src/index.js';
import { notaryMetrics } from '../../../notary/src/index.js';
import { RectificationEntries } from '../http/rectification-entries.js';
import type { LedgerParts } from '../ledger.module.js';
import { Reading } from '../reading/reading.js';
import { clockDoor } from './clock-door.js';
import { Closing } from './closing.js';
import { logSettings } from './log-settings.js';
import { GatheredEvents } from './gathered.js';
import { clockHealth, projectionHealth, storeHealth } from './health.js';
import { openVerifier } from './tokens.js';

export interface OpenedParts extends LedgerParts {
  readonly store: EventStore;
  /** Not running: whoever starts the ledger says when it looks. */
  readonly clock: Clock;
  /** Whether another version of the code made the read models, so that they stand still until they are made anew. */
  readonly outdated: () => Promise<boolean>;
  /** Drops every folded record from memory; the next command reads its stream again. */
  forgetCached(): void;
  /** Starts what runs beside the requests; call once, before the first one. */
  start(): void;
  /** Ends it again and closes every connection. Call after the last request was answered. */
  close(): Promise<void>;
}

export interface OpenPartsOptions {
  readonly settings: Settings;
  /** As the application's role. */
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Milliseconds since 1970; for tests that pass time. */
  readonly now?: () => number;
  /** Something that nothing works without has ended for good. */
  onFatal(error: unknown): void;
}

/** Opens everything the HTTP interface stands on, in the order in which one part needs another. */
export const openParts = async (options: OpenPartsOptions): Promise<OpenedParts> => {
  const closing = new Closing();
  try {
    return await open(options, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
};

const open = async (options: OpenPartsOptions, closing: Closing): Promise<OpenedParts> => {
  const { settings, databaseUrl: url, log, metrics } = options;
  refuseUnserved(settings);
  const troubled = (part: string) => (error: unknown) => log.warn({ part, err: error }, 'trouble that is being dealt with');

  const store = await PostgresEventStore.open({ url, onTrouble: troubled('event store') });
  closing.add('the event store', () => store.close());
  const pool = createPool({ url, name: 'covenant-log', size: 6, onError: troubled('log') });
  closing.add('the pool of the log', () => pool.end());
  const source = readModelSource({ url, name: 'covenant-read', size: settings.databasePool, onError: troubled('read models') });
  await source.initialize();
  closing.add('the pool of the read models', () => source.destroy());

  const gathered = new GatheredEvents(store);
  const { runner, progress } = openProjector({ source, store, feed: new DirectFeed(gathered), log, registry: metrics.registry });
  const barrier = new ReadBarrier({ source, progress });
  const queries = new ReadModelQueries({ source, store, models: recordModels });
  const reading = new Reading(queries, barrier, store, tableOf, () => gathered.hurry());
  const records = new FoldedRecords(store, settings.cacheRecords);
  const keeper = new CacheKeeper(store, records);
  const head = await store.head();
  const [newest] = head === START ? [] : await store.readAll(head - 1n, 1);
  const commands = new Commands({
    store,
    records,
    answers: {
      openDuties: async (dutyBearerId) => {
        await reading.currentAll();
        return queries.facts.openDuties(dutyBearerId);
      },
    },
    clock: new RecordingClock(options.now, newest?.metadata.recordedAt),
    figures: commandFigures(metrics, () => records.size),
  });
  const clock = new Clock({
    reads: clockReads(queries),
    door: clockDoor(commands),
    interval: settings.clockInterval * 1_000,
    onTrouble: troubled('clock'),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  return {
    store,
    reading,
    commands,
    clock,
    rectificationEntries: new RectificationEntries(reading),
    verifier: await openVerifier(settings),
    contributors: [storeHealth(store), projectionHealth(store, runner), clockHealth(clock)],
    metrics,
    log,
    notary: {
      store,
      pool,
      log,
      metrics: notaryMetrics(metrics.registry),
      ...logSettings(settings),
    },
    outdated: async () => (await runner.status()).some(({ state }) => state === 'outdated'),
    forgetCached: () => records.forgetAll(),
    start: () => {
      // Nobody else writes to the database of an embedded ledger: its folder is locked.
      if (settings.profile !== 'embedded') {
        keeper.start(head, (error) => options.onFatal(error));
        closing.add('the cache keeper', () => keeper.stop());
      }
      runner.start();
      closing.add('the projector', () => runner.stop());
      closing.add('waiting readers', () => Promise.resolve(barrier.close()));
      closing.add('the clock', () => clock.stop());
    },
    close: () => closing.close(),
  };
};

/** Better no start than one that leaves out what was asked for. */
const refuseUnserved = ({ eventstoreUrl, kafkaBrokers }: Settings): void => {
  const detail = 'is not served by this version: leave it out, and PostgreSQL does the work';
  const wrong = [
    ...(eventstoreUrl === undefined ? [] : [{ name: 'EVENTSTORE_URL', detail }]),
    ...(kafkaBrokers === undefined ? [] : [{ name: 'KAFKA_BROKERS', detail }]),
  ];
  if (wrong.length > 0) throw new ConfigurationError(wrong);
};
