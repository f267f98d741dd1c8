import { EntryScanner, MalformedError, parseEntry, utf8 } from '@covenant/transparency';
import { quickHash } from './name-hash.js';
import { NameTable, textOf, viewOf } from './name-table.js';

/** What the entries of a range say, as far as the range itself tells; `Contents` puts the ranges together. */
export interface ChunkContents {
  /** The number of the first entry. */
  readonly first: number;
  /** When each was recorded, in milliseconds since 1970; NaN for one that is no fact. */
  readonly times: Float64Array;
  /** The records that the range has facts of, in the order in which they come up: their names in UTF-8, and where each ends. */
  readonly names: Uint8Array;
  readonly ends: Uint32Array;
  /** Where each comes up first, with which revision, and which one is next. */
  readonly starts: Uint32Array;
  readonly revisions: Float64Array;
  readonly next: Float64Array;
  /** Facts of a record that do not follow the one before it in the range. */
  readonly breaks: readonly { readonly entry: number; readonly stream: string; readonly expected: number; readonly found: number }[];
  readonly malformed: readonly { readonly entry: number; readonly detail: string }[];
}

/** Looks into the entries of one range after the other, each a fact in its one right form. */
export class ChunkReader {
  readonly #scanner = new EntryScanner();
  readonly #records = new NameTable();
  readonly #times: Float64Array;
  readonly #starts: Uint32Array;
  readonly #revisions: Float64Array;
  readonly #next: Float64Array;
  #first = 0;
  #count = 0;
  #breaks: ChunkContents['breaks'][number][] = [];
  #malformed: ChunkContents['malformed'][number][] = [];

  /** `most`: entries of a range. */
  constructor(most: number) {
    this.#times = new Float64Array(most);
    this.#starts = new Uint32Array(most);
    this.#revisions = new Float64Array(most);
    this.#next = new Float64Array(most);
  }

  /** The range that follows has `count` entries from number `first`. */
  begin(first: number, count: number): void {
    this.#first = first;
    this.#count = count;
    this.#times.fill(NaN);
    this.#records.clear();
    this.#breaks = [];
    this.#malformed = [];
  }

  /** `bytes` from `start` to `end` is an entry's. */
  look(entry: number, bytes: Buffer, start: number, end: number): void {
    const scanner = this.#scanner;
    if (scanner.scan(bytes, start, end) && scanner.streamIsPlain) {
      this.#times[entry - this.#first] = scanner.recordedAt;
      this.#fact(entry, scanner.revision, scanner.view, scanner.streamStart, scanner.streamEnd);
      return;
    }
    try {
      const { stream, revision, recordedAt } = parseEntry(bytes.subarray(start, end));
      this.#times[entry - this.#first] = Date.parse(recordedAt);
      const name = utf8(stream);
      this.#fact(entry, revision, viewOf(name), 0, name.length);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.#malformed.push({ entry, detail: error.message });
    }
  }

  end(): ChunkContents {
    const { length } = this.#records;
    return {
      first: this.#first,
      times: this.#times.slice(0, this.#count),
      ...this.#records.names(),
      starts: this.#starts.slice(0, length),
      revisions: this.#revisions.slice(0, length),
      next: this.#next.slice(0, length),
      breaks: this.#breaks,
      malformed: this.#malformed,
    };
  }

  #fact(entry: number, revision: number, name: DataView, start: number, end: number): void {
    const { length } = this.#records;
    const record = this.#records.numberOf(quickHash(name, start, end), name, start, end);
    if (record === length) {
      this.#starts[record] = entry - this.#first;
      this.#revisions[record] = revision;
    } else {
      const expected = this.#next[record] ?? NaN;
      if (revision !== expected) this.#breaks.push({ entry, stream: textOf(name, start, end), expected, found: revision });
    }
    this.#next[record] = revision + 1;
  }
}
