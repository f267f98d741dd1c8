// How a stretch of the global order is written: as few appends as may be, in that order. Pure.
import type { EventRun, NewEvent, RecordedEvent } from '@covenant/event-store';

/** What one append of the target may hold. */
export interface RunLimits {
  readonly events: number;
  /** Of JSON, data and metadata together, and a kibibyte for each event. */
  readonly bytes: number;
}

const bytesBesides = 1024;

const bytesOf = ({ data, metadata }: NewEvent): number =>
  Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata)) + bytesBesides;

/**
 * Neighbours of one stream go into one append: nothing can come between them, so the order is the same. The whole
 * order is that of the runs, one after the other. An event too large for the limit makes a run by itself, for the
 * target to judge.
 */
export function runsOf(events: readonly RecordedEvent[], limits: RunLimits): readonly EventRun[] {
  const runs: { stream: string; expected: EventRun['expected']; events: NewEvent[] }[] = [];
  let bytes = 0;
  for (const { stream, revision, position: _position, ...event } of events) {
    const size = bytesOf(event);
    const last = runs.at(-1);
    bytes += size;
    if (last?.stream === stream && last.events.length < limits.events && bytes <= limits.bytes) {
      last.events.push(event);
      continue;
    }
    runs.push({ stream, expected: revision === 0 ? 'no-stream' : revision - 1, events: [event] });
    bytes = size;
  }
  return runs;
}

/** Runs that may go in one statement of PostgreSQL: at most one of each stream, and not more than the limits. */
export function batchesOf(runs: readonly EventRun[], limits: RunLimits): readonly (readonly EventRun[])[] {
  const batches: EventRun[][] = [];
  let streams = new Set<string>();
  let events = 0;
  let bytes = 0;
  for (const run of runs) {
    const size = run.events.reduce((sum, event) => sum + bytesOf(event), 0);
    events += run.events.length;
    bytes += size;
    const last = batches.at(-1);
    if (last !== undefined && !streams.has(run.stream) && events <= limits.events && bytes <= limits.bytes) {
      last.push(run);
    } else {
      batches.push([run]);
      streams = new Set();
      events = run.events.length;
      bytes = size;
    }
    streams.add(run.stream);
  }
  return batches;
}
