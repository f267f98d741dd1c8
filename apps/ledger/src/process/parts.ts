import { openCommands } from '@covenant/commands';
import { kafkaConnectionOf, kafkaHealth } from '@covenant/event-feed';
import { openConfiguredStore, type EventStore } from '@covenant/event-store';
import { Closing, createPool, RightOfWay, type Contributor, type Metrics, type Settings, type Traces } from '@covenant/platform';
import {
  allProjections,
  projectionStatus,
  ReadBarrier,
  ReadModelQueries,
  readModelSource,
  recordModels,
  tableOf,
} from '@covenant/read-models';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { Clock, clockDoor, clockHealth, clockReads } from '../../../clock/src/index.js';
import { logSettings, notaryMetrics, standingElsewhere, standingFigures, standingHealth } from '../../../notary/src/index.js';
import { projectionsHealth } from '../../../projector/src/index.js';
import { openPrivacy, privateParts } from '../privacy/open-privacy.js';
import { RectificationEntries } from '../http/rectification-entries.js';
import type { LedgerParts } from '../ledger.module.js';
import { Reading } from '../reading/reading.js';
import { followHere } from './following.js';
import { processHealth, storeHealth } from './health.js';
import { openTokens } from './tokens.js';

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
  readonly traces?: Traces | undefined;
  /** Milliseconds since 1970; for tests that pass time. */
  readonly now?: () => number;
  /** Something that nothing works without has ended for good. */
  readonly onFatal: (error: unknown) => void;
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
  const traces = options.traces === undefined ? {} : { traces: options.traces };
  const troubled = (part: string) => (error: unknown) => log.warn({ part, err: error }, 'trouble that is being dealt with');

  const store = await openConfiguredStore(settings, { databaseUrl: url, name: 'covenant-events', onTrouble: troubled('event store') });
  closing.add('the event store', () => store.close());
  const pool = createPool({ url, name: 'covenant-log', size: 6, onError: troubled('log') });
  closing.add('the pool of the log', () => pool.end());
  const source = readModelSource({ url, name: 'covenant-read', size: settings.databasePool, onError: troubled('read models') });
  await source.initialize();
  closing.add('the pool of the read models', () => source.destroy());

  const alone = settings.profile === 'embedded';
  const followers = alone ? followHere({ source, store, log, metrics, ...traces }) : undefined;
  const barrier = new ReadBarrier({ source, ...(followers === undefined ? {} : { progress: followers.progress }) });
  const queries = new ReadModelQueries({ source, store, models: recordModels });
  const reading = new Reading(queries, barrier, store, tableOf, () => followers?.hurry());
  // Nobody else writes to the database of an embedded ledger: its folder is locked.
  const rightOfWay = alone ? undefined : new RightOfWay({ url, name: 'covenant-apart', onTrouble: troubled('commands') });
  if (rightOfWay !== undefined) closing.add('what keeps commands apart', () => rightOfWay.close());
  const privacy = await openPrivacy({ settings, url, store, closing, onError: troubled('keys of subjects') });
  const { commands, forgetCached, watchOthers } = await openCommands({
    store,
    guard: privacy,
    ...(rightOfWay === undefined ? {} : { rightOfWay }),
    metrics,
    ...traces,
    cacheRecords: settings.cacheRecords,
    most: settings.commandsInHand,
    answers: {
      openDuties: async (dutyBearerId) => {
        await reading.currentAll();
        return queries.facts.openDuties(dutyBearerId);
      },
      complainedOf: (stream, dutyBearerId) => privacy.complainedOf(stream, dutyBearerId),
    },
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  const clock = new Clock({
    reads: clockReads(queries),
    door: clockDoor(commands),
    interval: settings.clockInterval * 1_000,
    onTrouble: troubled('clock'),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  const { verifier, signIn } = await openTokens(settings);
  const logStanding = alone ? undefined : standingElsewhere(pool);
  if (logStanding !== undefined) standingFigures(metrics.registry, logStanding);
  return {
    store,
    reading,
    commands,
    privateParts: privateParts({ privacy, commands, store, queries, settings, ...(options.now === undefined ? {} : { now: options.now }) }),
    clock,
    rectificationEntries: new RectificationEntries(reading),
    verifier,
    ...(signIn === undefined ? {} : { signIn }),
    contributors: [
      storeHealth(store),
      projectionsHealth(source, store),
      ...(logStanding === undefined ? [clockHealth(clock)] : [standingHealth(logStanding), ...(await elsewhere(settings, pool))]),
    ],
    ...(logStanding === undefined ? {} : { logStanding }),
    metrics,
    http: settings,
    ...traces,
    log,
    notary: {
      store,
      pool,
      log,
      ...traces,
      ...(alone ? { metrics: notaryMetrics(metrics.registry) } : {}),
      ...logSettings(settings),
      serveOnly: !alone,
    },
    outdated: async () => (await projectionStatus(source, allProjections())).some(({ state }) => state === 'outdated'),
    forgetCached,
    start: () => {
      if (followers === undefined) {
        const keeper = watchOthers((error) => options.onFatal(error));
        closing.add('the watch over what others record', () => keeper.stop());
      } else {
        followers.start();
        closing.add('the projector', () => followers.stop());
      }
      closing.add('waiting readers', () => Promise.resolve(barrier.close()));
      closing.add('the clock', () => clock.stop());
    },
    close: () => closing.close(),
  };
};

/** What other processes do for a ledger that only answers. */
const elsewhere = async (settings: Settings, pool: Pool): Promise<readonly Contributor[]> => {
  const kafka = await kafkaConnectionOf(settings);
  const others = [...(kafka === undefined ? [] : ['relay']), 'projector', 'notary', 'clock'];
  return [
    ...(kafka === undefined ? [] : [kafkaHealth(kafka, settings.kafkaTopic, false)]),
    ...others.map((process) => processHealth(pool, process)),
  ];
};
