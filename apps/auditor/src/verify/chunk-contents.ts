import { EntryScanner, MalformedError, parseEntry } from '@covenant/transparency';

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

interface Stream {
  readonly start: number;
  readonly revision: number;
  next: number;
}

/** Characters of a time up to its minute. */
const MINUTE = 16;
const ZERO = 0x30;

/** Looks into the entries of one range, each a fact in its one right form. */
export class ChunkReader {
  readonly #scanner = new EntryScanner();
  readonly #times: Float64Array;
  readonly #streams = new Map<string, Stream>();
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
  }

  /** `bytes` from `start` to `end` is an entry's. */
  look(entry: number, bytes: Buffer, start: number, end: number): void {
    const scanner = this.#scanner;
    if (scanner.scan(bytes, start, end) && scanner.streamIsPlain) {
      const stream = bytes.toString('latin1', scanner.streamStart, scanner.streamEnd);
      this.#fact(entry, stream, scanner.revision, this.#time(bytes, scanner.recordedAt));
      return;
    }
    try {
      const { stream, revision, recordedAt } = parseEntry(bytes.subarray(start, end));
      this.#fact(entry, stream, revision, Date.parse(recordedAt));
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.#malformed.push({ entry, detail: error.message });
    }
  }

  end(): ChunkContents {
    const streams = [...this.#streams.values()];
    return {
      first: this.first,
      times: this.#times,
      streams: [...this.#streams.keys()],
      starts: Uint32Array.from(streams, ({ start }) => start),
      revisions: Float64Array.from(streams, ({ revision }) => revision),
      next: Float64Array.from(streams, ({ next }) => next),
      breaks: this.#breaks,
      malformed: this.#malformed,
    };
  }

  #fact(entry: number, stream: string, revision: number, at: number): void {
    this.#times[entry - this.first] = at;
    const known = this.#streams.get(stream);
    if (known === undefined) {
      this.#streams.set(stream, { start: entry - this.first, revision, next: revision + 1 });
      return;
    }
    if (revision !== known.next) this.#breaks.push({ entry, stream, expected: known.next, found: revision });
    known.next = revision + 1;
  }

  /** As `Date.parse`, for a time of the form that entries have, which stands at `at`. */
  #time(bytes: Buffer, at: number): number {
    if (bytes.compare(this.#minute, 0, MINUTE, at, at + MINUTE) !== 0) {
      bytes.copy(this.#minute, 0, at, at + MINUTE);
      this.#minuteAt = Date.parse(`${this.#minute.toString('latin1')}:00.000Z`);
    }
    const digit = (place: number): number => (bytes[at + place] ?? 0) - ZERO;
    const seconds = 10 * digit(17) + digit(18);
    if (seconds > 59) return Date.parse(bytes.toString('latin1', at, at + 24));
    return this.#minuteAt + 1000 * seconds + 100 * digit(20) + 10 * digit(21) + digit(22);
  }
}
