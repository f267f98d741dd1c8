import { Counter, Gauge, type Registry } from 'prom-client';
import type { ProjectionStatus, RunnerReport } from '@covenant/read-models';

export interface ProjectorMetrics {
  /** A report that counts, and passes everything on. */
  counting(report: RunnerReport): RunnerReport;
}

/** Figures of the projector. They are asked whenever somebody reads them. */
export function projectorMetrics(
  registry: Registry,
  read: { status(): Promise<readonly ProjectionStatus[]>; head(): Promise<bigint>; behind(watermark: bigint, head: bigint): Promise<number> },
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
    help: 'Events that a projection has not taken in yet; where the store does not number them, no more than 10,000 are counted',
    labelNames: ['projection'],
    registers,
    collect: async () => {
      const furthestBack = new Map<string, bigint>();
      for (const { name, watermark } of await read.status()) {
        const so = furthestBack.get(name);
        if (so === undefined || watermark < so) furthestBack.set(name, watermark);
      }
      const head = await read.head();
      const counted = new Map<bigint, number>();
      for (const [name, watermark] of furthestBack) {
        const events = counted.get(watermark) ?? (await read.behind(watermark, head));
        counted.set(watermark, events);
        behind.set({ projection: name }, events);
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
