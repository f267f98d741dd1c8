/** The records that a range has facts of, found by the bytes of their names: a text for each fact would cost more than the rest of it. */
export class RecordTable {
  /** The revision that a record's next fact must have. */
  readonly next: Float64Array;
  readonly #starts: Uint32Array;
  readonly #revisions: Float64Array;
  /** Each name where it was first met. */
  readonly #names: DataView[] = [];
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
  find(bytes: DataView, start: number, end: number): number {
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
  add(bytes: DataView, start: number, end: number, { entry, revision }: { readonly entry: number; readonly revision: number }): void {
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
    const streams = this.#names.map((bytes, record) => textOf(bytes, this.#from[record] ?? 0, this.#to[record] ?? 0));
    const { length } = streams;
    return { streams, starts: this.#starts.slice(0, length), revisions: this.#revisions.slice(0, length), next: this.next.slice(0, length) };
  }

  #is(record: number, bytes: DataView, start: number, end: number): boolean {
    const from = this.#from[record] ?? 0;
    const length = end - start;
    if ((this.#to[record] ?? 0) - from !== length) return false;
    const name = this.#names[record] ?? bytes;
    // From the end: what tells two names apart stands there.
    let i = length;
    for (; i >= 4; i -= 4) if (name.getInt32(from + i - 4) !== bytes.getInt32(start + i - 4)) return false;
    for (; i > 0; i--) if (name.getUint8(from + i - 1) !== bytes.getUint8(start + i - 1)) return false;
    return true;
  }
}

/** UTF-8. */
export const textOf = ({ buffer, byteOffset }: DataView, start: number, end: number): string =>
  Buffer.from(buffer, byteOffset + start, end - start).toString();

/** So much of the end of a name is its hash made of: an id's random part. */
const TELLING = 16;

/** FNV-1a by four bytes. Names that were chosen to collide make it slow, and nothing else. */
function hashOf(bytes: DataView, start: number, end: number): number {
  let hash = 0x811c9dc5;
  let at = Math.max(start, end - TELLING);
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ bytes.getInt32(at), 0x01000193);
  for (; at < end; at++) hash = Math.imul(hash ^ bytes.getUint8(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d); // the last bytes count most, and reach the low bits by this only
  return hash ^ (hash >>> 13);
}
