/**
 * Names, numbered in the order in which they came up, found by their bytes and kept as bytes: a text for each of
 * millions would cost more than all that is done with it.
 */
export class NameTable {
  /** How many there are. */
  length = 0;
  /** Open addressing, at most half full: a number plus one; 0 is free. */
  #slots = new Uint32Array(1 << 10);
  #hashes = new Uint32Array(1 << 9);
  /** Where each name ends, one after the other, in `#bytes`. */
  #ends = new Uint32Array(1 << 9);
  #bytes = Buffer.alloc(1 << 15);
  #view = viewOf(this.#bytes);

  /** The number of the name in these bytes; what `length` was before, where it is a new one. The same name always has the same `hash`. */
  numberOf(hash: number, name: DataView, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) return this.#add(slot, hash, name, start, end);
      if (this.#hashes[number] === hash >>> 0 && this.#is(number, name, start, end)) return number;
      slot = (slot + 1) & mask;
    }
  }

  /** All of them, one after the other, and where each ends. */
  names(): { readonly names: Uint8Array; readonly ends: Uint32Array } {
    return { names: Uint8Array.from(this.#bytes.subarray(0, this.#start(this.length))), ends: this.#ends.slice(0, this.length) };
  }

  /** Forgets them all, and keeps the room. */
  clear(): void {
    this.#slots.fill(0);
    this.length = 0;
  }

  #start(number: number): number {
    return number === 0 ? 0 : (this.#ends[number - 1] ?? 0);
  }

  #add(slot: number, hash: number, name: DataView, start: number, end: number): number {
    const number = this.length++;
    const from = this.#start(number);
    const to = from + end - start;
    if (to > this.#bytes.length) this.#moreBytes(to);
    const bytes = this.#view;
    let [at, i] = [from, start];
    for (; i + 4 <= end; i += 4, at += 4) bytes.setInt32(at, name.getInt32(i));
    for (; i < end; i++, at++) bytes.setUint8(at, name.getUint8(i));
    this.#ends[number] = to;
    this.#hashes[number] = hash;
    this.#slots[slot] = number + 1;
    if (this.length === this.#ends.length) this.#moreNames();
    return number;
  }

  #moreBytes(least: number): void {
    const more = Buffer.alloc(Math.max(2 * this.#bytes.length, least));
    this.#bytes.copy(more);
    this.#bytes = more;
    this.#view = viewOf(more);
  }

  #moreNames(): void {
    this.#ends = doubled(this.#ends);
    this.#hashes = doubled(this.#hashes);
    this.#slots = new Uint32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.length; number++) {
      let slot = (this.#hashes[number] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }

  #is(number: number, name: DataView, start: number, end: number): boolean {
    const from = this.#start(number);
    const length = end - start;
    if ((this.#ends[number] ?? 0) - from !== length) return false;
    const bytes = this.#view;
    let i = 0;
    for (; i + 4 <= length; i += 4) if (bytes.getInt32(from + i) !== name.getInt32(start + i)) return false;
    for (; i < length; i++) if (bytes.getUint8(from + i) !== name.getUint8(start + i)) return false;
    return true;
  }
}

const doubled = (numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
  const more = new Uint32Array(2 * numbers.length);
  more.set(numbers);
  return more;
};

export const viewOf = ({ buffer, byteOffset, length }: Uint8Array): DataView => new DataView(buffer, byteOffset, length);

/** UTF-8. */
export const textOf = ({ buffer, byteOffset }: DataView, start: number, end: number): string =>
  Buffer.from(buffer, byteOffset + start, end - start).toString();
