import { MalformedError, parseEntry, type LogEntry } from '@covenant/transparency';
import { Findings } from '../report/report.js';

/** Clocks of several writers may differ by this much without a remark. */
const TOLERANCE_MS = 5 * 60 * 1000;

/**
 * Looks into the entries, one after the other: each a fact in its one right form, each record's facts complete and
 * in order. Holds one number a record.
 */
export class Contents {
  readonly #next = new Map<string, number>();
  #latest = { at: -Infinity, recorded: '' };
  #earlier: { entry: number; recorded: string; before: string; count: number } | undefined;

  readonly #findings = new Findings();

  look(entry: number, bytes: Uint8Array): void {
    try {
      this.#fact(entry, parseEntry(bytes));
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.#findings.found('entry-malformed', { entry, detail: error.message });
    }
  }

  /** What was found; of use only where the entries proved to be those that the log signed. */
  end(): Findings {
    if (this.#earlier !== undefined) this.#findings.remark('earlier-time', this.#earlier);
    return this.#findings;
  }

  #fact(entry: number, { stream, revision, recordedAt }: LogEntry): void {
    const expected = this.#next.get(stream) ?? 0;
    if (revision !== expected) this.#findings.found('entry-out-of-order', { entry, stream, expected, found: revision });
    this.#next.set(stream, revision + 1);

    const at = Date.parse(recordedAt);
    if (at < this.#latest.at - TOLERANCE_MS) {
      this.#earlier ??= { entry, recorded: recordedAt, before: this.#latest.recorded, count: 0 };
      this.#earlier.count++;
    }
    if (at > this.#latest.at) this.#latest = { at, recorded: recordedAt };
  }
}
