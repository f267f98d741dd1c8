import type { Position, RecordedEvent } from '@covenant/event-store';
import type { NotaryMetrics } from '../metrics.js';

/** The entries that wait for a checkpoint which covers them, in order; only those recorded since this process began. */
export class Merging {
  readonly #since = new Date().toISOString();
  #waiting: { readonly position: Position; readonly recordedAt: string }[] = [];

  constructor(private readonly metrics: Pick<NotaryMetrics, 'merged'>) {}

  committed(events: readonly RecordedEvent[]): void {
    for (const { position, metadata } of events) {
      if (metadata.recordedAt >= this.#since) this.#waiting.push({ position, recordedAt: metadata.recordedAt });
    }
  }

  /** A checkpoint was published now that covers all up to this position. */
  published(position: Position): void {
    const now = Date.now();
    const first = this.#waiting.findIndex((entry) => entry.position > position);
    for (const { recordedAt } of this.#waiting.splice(0, first < 0 ? this.#waiting.length : first)) {
      this.metrics.merged(Math.max(now - Date.parse(recordedAt), 0) / 1000);
    }
  }

  /** The log is taken anew; what was committed is read from it, and cannot be told from what was before. */
  forget(): void {
    this.#waiting = [];
  }
}
