import type { MirrorDir } from '../files/mirror-dir.js';
import { Entries } from '../files/entries.js';
import { Findings } from '../report/report.js';
import type { ChunkContents } from './chunk-contents.js';
import { SecretHash } from './name-hash.js';
import { NameTable, textOf, viewOf } from './name-table.js';

/** Clocks of several writers may differ by this much without a remark. */
const TOLERANCE_MS = 5 * 60 * 1000;

/**
 * Puts together what the ranges say, one after the other: each record's facts complete and in order. Holds a
 * name and a number a record.
 */
export class Contents {
  readonly #records = new NameTable();
  readonly #hash = new SecretHash();
  #next = new Float64Array(1 << 10);
  /** The latest time so far, and the entry that has it. */
  #latestAt = -Infinity;
  #latestEntry = 0;
  #earlier: { readonly entry: number; readonly before: number; count: number } | undefined;

  readonly #findings = new Findings();

  take(chunk: ChunkContents): void {
    const breaks = [...chunk.breaks];
    const names = viewOf(chunk.names);
    let start = 0;
    for (let i = 0; i < chunk.ends.length; i++) {
      const end = chunk.ends[i] ?? 0;
      const expected = this.#expected(names, start, end, chunk.next[i] ?? NaN);
      const found = chunk.revisions[i] ?? NaN;
      if (found !== expected) breaks.push({ entry: chunk.first + (chunk.starts[i] ?? 0), stream: textOf(names, start, end), expected, found });
      start = end;
    }
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

  /** The revision that a record's next fact must have; `next` is what it must have after this range. */
  #expected(names: DataView, start: number, end: number, next: number): number {
    const { length } = this.#records;
    const record = this.#records.numberOf(this.#hash.of(names, start, end), names, start, end);
    if (record === this.#next.length) {
      const more = new Float64Array(2 * record);
      more.set(this.#next);
      this.#next = more;
    }
    const expected = record === length ? 0 : (this.#next[record] ?? NaN);
    this.#next[record] = next;
    return expected;
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
