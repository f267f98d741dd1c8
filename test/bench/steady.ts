import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '@covenant/event-store';
import { workload } from './workload.js';

export interface Steady {
  /** Appends a second, one event each. */
  readonly rate: number;
  readonly seconds: number;
  readonly onRecorded: (position: bigint) => void;
  /** Awaited once the first event is recorded; the clock runs from then on. */
  readonly afterFirst: (position: bigint) => Promise<void>;
}

/** Milliseconds between two handfuls of appends. */
const tick = 10;

/**
 * Records a ledger's worth of events at a steady rate, whether or not the earlier ones have been answered: an open loop,
 * so that a stall counts for all that came due in it. Events of one stream wait for each other.
 */
export async function recordSteadily(store: Pick<EventStore, 'append'>, { rate, seconds, onRecorded, afterFirst }: Steady): Promise<void> {
  const streams = new Map<string, Promise<void>>();
  let begin = performance.now();
  let due = 0;
  let first = -1n;
  const failed: unknown[] = [];
  for (const { stream, revision, metadata, id, type, data } of workload(rate * seconds)) {
    while (due > (rate * (performance.now() - begin)) / 1_000) await pause(tick);
    due += 1;
    const append = async (): Promise<void> => {
      const event = { id, type, data, metadata: { ...metadata, recordedAt: new Date().toISOString() } };
      const { events } = await store.append(stream, revision === 0 ? 'no-stream' : revision - 1, [event]);
      first = events[0]?.position ?? -1n;
      if (due > 1) onRecorded(first);
    };
    streams.set(stream, (streams.get(stream) ?? Promise.resolve()).then(append).catch((error: unknown) => void failed.push(error)));
    if (failed.length > 0) break;
    if (due > 1) continue;
    await streams.get(stream);
    await afterFirst(first);
    begin = performance.now();
  }
  await Promise.all(streams.values());
  if (failed.length > 0) throw failed[0];
}
