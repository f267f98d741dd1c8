import { DirectFeed, type EventFeed } from '@covenant/event-feed';
import { eventsBehind, type EventStore } from '@covenant/event-store';
import type { Traces } from '@covenant/platform';
import { allProjections, type Poison, projectionStatus, ProjectionRunner, Progress } from '@covenant/read-models';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { projectorMetrics } from './metrics.js';
import { tracedFeed } from './traced-feed.js';

export interface ProjectorOptions {
  /** The read models' database, connected, as the application's role. */
  readonly source: DataSource;
  readonly store: EventStore;
  /** Default: straight from the store. */
  readonly feed?: EventFeed;
  readonly log: Logger;
  readonly registry: Registry;
  readonly traces?: Traces;
  /** Told of each projection that stops, besides the log. */
  readonly onStopped?: (projection: string, poison: Poison) => void;
}

export interface Projector {
  readonly runner: ProjectionRunner;
  /** For a barrier in the same process. */
  readonly progress: Progress;
}

/** All projections with their log and figures, not yet running: call `runner.start()`. */
export function openProjector({ source, store, feed, log, registry, traces, onStopped }: ProjectorOptions): Projector {
  const projections = allProjections();
  const metrics = projectorMetrics(registry, {
    status: () => projectionStatus(source, projections),
    head: () => store.head(),
    behind: (watermark, head) => eventsBehind(store, watermark, head),
  });
  const progress = new Progress();
  const bare = feed ?? new DirectFeed(store);
  const runner = new ProjectionRunner({
    source,
    feed: traces === undefined ? bare : tracedFeed(bare, traces),
    projections,
    progress,
    report: metrics.counting({
      stopped: (name, poison) => {
        log.error({ projection: name, ...poison }, 'a projection stopped before an event that it cannot take in');
        onStopped?.(name, poison);
      },
      resumed: (names) => log.info({ projections: names }, 'stopped projections try again'),
      trouble: (error, retryIn) =>
        log.warn({ part: 'projector', retryIn, err: error }, 'trouble that is being dealt with'),
    }),
  });
  return { runner, progress };
}
