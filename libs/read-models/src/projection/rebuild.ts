import type { EventFeed, FeedBatch } from '@covenant/event-feed';
import { type EventStore, START } from '@covenant/event-store';
import { runMigrations } from '@covenant/platform';
import type { DataSource, QueryRunner } from 'typeorm';
import { readModelGrants, readModelMigrations } from '../migrations/index.js';
import { nextSchema, oldSchema, schema } from '../schema.js';
import { transaction } from '../session.js';
import { readModelSource } from '../source.js';
import { ensurePlaces, movePlaces, readPlaces } from './places.js';
import type { Projection } from './projection.js';
import { together } from './together.js';

export const rebuildSteps = ['fill', 'index', 'catch-up', 'switch', 'done'] as const;
export type RebuildStep = (typeof rebuildSteps)[number];

export interface RebuildProgress {
  readonly step: RebuildStep;
  /** Events folded so far. */
  readonly events: number;
  /** Position reached, and the one that the store had when the rebuild began; dense stores count events by it. */
  readonly position: bigint;
  readonly head: bigint;
}

export interface RebuildOptions {
  /** The owner role's URL: a rebuild makes tables. */
  readonly ownerUrl: string;
  readonly store: Pick<EventStore, 'head'>;
  readonly feed: EventFeed;
  readonly projections: readonly Projection[];
  readonly signal?: AbortSignal;
  onProgress?(progress: RebuildProgress): void;
}

/** Another process is rebuilding this database's read models. */
export class RebuildUnderWay extends Error {
  constructor() {
    super('the read models are being rebuilt already');
    this.name = 'RebuildUnderWay';
  }
}

/** Any constant would do. */
const lockKey = 4_017_303_312;

/** A statement of the switch waits no longer than this for others, and the switch as a whole is then tried again. */
const switchLimit = 20_000;
const switchTries = 5;

/**
 * Fills new tables from the first event, beside those that are read and written meanwhile, and takes their place in
 * one transaction. Queries go on throughout. Nothing is changed when it fails: an event that cannot be folded ends
 * it with the projection's error. A projector that runs meanwhile goes on with the new tables by itself.
 */
export async function rebuild(options: RebuildOptions): Promise<void> {
  const source = await readModelSource({
    url: options.ownerUrl,
    name: 'covenant-rebuild',
    size: 4,
    statementTimeout: 0,
    onError: () => undefined,
  }).initialize();
  try {
    await locked(source, () => new Rebuild(source, options).run());
  } finally {
    await source.destroy();
  }
}

async function locked(source: DataSource, work: () => Promise<void>): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    const [row] = (await runner.query('SELECT pg_try_advisory_lock($1) AS held', [lockKey])) as { held: boolean }[];
    if (row?.held !== true) throw new RebuildUnderWay();
    try {
      await work();
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [lockKey]);
    }
  } finally {
    await runner.release();
  }
}

class Rebuild {
  private events = 0;
  private head = START;
  /** Up to where each partition of the feed is in the new tables. */
  private readonly watermarks = new Map<number, bigint>();

  constructor(
    private readonly source: DataSource,
    private readonly options: RebuildOptions,
  ) {}

  async run(): Promise<void> {
    const { ownerUrl, store } = this.options;
    await this.source.query(`DROP SCHEMA IF EXISTS ${nextSchema}, ${oldSchema} CASCADE`);
    await runMigrations({ url: ownerUrl, schema: nextSchema, migrations: readModelMigrations, grants: readModelGrants });
    this.head = await store.head();
    const indexes = await this.takeIndexes();
    await this.fill('fill', this.head);
    this.tell('index');
    for (const definition of indexes) await this.source.query(definition);
    await this.fill('catch-up', await store.head());
    await this.analyse();
    await this.switch();
    await this.source.query(`DROP SCHEMA ${oldSchema} CASCADE`);
    this.tell('done');
  }

