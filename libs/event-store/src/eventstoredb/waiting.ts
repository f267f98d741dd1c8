import { NoAnswer } from './failures.js';

/**
 * The call's result, or `NoAnswer` when it takes longer or the signal aborts first. The call itself goes on; what
 * becomes of it is for the caller to find out.
 */
export function within<T>(milliseconds: number, what: string, call: Promise<T>, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new NoAnswer(what, milliseconds));
    const timer = setTimeout(giveUp, milliseconds);
    signal?.addEventListener('abort', giveUp);
    const settled = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    };
    call.then(resolve, reject).then(settled, settled);
    if (signal?.aborted) giveUp();
  });
}

/** Resolves after the time, or as soon as the signal aborts. */
export function pauseUnless(signal: AbortSignal, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

const firstPause = 25;
const longestPause = 1_000;

/** Pauses that double, from 25 ms to a second, and never reach past a deadline. */
export class Backoff {
  #next = firstPause;

  constructor(private readonly signal: AbortSignal) {}

  /** `left`: milliseconds until the caller gives up. */
  async pause(left = longestPause): Promise<void> {
    const now = Math.min(this.#next, Math.max(left, 0));
    this.#next = Math.min(this.#next * 2, longestPause);
    await pauseUnless(this.signal, now);
  }

  reset(): void {
    this.#next = firstPause;
  }
}
