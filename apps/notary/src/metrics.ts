import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the notary counts. */
export interface NotaryMetrics {
  /** A checkpoint was published over this many entries. */
  published(size: number): void;
  /** An entry was covered by a published checkpoint this long after it was recorded. Seconds. */
  merged(delay: number): void;
  /** A checkpoint was published with the quorum of witnesses that the policy asks for, or without. */
  witnessed(quorum: boolean): void;
}

export const uncounted: NotaryMetrics = { published: () => undefined, merged: () => undefined, witnessed: () => undefined };

export function notaryMetrics(registry: Registry): NotaryMetrics {
  const size = new Gauge({ name: 'covenant_log_size', help: 'Entries under the newest published checkpoint', registers: [registry] });
  const checkpoints = new Counter({ name: 'covenant_log_checkpoints_total', help: 'Checkpoints published', registers: [registry] });
  const delays = new Histogram({
    name: 'covenant_log_merge_delay_seconds',
    help: 'From the recording of an event to the publication of a checkpoint that covers it',
    buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 5, 10, 30, 60, 300],
    registers: [registry],
  });
  const quorum = new Gauge({
    name: 'covenant_log_quorum',
    help: '1 when the newest checkpoint has the quorum of witnesses that the policy asks for, or it asks for none',
    registers: [registry],
  });
  quorum.set(1);
  return {
    published(entries) {
      size.set(entries);
      checkpoints.inc();
    },
    merged: (delay) => delays.observe(delay),
    witnessed: (holds) => quorum.set(holds ? 1 : 0),
  };
}
