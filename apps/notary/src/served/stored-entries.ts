import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type EventStore, type RecordedEvent, START } from '@covenant/event-store';
import { encodeBundle, entryBytes, HASH_BYTES, sameBytes, TILE_WIDTH, type TreeHasher } from '@covenant/transparency';
import { LRUCache } from 'lru-cache';
import { readExactly } from '../engine/check-entries.js';
import { NotaryStopped } from '../engine/stopped.js';
import type { LogReader } from '../tables/log-reader.js';
import { contradicted } from './problems.js';
import { details } from './words/words.js';

/** Entries as they are served. `faithful` is false where the store no longer says what was logged. */
export interface Served {
  readonly bytes: Uint8Array;
  readonly faithful: boolean;
}

export interface ServedBundle extends Served {
  readonly gzipped: Uint8Array;
}

/** Bytes of bundles kept in memory. */
const CACHE_BYTES = 16 * 1024 * 1024;
const compress = promisify(gzip);

/**
 * The entries' bytes, made from the store whenever they are asked for: the log keeps no second copy of the facts.
 * What the store has now is served even where it is not what was logged, because hiding it would hide the evidence;
 * but then `onContradiction` is told, and the answer must not be cached.
 */
export class StoredEntries {
  readonly #bundles = new LRUCache<string, ServedBundle>({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ bytes, gzipped }) => bytes.length + gzipped.length + 1,
  });

  constructor(
    private readonly store: EventStore,
    private readonly reader: LogReader,
    private readonly hasher: TreeHasher,
    private readonly onContradiction: (seen: NotaryStopped) => void,
  ) {}

  async bundle(index: number, width: number): Promise<ServedBundle> {
    const key = `${index}/${width}`;
    const cached = this.#bundles.get(key);
    if (cached !== undefined) return cached;
    const { entries, faithful } = await this.#read(index * TILE_WIDTH, width);
    const bytes = encodeBundle(entries);
    const bundle = { bytes, faithful, gzipped: new Uint8Array(await compress(bytes)) };
    if (faithful) this.#bundles.set(key, bundle);
    return bundle;
  }

  /** A bundle's bytes alone, for who reads them all once: not remembered. */
  async plain(index: number, width: number): Promise<Uint8Array> {
    const cached = this.#bundles.get(`${index}/${width}`);
    return cached === undefined ? encodeBundle((await this.#read(index * TILE_WIDTH, width)).entries) : cached.bytes;
  }

  async entry(number: number): Promise<Served> {
    const { entries, faithful } = await this.#read(number, 1);
    return { bytes: entries[0] ?? new Uint8Array(0), faithful };
  }

  /** All from one tile. @throws Problem when the store has fewer events, or one that is no entry any more */
  async #read(from: number, count: number): Promise<{ entries: Uint8Array[]; faithful: boolean }> {
    const tile = Math.floor(from / TILE_WIDTH);
    const first = from - tile * TILE_WIDTH;
    const [before, leaves] = await Promise.all([
      from === 0 ? [{ position: START }] : this.reader.index(from - 1, from),
      this.reader.tile({ level: 0, index: tile, width: first + count }),
    ]);
    const after = before[0]?.position;
    if (after === undefined) throw this.#gone(from, 'the index lacks the entry before it');
    const events = await readExactly(this.store, after, count);
    if (events.length < count) throw this.#gone(from + events.length, 'the store ends before it');
    let faithful = true;
    const entries = events.map((event, i) => {
      const bytes = this.#bytes(event, from + i);
      const leaf = leaves.subarray((first + i) * HASH_BYTES, (first + i + 1) * HASH_BYTES);
      if (faithful && !sameBytes(this.hasher.leaf(bytes), leaf)) {
        faithful = false;
        this.#contradiction(from + i, `the store has event ${event.id} in its place, and that is not what was logged`);
      }
      return bytes;
    });
    return { entries, faithful };
  }

  #bytes(event: RecordedEvent, entry: number): Uint8Array {
    try {
      return entryBytes(event);
    } catch (error) {
      throw this.#gone(entry, error instanceof Error ? error.message : 'no entry can be made of it');
    }
  }

  #gone(entry: number, what: string): Error {
    this.#contradiction(entry, what);
    return contradicted(details.contradicted(entry, what));
  }

  #contradiction(entry: number, what: string): void {
    this.onContradiction(new NotaryStopped('store-contradicts-log', `entry ${entry} of the log: ${what}`, entry));
  }
}
