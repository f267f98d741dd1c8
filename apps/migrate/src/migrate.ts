import type { Position } from '@covenant/event-store';
import type { Checkpoint } from '@covenant/transparency';
import { type Common, commonBeginning } from './compare.js';
import { counted } from './counted.js';
import { exactly, pageSize, type Read, type Source, type Target } from './ends.js';
import { Interrupted, MigrationRefused } from './refused.js';
import { runsOf } from './runs.js';
import { verify } from './verify.js';

export type Step = 'compare' | 'copy' | 'verify';

export interface Progress {
  readonly step: Step;
  readonly events: number;
  /** Of the way through the source, 0 to 1. */
  readonly fraction: number;
}

export interface Migration {
  readonly source: Source<Read>;
  readonly target: Target;
  /** What the log of the source has published, when somebody has it at hand. */
  readonly checkpoint?: Checkpoint;
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

export interface Migrated {
  readonly events: number;
  /** How many of them this run wrote. */
  readonly copied: number;
  readonly root: Uint8Array;
}

/**
 * Copies every event of the source behind those that the target has already, in the one global order, and then reads
 * both again to see that they are the same.
 *
 * The target is at every instant a beginning of the source: an append is whole or absent, and the next is sent only
 * when the one before is recorded. So there is nothing to keep between runs, and a run after any crash finds its place
 * by comparing.
 * @throws MigrationRefused, Interrupted; StoreUnavailable, OutcomeUnknown and the other errors of the stores
 */
export async function migrate(migration: Migration): Promise<Migrated> {
  const { source, target, checkpoint, signal } = migration;
  await mayBegin(source, target);
  const head = await source.store.head();
  const tell = (step: Step) => (done: Common) => {
    migration.onProgress?.({ step, events: done.events, fraction: fractionOf(done.position, head) });
    if (signal?.aborted === true) throw new Interrupted(done.events);
  };
  const there = await commonBeginning(source, target, (_from, _to, done) => tell('compare')(done));
  const all = await copy(source, target, there, tell('copy'));
  if ((await source.store.head()) !== head) {
    throw new MigrationRefused(
      'source-grew',
      `${source.name} took events while it was copied. Stop everything that writes there and run the same command again.`,
    );
  }
  const { events, root } = await verify(source, target, checkpoint, tell('verify'));
  if (events !== all.events) {
    throw new MigrationRefused(
      'target-differs',
      `${target.name} gives ${counted(events, 'event')} of the ${all.events} that were recorded in it.`,
      events,
    );
  }
  return { events, copied: all.events - there.events, root };
}

async function mayBegin(source: Source<Read>, target: Target): Promise<void> {
  const writable = await source.writable();
  if (writable !== undefined) throw new MigrationRefused('source-writable', writable);
  const refuses = await target.refuses();
  if (refuses !== undefined) throw new MigrationRefused('target-closed', refuses);
}

/** While a page is written the next is read. */
async function copy(source: Source<Read>, target: Target, from: Common, tell: (done: Common) => void): Promise<Common> {
  let done = from;
  let ahead = exactly(source.store, done.position, pageSize);
  for (;;) {
    const events = await ahead;
    const last = events.at(-1);
    if (last === undefined) return done;
    ahead = exactly(source.store, last.position, pageSize);
    // Its failure is met where it is awaited; this is for a failure to write before that.
    ahead.catch(() => undefined);
    await target.write(runsOf(events, target.limits));
    done = { events: done.events + events.length, position: last.position };
    tell(done);
  }
}

/** By the source's own coordinates, since not every engine can count. */
const fractionOf = (position: Position, head: Position): number => Number(position + 1n) / Math.max(Number(head + 1n), 1);
