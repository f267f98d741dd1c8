import { LRUCache } from 'lru-cache';

/** Ids, over all streams; about 100 bytes each. */
const capacity = 200_000;

/**
 * The ids at the beginning of streams that were read or written lately: index = revision. What is known of a stream is
 * always true of it, since nothing in it ever changes; there may be more behind. That is what lets an append be checked
 * for repeated ids without reading the stream again.
 */
export class KnownStreams {
  readonly #ids = new LRUCache<string, readonly string[]>({
    maxSize: capacity,
    sizeCalculation: (ids) => ids.length + 1,
  });

  /** Undefined: nothing is known. Empty: when last seen, it did not exist. */
  get(stream: string): readonly string[] | undefined {
    return this.#ids.get(stream);
  }

  /** These ids stand in the stream from this revision on. */
  learn(stream: string, revision: number, ids: readonly string[]): void {
    const known = this.#ids.get(stream) ?? [];
    if (revision > known.length) return;
    const beyond = ids.slice(known.length - revision);
    if (beyond.length > 0 || !this.#ids.has(stream)) this.#ids.set(stream, [...known, ...beyond]);
  }
}
