import { inspect } from 'node:util';
import { scrub } from '../observe/scrub.js';

export interface Running {
  /** Finishes what is in hand. */
  stop(): Promise<void>;
}

export interface Life<R extends Running> {
  /** Opens everything; undefined where there was only something to say. `onFatal`: what nothing works without has ended for good. */
  start(onFatal: (error: unknown) => void): Promise<R | undefined>;
  /** It runs, and nobody has told it to end meanwhile. */
  begun?(running: R): void;
  /** It was told to end. */
  told?(): void;
  /** Seconds that its end may take; without it, as long as it takes. */
  stopWithin?(running: R): number;
  /** A sentence for people; what has none is shown as it is. */
  explain(error: unknown): string | undefined;
}

/** npm passes a Ctrl-C on that the terminal has sent already: two within this time (milliseconds) are one. */
const oneSignal = 1_000;

/**
 * The whole life of a process. It ends with status 0 when it was told to (SIGINT, SIGTERM) and what was in hand is
 * finished; with 1 when it could not start, when something it needs ended for good, when it did not finish in time, or
 * when it was told to end again.
 */
export function live<R extends Running>(life: Life<R>): void {
  let running: R | undefined;
  let askedAt: number | undefined;
  const fail = (error: unknown): void => {
    process.stderr.write(`${scrub(life.explain(error) ?? inspect(error))}\n`);
    process.exitCode = 1;
  };
  const end = async (): Promise<never> => {
    if (running !== undefined) {
      const within = life.stopWithin?.(running);
      if (within !== undefined) setTimeout(() => process.exit(1), within * 1_000).unref();
      await running.stop().catch(fail);
    }
    process.exit();
  };
  const onSignal = (): void => {
    const now = performance.now();
    if (askedAt !== undefined) {
      if (now - askedAt > oneSignal) process.exit(1);
      return;
    }
    askedAt = now;
    life.told?.();
    // While it is still starting, it starts to its end, so that nothing is left half-open, and then ends.
    if (running !== undefined) void end();
  };
  const onFatal = (error: unknown): void => {
    fail(error);
    if (askedAt !== undefined) return;
    askedAt = performance.now();
    void end();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  process.on('uncaughtException', onFatal);
  process.on('unhandledRejection', onFatal);
  life.start(onFatal).then(
    (started) => {
      running = started;
      if (askedAt !== undefined) void end();
      else if (started !== undefined) life.begun?.(started);
    },
    (error: unknown) => {
      fail(error);
      process.exit();
    },
  );
}
