import { DirectFeed } from '@covenant/event-feed';
import type { EventStore } from '@covenant/event-store';
import type { Metrics, Traces } from '@covenant/platform';
import type { Progress } from '@covenant/read-models';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { openProjector } from '../../../projector/src/index.js';
import { GatheredEvents } from './gathered.js';

/** The projections of a ledger that is one process. */
export interface Following {
  readonly progress: Progress;
  /** Somebody waits for what was recorded just now. */
  hurry(): void;
  start(): void;
  stop(): Promise<void>;
}

export interface FollowHere {
  readonly source: DataSource;
  readonly store: EventStore;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly traces?: Traces;
}

export const followHere = ({ source, store, log, metrics, traces }: FollowHere): Following => {
  const gathered = new GatheredEvents(store);
  const { runner, progress } = openProjector({
    source,
    store,
    feed: new DirectFeed(gathered),
    log,
    registry: metrics.registry,
    ...(traces === undefined ? {} : { traces }),
  });
  return { progress, hurry: () => gathered.hurry(), start: () => runner.start(), stop: () => runner.stop() };
};
