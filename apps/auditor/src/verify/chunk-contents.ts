import { EntryScanner, MalformedError, parseEntry } from '@covenant/transparency';
import { RecordTable } from './record-table.js';

/** What the entries of a range say, as far as the range itself tells; `Contents` puts the ranges together. */
export interface ChunkContents {
  /** The number of the first entry. */
  readonly first: number;
  /** When each was recorded, in milliseconds since 1970; NaN for one that is no fact. */
  readonly times: Float64Array;
  /** Each record that the range has facts of, in the order in which it comes up: where, with which revision, and which one is next. */
  readonly streams: readonly string[];
  readonly starts: Uint32Array;
  readonly revisions: Float64Array;
  readonly next: Float64Array;
  /** Facts of a record that do not follow the one before it in the range. */
  readonly breaks: readonly { readonly entry: number; readonly stream: string; readonly expected: number; readonly found: number }[];
  readonly malformed: readonly { readonly entry: number; readonly detail: string }[];
}

/** Characters of a time up to its minute. */
const MINUTE = 16;
const ZERO = 0x30;

/** Looks into the entries of one range, each a fact in its one right form. */
export class ChunkReader {
  readonly #scanner = new EntryScanner();
  readonly #times: Float64Array;
  readonly #records: RecordTable;
  readonly #breaks: ChunkContents['breaks'][number][] = [];
  readonly #malformed: ChunkContents['malformed'][number][] = [];
  /** The minute that was met last, for most times differ in their seconds only. */
  readonly #minute = Buffer.alloc(MINUTE);
  #minuteAt = NaN;

  constructor(
    private readonly first: number,
    count: number,
  ) {
    this.#times = new Float64Array(count).fill(NaN);
    this.#records = new RecordTable(count);
  }

  /** `bytes` from `start` to `end` is an entry's. */
  look(entry: number, bytes: Buffer, start: number, end: number): void {
    const scanner = this.#scanner;
    if (scanner.scan(bytes, start, end) && scanner.streamIsPlain) {
      this.#times[entry - this.first] = this.#time(bytes, scanner.recordedAt);
      this.#fact(entry, scanner.revision, bytes, scanner.streamStart, scanner.streamEnd);
      return;
    }
    try {
      const { stream, revision, recordedAt } = parseEntry(bytes.subarray(start, end));
      this.#times[entry - this.first] = Date.parse(recordedAt);
      const name = Buffer.from(stream);
      this.#fact(entry, revision, name, 0, name.length);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.#malformed.push({ entry, detail: error.message });
    }
  }

  end(): ChunkContents {
    return { first: this.first, times: this.#times, ...this.#records.end(), breaks: this.#breaks, malformed: this.#malformed };
  }

  #fact(entry: number, revision: number, name: Buffer, start: number, end: number): void {
    const records = this.#records;
    const record = records.find(name, start, end);
    if (record < 0) {
      records.add(name, start, end, { entry: entry - this.first, revision });
      return;
    }
    const expected = records.next[record] ?? NaN;
    if (revision !== expected) this.#breaks.push({ entry, stream: name.toString('utf8', start, end), expected, found: revision });
    records.next[record] = revision + 1;
  }

  /** As `Date.parse`, for a time of the form that entries have, which stands at `at`. */
  #time(bytes: Buffer, at: number): number {
    const minute = this.#minute;
    let same = 0;
    while (same < MINUTE && bytes[at + same] === minute[same]) same++;
    if (same < MINUTE) {
      bytes.copy(minute, 0, at, at + MINUTE);
      this.#minuteAt = Date.parse(`${minute.toString('latin1')}:00.000Z`);
    }
    const digit = (place: number): number => (bytes[at + place] ?? 0) - ZERO;
    const seconds = 10 * digit(17) + digit(18);
    if (seconds > 59) return Date.parse(bytes.toString('latin1', at, at + 24));
    return this.#minuteAt + 1000 * seconds + 100 * digit(20) + 10 * digit(21) + digit(22);
  }
}
