import type { EventStore, Position, RecordedEvent, Subscribe } from '@covenant/event-store';

/** Milliseconds from one batch to the next while few events come, unless a reader waits. */
const usual = 250;
/** The same while a reader waits. */
const hurried = 10;

/**
 * A live subscription that gathers events for a moment instead of handing on each as it comes. A projection's batch
 * costs a transaction, whether it holds one event or a thousand, and a record that several of them touch is written
 * once: in batches of 500 an event costs half as much again as in batches of 1,250. The first event after a quiet time
 * passes at once, a reader who waits for a position shortens the pause (`hurry`), and full batches, as in catching up,
 * know none.
 */
export class GatheredEvents implements Pick<EventStore, 'subscribe'> {
  private waiting: (() => void) | undefined;
  private hurrying = false;

  constructor(private readonly store: Pick<EventStore, 'subscribe'>) {}

  /** Somebody waits for what was recorded just now. */
  hurry(): void {
    this.hurrying = true;
    this.waiting?.();
  }

  async *subscribe(after: Position, options: Subscribe): AsyncGenerator<readonly RecordedEvent[], void, void> {
    const full = (options.batchSize ?? 1_000) / 2;
    const { signal } = options;
    for await (const batch of this.store.subscribe(after, options)) {
      const at = performance.now();
      yield batch;
      if (batch.length < full) await this.pause(at, signal);
    }
  }

  private async pause(since: number, signal: AbortSignal): Promise<void> {
    await this.waitUntil(since + hurried, signal, false);
    await this.waitUntil(since + usual, signal, true);
    this.hurrying = false;
  }

  private waitUntil(time: number, signal: AbortSignal, untilHurried: boolean): Promise<void> {
    const left = time - performance.now();
    if (left <= 0 || signal.aborted || (untilHurried && this.hurrying)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.waiting = undefined;
        resolve();
      };
      const timer = setTimeout(done, left);
      signal.addEventListener('abort', done);
      if (untilHurried) this.waiting = done;
    });
  }
}
