import type { MirrorDir } from '../files/mirror-dir.js';
import { Entries } from '../files/entries.js';
import { Findings } from '../report/report.js';
import type { ChunkContents } from './chunk-contents.js';

/** Clocks of several writers may differ by this much without a remark. */
const TOLERANCE_MS = 5 * 60 * 1000;

/**
 * Puts together what the ranges say, one after the other: each record's facts complete and in order. Holds one number
 * a record.
 */
export class Contents {
  readonly #next = new Map<string, number>();
  /** The latest time so far, and the entry that has it. */
  #latestAt = -Infinity;
  #latestEntry = 0;
  #earlier: { readonly entry: number; readonly before: number; count: number } | undefined;

  readonly #findings = new Findings();

  take(chunk: ChunkContents): void {
    const breaks = [...chunk.breaks];
    chunk.streams.forEach((stream, i) => {
      const expected = this.#next.get(stream) ?? 0;
      const found = chunk.revisions[i] ?? NaN;
      if (found !== expected) breaks.push({ entry: chunk.first + (chunk.starts[i] ?? 0), stream, expected, found });
      this.#next.set(stream, chunk.next[i] ?? NaN);
    });
    const found = [...breaks, ...chunk.malformed].sort((a, b) => a.entry - b.entry);
    for (const item of found) {
      if ('detail' in item) this.#findings.found('entry-malformed', item);
      else this.#findings.found('entry-out-of-order', item);
    }
    const { first, times } = chunk;
    for (let i = 0; i < times.length; i++) this.#time(first + i, times[i] ?? NaN);
  }

  /** What was found; of use only where the entries proved to be those that the log signed. */
  end(dir: MirrorDir, size: number): Findings {
    if (this.#earlier !== undefined) {
      const { entry, before, count } = this.#earlier;
      const entries = new Entries(dir, size);
      const recorded = (number: number): string => entries.at(number).recordedAt;
      this.#findings.remark('earlier-time', { entry, recorded: recorded(entry), before: recorded(before), count });
    }
    return this.#findings;
  }

  #time(entry: number, at: number): void {
    if (at < this.#latestAt - TOLERANCE_MS) {
      this.#earlier ??= { entry, before: this.#latestEntry, count: 0 };
      this.#earlier.count++;
    }
    if (!(at > this.#latestAt)) return;
    this.#latestAt = at;
    this.#latestEntry = entry;
  }
}
