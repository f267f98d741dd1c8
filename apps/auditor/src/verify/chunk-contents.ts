import { EntryScanner, MalformedError, parseEntry, utf8 } from '@covenant/transparency';
import { RecordTable, textOf } from './record-table.js';

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

/** Looks into the entries of one range, each a fact in its one right form. */
export class ChunkReader {
  readonly #scanner = new EntryScanner();
  readonly #times: Float64Array;
  readonly #records: RecordTable;
  readonly #breaks: ChunkContents['breaks'][number][] = [];
  readonly #malformed: ChunkContents['malformed'][number][] = [];

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
      this.#times[entry - this.first] = scanner.recordedAt;
      this.#fact(entry, scanner.revision, scanner.view, scanner.streamStart, scanner.streamEnd);
      return;
    }
    try {
      const { stream, revision, recordedAt } = parseEntry(bytes.subarray(start, end));
      this.#times[entry - this.first] = Date.parse(recordedAt);
      const name = utf8(stream);
      this.#fact(entry, revision, new DataView(name.buffer, name.byteOffset, name.length), 0, name.length);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.#malformed.push({ entry, detail: error.message });
    }
  }

  end(): ChunkContents {
    return { first: this.first, times: this.#times, ...this.#records.end(), breaks: this.#breaks, malformed: this.#malformed };
  }

  #fact(entry: number, revision: number, name: DataView, start: number, end: number): void {
    const records = this.#records;
    const record = records.find(name, start, end);
    if (record < 0) {
      records.add(name, start, end, { entry: entry - this.first, revision });
      return;
    }
    const expected = records.next[record] ?? NaN;
    if (revision !== expected) this.#breaks.push({ entry, stream: textOf(name, start, end), expected, found: revision });
    records.next[record] = revision + 1;
  }
}
