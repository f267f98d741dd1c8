import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the notary counts. */
export interface NotaryMetrics {
  /** A checkpoint was published over this many entries. */
  published(size: number): void;
  /** An entry was covered by a published checkpoint this long after it was recorded. Seconds. */
  merged(delay: number): void;
}

export const uncounted: NotaryMetrics = { published: () => undefined, merged: () => undefined };

export function notaryMetrics(registry: Registry): NotaryMetrics {
  const size = new Gauge({ name: 'covenant_log_size', help: 'Entries under the newest published checkpoint', registers: [registry] });
  const checkpoints = new Counter({ name: 'covenant_log_checkpoints_total', help: 'Checkpoints published', registers: [registry] });
  const delays = new Histogram({
    name: 'covenant_log_merge_delay_seconds',
    help: 'From the recording of an event to the publication of a checkpoint that covers it',
    buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 5, 10, 30, 60, 300],
    registers: [registry],
  });
  return {
    published(entries) {
      size.set(entries);
      checkpoints.inc();
    },
    merged: (delay) => delays.observe(delay),
  };
}
