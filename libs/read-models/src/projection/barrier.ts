import type { DataSource } from 'typeorm';
import { schema } from '../schema.js';
import type { Progress } from './progress.js';

/** A read model did not get to the position in time. Ask again in `retryAfter` seconds. */
export class ReadModelBehind extends Error {
  constructor(
    readonly position: bigint,
    readonly projections: readonly string[],
    /** True when a projection has stopped over an event, so that waiting alone will not help. */
    readonly stopped: boolean,
    readonly retryAfter: number,
    options?: ErrorOptions,
  ) {
    super(`${projections.join(', ')} ${stopped ? 'stopped before' : 'not yet at'} position ${position}`, options);
    this.name = 'ReadModelBehind';
  }
}

export interface BarrierOptions {
  readonly source: DataSource;
  /** Given when the projector runs in this process: a wait then ends as soon as the rows are there. */
  readonly progress?: Progress;
  /** Milliseconds between two looks while somebody waits. Default 50. */
  readonly pollEvery?: number;
}

interface Waiter {
  readonly position: bigint;
  readonly names: readonly string[];
  readonly done: (error?: ReadModelBehind) => void;
}

interface Standing {
  readonly watermark: bigint;
  readonly stopped: boolean;
}

/**
 * Where a query waits for what its caller has just written. However many wait, one look at the places serves all of
 * them. What was passed once is remembered, since places only go forward.
 */
export class ReadBarrier {
  private readonly waiters = new Set<Waiter>();
  private passed: ReadonlyMap<string, Standing> = new Map();
  /** Why the newest look failed, if it did. */
  private failure: unknown;
  private looking = false;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly unlisten: () => void;

  constructor(private readonly options: BarrierOptions) {
    this.unlisten = options.progress?.listen(() => this.wake()) ?? (() => undefined);
  }

  /**
   * Resolves once all these projections hold everything up to `position`.
   * @throws ReadModelBehind after `timeout` milliseconds, or at once when one of them has stopped short of it
   */
  async waitFor(position: bigint, names: readonly string[], timeout = 5_000): Promise<void> {
    if (this.behind(position, names).length === 0) return;
    let waiter: Waiter | undefined;
    let limit: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        waiter = { position, names, done: (error) => (error === undefined ? resolve() : reject(error)) };
        this.waiters.add(waiter);
        limit = setTimeout(() => {
          const { failure: cause } = this;
          reject(new ReadModelBehind(position, this.behind(position, names), false, 1, { cause }));
        }, timeout);
        this.wake();
      });
    } finally {
      clearTimeout(limit);
      if (waiter) this.waiters.delete(waiter);
    }
  }

  close(): void {
    this.unlisten();
    clearTimeout(this.timer);
    for (const { position, names, done } of this.waiters) done(new ReadModelBehind(position, names, false, 1));
  }

  private behind(position: bigint, names: readonly string[]): readonly string[] {
    return names.filter((name) => (this.passed.get(name)?.watermark ?? -1n) < position);
  }

  private wake(): void {
    this.again = true;
    if (this.looking || this.waiters.size === 0) return;
    this.looking = true;
    void this.look();
  }

  /** A failed look is not the end: the next one may succeed, and every waiter has a limit. */
  private async look(): Promise<void> {
    try {
      while (this.again && this.waiters.size > 0) {
        this.again = false;
        this.passed = await this.standings();
        this.failure = undefined;
        this.settle();
      }
    } catch (error) {
      this.failure = error;
    } finally {
      this.looking = false;
      clearTimeout(this.timer);
      if (this.waiters.size > 0) this.timer = setTimeout(() => this.wake(), this.options.pollEvery ?? 50);
    }
  }

  private settle(): void {
    for (const { position, names, done } of this.waiters) {
      const behind = this.behind(position, names);
      if (behind.length === 0) done();
      else if (behind.some((name) => this.passed.get(name)?.stopped)) {
        done(new ReadModelBehind(position, behind, true, 30));
      }
    }
  }

  private async standings(): Promise<ReadonlyMap<string, Standing>> {
    const rows = await this.options.source.query<{ name: string; watermark: string; stopped: boolean }[]>(
      `SELECT name, min(watermark)::text AS watermark, bool_or(state = 'stopped') AS stopped
       FROM ${schema}.projections GROUP BY name`,
    );
    return new Map(rows.map(({ name, watermark, stopped }) => [name, { watermark: BigInt(watermark), stopped }]));
  }
}
