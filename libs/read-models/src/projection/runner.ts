import type { EventFeed } from '@covenant/event-feed';
import type { DataSource } from 'typeorm';
import { schema } from '../schema.js';
import { projectionStatus, type ProjectionStatus, resumeProjections } from './administer.js';
import { isPassing } from './errors.js';
import { Lane, type LaneEvents } from './lane.js';
import { pause } from './pause.js';
import type { Poison } from './places.js';
import { Progress } from './progress.js';
import type { Projection } from './projection.js';

/** What the runner reports, for logs and metrics. None of these may throw. */
export interface RunnerReport {
  /** A projection stopped before an event that it cannot take in; the others go on. */
  stopped(name: string, poison: Poison): void;
  /** The feed or the database failed; the runner tries again after so many milliseconds. */
  trouble(error: unknown, retryIn: number): void;
  /** Stopped projections are tried once more. */
  resumed?(names: readonly string[]): void;
  /** Events whose effects were just committed, for counting. */
  handled?(events: number): void;
}

export interface RunnerOptions {
  readonly source: DataSource;
  readonly feed: EventFeed;
  readonly projections: readonly Projection[];
  readonly report: RunnerReport;
  /** Shared with the barrier of the same process, so that a query waits no longer than it must. */
  readonly progress?: Progress;
  /** Milliseconds between looks for projections that were resumed elsewhere. Default 1,000. */
  readonly lookEvery?: number;
}

/** A projection that is further back than the others on a partition. */
interface Behind {
  readonly name: string;
  readonly partition: number;
}

const firstRetry = 100;
const longestRetry = 5_000;

/**
 * Keeps all projections going. They share one lane while they stand together; those that are further back, because
 * they are new or were resumed, catch up in a lane of their own until the shared one takes them in again. A passing
 * failure is tried again without end.
 */
export class ProjectionRunner {
  readonly progress: Progress;
  private readonly ending = new AbortController();
  private catching: { readonly behind: Set<Behind>; readonly ending: AbortController } | undefined;
  private readonly work = new Set<Promise<void>>();

  constructor(private readonly options: RunnerOptions) {
    this.progress = options.progress ?? new Progress();
  }

  /** Begins, and gives stopped projections another try: this process may carry the fix. Call once. */
  start(): void {
    this.keep(this.begin());
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.ending.abort();
    while (this.work.size > 0) await Promise.all(this.work);
  }

  private async begin(): Promise<void> {
    const { signal } = this.ending;
    await this.untilDone(signal, async () => this.resume());
    if (signal.aborted) return;
    this.keep(this.untilDone(signal, (healthy) => this.sharedLane(signal, healthy)));
    this.keep(this.untilDone(signal, () => this.look(signal)));
  }

  /** Stopped projections, or those named, try again from where they stand. Gives their names. */
  async resume(names?: readonly string[]): Promise<readonly string[]> {
    const resumed = await resumeProjections(this.options.source, names);
    if (resumed.length > 0) this.options.report.resumed?.(resumed);
    return resumed;
  }

  /** Where every projection stands, a row a partition. */
  status(): Promise<readonly ProjectionStatus[]> {
    return projectionStatus(this.options.source, this.options.projections);
  }

  private sharedLane(signal: AbortSignal, healthy: () => void): Promise<void> {
    const lane = this.lane(this.options.projections, 'furthest', {
      moved: (names, partition) => {
        healthy();
        this.caughtUp((one) => one.partition === partition && names.includes(one.name));
      },
      lagging: (names, partition) => this.catchUp(names.map((name) => ({ name, partition }))),
      stopped: (name, partition) => this.caughtUp((one) => one.partition === partition && one.name === name),
    });
    return this.options.feed.run(lane, signal);
  }

  private catchUp(behind: readonly Behind[]): void {
    if (this.catching !== undefined || behind.length === 0 || this.ending.signal.aborted) return;
    const catching = { behind: new Set(behind), ending: new AbortController() };
    this.catching = catching;
    const signal = AbortSignal.any([this.ending.signal, catching.ending.signal]);
    const projections = this.options.projections.filter(({ name }) => behind.some((one) => one.name === name));
    const run = (healthy: () => void) => {
      const lane = this.lane(projections, 'furthest-back', {
        moved: healthy,
        stopped: (name, partition) => this.caughtUp((one) => one.partition === partition && one.name === name),
      });
      return this.options.feed.run(lane, signal);
    };
    this.keep(
      this.untilDone(signal, run).finally(() => {
        this.catching = undefined;
      }),
    );
  }

  private caughtUp(done: (one: Behind) => boolean): void {
    if (this.catching === undefined) return;
    for (const one of this.catching.behind) if (done(one)) this.catching.behind.delete(one);
    if (this.catching.behind.size === 0) this.catching.ending.abort();
  }

  /**
   * Finds projections that were resumed, by whomever, while no event comes that would show it, and those that are
   * behind no longer, also on partitions that another process has.
   */
  private async look(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const running = (await this.status()).filter(({ state }) => state === 'running');
      const behind = running.filter((place) =>
        running.some((other) => other.partition === place.partition && other.position > place.watermark),
      );
      this.caughtUp((one) => !behind.some(({ name, partition }) => name === one.name && partition === one.partition));
      this.catchUp(behind.map(({ name, partition }) => ({ name, partition })));
      await pause(this.options.lookEvery ?? 1_000, signal);
    }
  }

  private lane(projections: readonly Projection[], from: 'furthest' | 'furthest-back', events: LaneEvents): Lane {
    const { source, report } = this.options;
    return new Lane({
      source,
      schema,
      projections,
      from,
      events: {
        ...events,
        moved: (names, partition, watermark, count) => {
          events.moved?.(names, partition, watermark, count);
          report.handled?.(count);
          this.progress.moved();
        },
        stopped: (name, partition, poison) => {
          events.stopped?.(name, partition, poison);
          report.stopped(name, poison);
          this.progress.moved();
        },
      },
    });
  }

  /** Repeats `attempt` until it resolves or the signal aborts, waiting longer each time it fails. */
  private async untilDone(signal: AbortSignal, attempt: (healthy: () => void) => Promise<unknown>): Promise<void> {
    let wait = firstRetry;
    const healthy = () => {
      wait = firstRetry;
    };
    while (!signal.aborted) {
      try {
        await attempt(healthy);
        return;
      } catch (error) {
        if (signal.aborted && isPassing(error)) return;
        this.options.report.trouble(error, wait);
        await pause(wait, signal);
        wait = Math.min(wait * 2, longestRetry);
      }
    }
  }

  private keep(work: Promise<void>): void {
    this.work.add(work);
    void work.finally(() => this.work.delete(work));
  }
}