  /** Filling without the indexes of the lists, and making them at the end, costs half as much. */
  private async takeIndexes(): Promise<readonly string[]> {
    const rows = await this.source.query<{ name: string; definition: string }[]>(
      `SELECT class.relname AS name, pg_get_indexdef(class.oid) AS definition
       FROM pg_index AS index JOIN pg_class AS class ON class.oid = index.indexrelid
       WHERE class.relnamespace = $1::regnamespace AND NOT index.indisprimary AND NOT index.indisunique
       ORDER BY class.relname`,
      [nextSchema],
    );
    for (const { name } of rows) await this.source.query(`DROP INDEX ${nextSchema}.${name}`);
    return rows.map(({ definition }) => definition);
  }

  /** Folds on until everything up to `target` is in the new tables. */
  private async fill(step: RebuildStep, target: bigint): Promise<void> {
    if (this.position >= target) return;
    const { projections, feed, signal } = this.options;
    const enough = new AbortController();
    await feed.run(
      {
        name: 'rebuild',
        places: (partitions) =>
          transaction(this.source, nextSchema, async (session) => {
            for (const partition of partitions) {
              if (!this.watermarks.has(partition)) this.watermarks.set(partition, START);
            }
            await ensurePlaces(session, projections, partitions);
            const places = await readPlaces(session);
            return partitions.flatMap((partition) => {
              const place = places.find((one) => one.partition === partition && one.position !== START);
              return place === undefined ? [] : [place];
            });
          }),
        handle: async (batch) => {
          await this.take(batch);
          this.tell(step);
          if (this.position >= target) enough.abort();
        },
      },
      AbortSignal.any([enough.signal, ...(signal === undefined ? [] : [signal])]),
    );
    signal?.throwIfAborted();
  }

  private async take(batch: FeedBatch): Promise<void> {
    const { projections } = this.options;
    await transaction(this.source, nextSchema, async (session) => {
      await together(projections.map((projection) => projection.apply(session, batch.events)));
      await movePlaces(session, projections.map(({ name }) => name), batch.place, batch.watermark);
    });
    this.events += batch.events.length;
    this.watermarks.set(batch.place.partition, batch.watermark);
  }

  /** Everything up to here is in the new tables, whichever partition it came by. */
  private get position(): bigint {
    const [first, ...rest] = this.watermarks.values();
    return rest.reduce((least, watermark) => (watermark < least ? watermark : least), first ?? START);
  }

  private async analyse(): Promise<void> {
    const tables = await this.source.query<{ name: string }[]>(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 ORDER BY tablename',
      [nextSchema],
    );
    for (const { name } of tables) await this.source.query(`ANALYZE ${nextSchema}.${name}`);
  }

  private async switch(): Promise<void> {
    for (let tried = 1; ; tried++) {
      await this.fill('catch-up', await this.options.store.head());
      this.tell('switch');
      try {
        await this.trySwitch();
        return;
      } catch (error) {
        if (tried === switchTries || !isLockTimeout(error)) throw error;
      }
    }
  }

  /**
   * Holds the live places, so that nobody moves on, brings the new tables to where those stand, and renames. The
   * schema's name changes in one row of the catalogue: no query waits, and each sees either the old tables or the new.
   */
  private async trySwitch(): Promise<void> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.startTransaction();
      try {
        await this.holdAndRename(runner);
        await runner.commitTransaction();
      } catch (error) {
        await runner.rollbackTransaction();
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  private async holdAndRename(runner: QueryRunner): Promise<void> {
    await runner.query(`SET LOCAL lock_timeout TO ${switchLimit}`);
    await runner.query(`SET LOCAL idle_in_transaction_session_timeout TO ${switchLimit * 3}`);
    const live = (await runner.query(
      `SELECT watermark FROM ${schema}.projections ORDER BY name, partition FOR UPDATE`,
    )) as { watermark: string }[];
    const furthest = live.map((row) => BigInt(row.watermark)).reduce((a, b) => (a > b ? a : b), START);
    await this.fill('switch', furthest);
    await runner.query(`UPDATE ${schema}.projections SET state = 'replaced'`);
    await runner.query(`ALTER SCHEMA ${schema} RENAME TO ${oldSchema}`);
    await runner.query(`ALTER SCHEMA ${nextSchema} RENAME TO ${schema}`);
  }

  private tell(step: RebuildStep): void {
    const { events, position, head } = this;
    this.options.onProgress?.({ step, events, position, head });
  }
}

const isLockTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '55P03';
