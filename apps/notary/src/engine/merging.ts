import type { Position, RecordedEvent } from '@covenant/event-store';
import { beginForEach, type Traces, type TraceSpan } from '@covenant/platform';
import type { NotaryMetrics } from '../metrics.js';

/** The entries that wait for a checkpoint which covers them, in order; only those recorded since this process began. */
export class Merging {
  readonly #since = new Date().toISOString();
  #spans: { readonly position: Position; readonly span: Pick<TraceSpan, 'end'> }[] = [];
  #waiting: { readonly position: Position; readonly recordedAt: string }[] = [];

  constructor(
    private readonly metrics: Pick<NotaryMetrics, 'merged'>,
    private readonly traces?: Traces,
  ) {}

  committed(events: readonly RecordedEvent[]): void {
    const last = events.at(-1);
    if (this.traces !== undefined && last !== undefined) {
      this.#spans.push({ position: last.position, span: beginForEach(this.traces, 'include in the log', 'consumer', events) });
    }
    for (const { position, metadata } of events) {
      if (metadata.recordedAt >= this.#since) this.#waiting.push({ position, recordedAt: metadata.recordedAt });
    }
  }

  /** A checkpoint was published now that covers all up to this position. */
  published(position: Position): void {
    while ((this.#spans[0]?.position ?? position + 1n) <= position) this.#spans.shift()?.span.end();
    const now = Date.now();
    const first = this.#waiting.findIndex((entry) => entry.position > position);
    for (const { recordedAt } of this.#waiting.splice(0, first < 0 ? this.#waiting.length : first)) {
      this.metrics.merged(Math.max(now - Date.parse(recordedAt), 0) / 1000);
    }
  }

  /** The log is taken anew; what was committed is read from it, and cannot be told from what was before. */
  forget(): void {
    this.#waiting = [];
    for (const { span } of this.#spans.splice(0)) span.end();
  }
}
