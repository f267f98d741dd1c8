/** The records that a range has facts of, found by the bytes of their names: a text for each fact would cost more than the rest of it. */
export class RecordTable {
  /** The revision that a record's next fact must have. */
  readonly next: Float64Array;
  readonly #starts: Uint32Array;
  readonly #revisions: Float64Array;
  /** Each name where it was first met. */
  readonly #names: Buffer[] = [];
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;
  /** Open addressing, at most half full: a record's number plus one; 0 is free. */
  readonly #slots: Uint32Array;
  readonly #mask: number;
  /** Where the last look-up ended. */
  #slot = 0;

  /** `most`: records at the most. */
  constructor(most: number) {
    let size = 16;
    while (size < 2 * most) size *= 2;
    this.#slots = new Uint32Array(size);
    this.#mask = size - 1;
    this.next = new Float64Array(most);
    this.#revisions = new Float64Array(most);
    this.#starts = new Uint32Array(most);
    this.#from = new Uint32Array(most);
    this.#to = new Uint32Array(most);
  }

  /** The number of the record whose name stands in these bytes; -1 where it was not met before. */
  find(bytes: Buffer, start: number, end: number): number {
    let slot = hashOf(bytes, start, end) & this.#mask;
    for (;;) {
      const record = (this.#slots[slot] ?? 0) - 1;
      if (record < 0 || this.#is(record, bytes, start, end)) {
        this.#slot = slot;
        return record;
      }
      slot = (slot + 1) & this.#mask;
    }
  }

  /** The record that was just looked for and not found. The bytes must stay as they are. */
  add(bytes: Buffer, start: number, end: number, { entry, revision }: { readonly entry: number; readonly revision: number }): void {
    const record = this.#names.push(bytes) - 1;
    this.#from[record] = start;
    this.#to[record] = end;
    this.#starts[record] = entry;
    this.#revisions[record] = revision;
    this.next[record] = revision + 1;
    this.#slots[this.#slot] = record + 1;
  }

  /** In the order in which the records came up. */
  end(): { readonly streams: readonly string[]; readonly starts: Uint32Array; readonly revisions: Float64Array; readonly next: Float64Array } {
    const streams = this.#names.map((bytes, record) => bytes.toString('utf8', this.#from[record], this.#to[record]));
    const { length } = streams;
    return { streams, starts: this.#starts.slice(0, length), revisions: this.#revisions.slice(0, length), next: this.next.slice(0, length) };
  }

  #is(record: number, bytes: Buffer, start: number, end: number): boolean {
    const from = this.#from[record] ?? 0;
    const length = end - start;
    if ((this.#to[record] ?? 0) - from !== length) return false;
    const name = this.#names[record] ?? bytes;
    // From the end: what tells two names apart stands there.
    for (let i = length - 1; i >= 0; i--) if (name[from + i] !== bytes[start + i]) return false;
    return true;
  }
}

/** So much of the end of a name is its hash made of: an id's random part. */
const TELLING = 16;

/** FNV-1a. Names that were chosen to collide make it slow, and nothing else. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = Math.max(start, end - TELLING); at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
