import { Counter, Gauge, type Registry } from 'prom-client';
import type { ProjectionStatus, RunnerReport } from '@covenant/read-models';

export interface ProjectorMetrics {
  /** A report that counts, and passes everything on. */
  counting(report: RunnerReport): RunnerReport;
}

/** Figures of the projector. `status` and `head` are asked whenever somebody reads them. */
export function projectorMetrics(
  registry: Registry,
  read: { status(): Promise<readonly ProjectionStatus[]>; head(): Promise<bigint> },
): ProjectorMetrics {
  const registers = [registry];
  const handled = new Counter({
    name: 'covenant_projection_events_total',
    help: 'Events whose effects on the read models were committed',
    registers,
  });
  const troubles = new Counter({
    name: 'covenant_projection_retries_total',
    help: 'Passing failures of the database or the feed that were tried again',
    registers,
  });
  const stopped = new Gauge({
    name: 'covenant_projection_stopped',
    help: '1 while a projection stands before an event that it cannot take in, or needs a rebuild',
    labelNames: ['projection'],
    registers,
    collect: async () => {
      for (const { name, state } of await read.status()) {
        stopped.set({ projection: name }, state === 'running' || state === 'replaced' ? 0 : 1);
      }
    },
  });
  const behind = new Gauge({
    name: 'covenant_projection_behind',
    help: 'Positions of the event store that a projection has not taken in yet',
    labelNames: ['projection'],
    registers,
    collect: async () => {
      const [head, places] = [await read.head(), await read.status()];
      for (const { name, watermark } of places) {
        behind.set({ projection: name }, Number(head > watermark ? head - watermark : 0n));
      }
    },
  });
  return {
    counting: (report) => ({
      ...report,
      handled: (events) => {
        handled.inc(events);
        report.handled?.(events);
      },
      trouble: (error, retryIn) => {
        troubles.inc();
        report.trouble(error, retryIn);
      },
    }),
  };
}
