import { DirectFeed, type EventFeed } from '@covenant/event-feed';
import { type EventStore, PostgresEventStore } from '@covenant/event-store';
import type { DataSource } from 'typeorm';
import { EntriesProjection } from '../entries/entries.projection.js';
import { ReadBarrier } from '../projection/barrier.js';
import type { Poison } from '../projection/places.js';
import { Progress } from '../projection/progress.js';
import type { Projection } from '../projection/projection.js';
import { ProjectionRunner } from '../projection/runner.js';
import { RecordsProjection } from '../records/records.projection.js';
import { readModelSource } from '../source.js';
import { otherModel, pledgeModel } from './events.js';

export const pledgeProjections = (): readonly Projection[] => [
  new RecordsProjection(pledgeModel),
  new RecordsProjection(otherModel),
  new EntriesProjection(),
];

/** A migrated database that nobody else uses. */
interface Database {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/** A database, a store and a projector over it, for one test. */
export class World {
  readonly stopped: { name: string; poison: Poison }[] = [];
  readonly troubles: unknown[] = [];
  private readonly closing: (() => Promise<void>)[] = [];

  private constructor(
    readonly database: Database,
    readonly store: EventStore,
    readonly source: DataSource,
  ) {}

  static async open(database: Database): Promise<World> {
    const store = await PostgresEventStore.open({ url: database.appUrl });
    const source = await readModelSource({ url: database.appUrl, name: 'test', onError: () => undefined }).initialize();
    return new World(database, store, source);
  }

  /** A running projector with a barrier to wait at; stopped at the end of the test, or by `stop`. */
  project(options: { projections?: readonly Projection[]; feed?: EventFeed; batchSize?: number } = {}) {
    const { projections = pledgeProjections(), batchSize = 100 } = options;
    const progress = new Progress();
    const runner = new ProjectionRunner({
      source: this.source,
      feed: options.feed ?? new DirectFeed(this.store, { batchSize }),
      projections,
      progress,
      lookEvery: 50,
      report: {
        stopped: (name, poison) => void this.stopped.push({ name, poison }),
        trouble: (error) => void this.troubles.push(error),
      },
    });
    const barrier = new ReadBarrier({ source: this.source, progress });
    runner.start();
    const stop = async () => {
      barrier.close();
      await runner.stop();
    };
    this.closing.push(stop);
    const names = projections.map(({ name }) => name);
    return {
      runner,
      barrier,
      stop,
      /** Until all projections, or those named, hold everything recorded so far. */
      caughtUp: async (only: readonly string[] = names, limit = 50_000) =>
        barrier.waitFor(await this.store.head(), only, limit),
    };
  }

  rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.source.query<Row[]>(sql, values);
  }

  /** Ends every projector that still runs. */
  async stopProjecting(): Promise<void> {
    for (const stop of this.closing.reverse()) await stop();
  }

  async close(): Promise<void> {
    await this.stopProjecting();
    await this.store.close();
    await this.source.destroy();
    await this.database.drop();
  }
}
