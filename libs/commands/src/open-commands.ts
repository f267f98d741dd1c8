import { START, type EventStore } from '@covenant/event-store';
import type { Metrics, RightOfWay, Traces } from '@covenant/platform';
import { CacheKeeper } from './cache-keeper.js';
import { Commands } from './commands.js';
import { commandFigures } from './figures.js';
import { FoldedRecords } from './folded-records.js';
import type { Guard } from './guard.js';
import { RecordingClock } from './recording-clock.js';
import type { Answers } from './world.js';

export interface OpenCommands {
  readonly store: EventStore;
  readonly answers: Answers;
  readonly metrics: Metrics;
  /** Folded records kept in memory. */
  readonly cacheRecords: number;
  /** Needed wherever another process writes to the same store. It is started here, and closed by whoever made it. */
  readonly rightOfWay?: RightOfWay;
  readonly traces?: Traces;
  /** Milliseconds since 1970; for tests that pass time. */
  readonly now?: () => number;
  readonly guard?: Guard;
  /** Commands in hand at once; by default any number. */
  readonly most?: number;
}

export interface OpenedCommands {
  readonly commands: Commands;
  /** Drops every folded record from memory; the next command reads its stream again. */
  readonly forgetCached: () => void;
  /** Watches what other processes record. Needed wherever another one writes to the same store. */
  readonly watchOthers: (onFailure: (error: unknown) => void) => { stop(): Promise<void> };
}

/** The way of a command over a store, for a process that takes commands. */
export async function openCommands(options: OpenCommands): Promise<OpenedCommands> {
  const { store, answers, metrics, cacheRecords, rightOfWay, traces, now, guard, most } = options;
  const records = new FoldedRecords(store, cacheRecords);
  const head = await store.head();
  const [newest] = head === START ? [] : await store.readAll(head - 1n, 1);
  const clock = new RecordingClock(now, newest?.metadata.recordedAt);
  const figures = commandFigures(metrics, () => records.size, () => commands.inHand);
  const apart = rightOfWay === undefined ? {} : { apart: rightOfWay };
  const also = { ...apart, ...(traces === undefined ? {} : { traces }), ...(guard === undefined ? {} : { guard }), ...(most === undefined ? {} : { most }) };
  const commands: Commands = new Commands({ store, records, answers, clock, figures, ...also });
  rightOfWay?.start(() => records.forgetEvery('duty-bearer'));
  return {
    commands,
    forgetCached: () => records.forgetAll(),
    watchOthers: (onFailure) => {
      const keeper = new CacheKeeper(store, records);
      keeper.start(head, onFailure);
      return keeper;
    },
  };
}
