import { entriesPath, entryEnds, HASH_BYTES, MalformedError, sameBytes, TILE_WIDTH, tilePath, tileWidth, type KeyEntry } from '@covenant/transparency';
import { aboutKeysIn } from '../keys/followed.js';
import { FileRoom } from '../files/bounded.js';
import { MirrorDir } from '../files/mirror-dir.js';
import { Findings } from '../report/report.js';
import type { Said } from '../report/statements.js';
import { ChunkReader, type ChunkContents } from './chunk-contents.js';
import { hashLeaves, hashTile } from './hash-bundle.js';

/** So many bundles are checked at a time. */
export const CHUNK = 16;

/** An entry and its place in the tree's file do not agree; which of the two is wrong, the root tells at the end. */
export interface Difference {
  readonly entry: number;
  readonly ofEntry: Uint8Array;
  readonly inTile: Uint8Array;
}

/** Enough to tell; a wholly different tree would fill the memory otherwise. */
export const MAX_DIFFERENCES = 1000;

export interface CheckedBundle {
  /**
   * Of its entries, or, where they cannot be read, of its tile, so that the rest is still checked; absent without both.
   * A whole bundle in which no kept checkpoint ends has only the root over them.
   */
  readonly hashes?: Uint8Array;
  readonly root?: Uint8Array;
  /** Were its entries read? */
  readonly read: boolean;
}

/** What a range of bundles shows by itself. It goes from thread to thread, so it is data only. */
export interface CheckedChunk {
  readonly bundles: readonly CheckedBundle[];
  readonly differences: readonly Difference[];
  readonly findings: readonly Said[];
  readonly count: number;
  readonly contents?: ChunkContents;
  /** The entries about the log's own keys, found on the way. */
  readonly keys: readonly KeyEntry[];
}

/** What is to be checked; the same for each range. */
export interface Job {
  /** The folder of the copy. */
  readonly path: string;
  /** Of the tree. */
  readonly size: number;
  /** The bundles in which an earlier tree ends whose root is to be compared: their hashes are needed one by one. */
  readonly split: ReadonlySet<number>;
  /** Look into the entries as well? */
  readonly contents: boolean;
}

/** Checks one range after the other, in the same room. */
export class RangeCheck {
  readonly #dir: MirrorDir;
  readonly #reader: ChunkReader | undefined;
  readonly #bundle = new FileRoom();
  readonly #tile = new FileRoom();
  readonly #hashes = Buffer.alloc(TILE_WIDTH * HASH_BYTES);
  #findings = new Findings();
  #differences: Difference[] = [];
  #keys: KeyEntry[] = [];

  constructor(private readonly job: Job) {
    this.#dir = new MirrorDir(job.path);
    this.#reader = job.contents ? new ChunkReader(CHUNK * TILE_WIDTH) : undefined;
  }

  /** Reads and hashes the `CHUNK` bundles from number `CHUNK * chunk`. @throws Unchecked where a file cannot be read */
  check(chunk: number): CheckedChunk {
    const { size } = this.job;
    const first = chunk * CHUNK;
    const width = Math.min(CHUNK * TILE_WIDTH, size - first * TILE_WIDTH);
    [this.#findings, this.#differences, this.#keys] = [new Findings(), [], []];
    this.#reader?.begin(first * TILE_WIDTH, width);
    const bundles = Array.from({ length: Math.ceil(width / TILE_WIDTH) }, (_, i) => this.#check(first + i, tileWidth(size, 0, first + i)));
    const contents = this.#reader?.end();
    const { findings, count } = this.#findings;
    return { bundles, differences: this.#differences, keys: this.#keys, findings, count, ...(contents === undefined ? {} : { contents }) };
  }

  #check(index: number, width: number): CheckedBundle {
    const ofEntries = this.#ofEntries(index, width);
    const inTile = this.#inTile(index, width);
    if (ofEntries !== undefined && inTile !== undefined) this.#compare(index * TILE_WIDTH, ofEntries, inTile);
    const hashes = ofEntries ?? inTile;
    const read = ofEntries !== undefined;
    if (hashes === undefined) return { read };
    if (width < TILE_WIDTH || this.job.split.has(index)) return { hashes: Uint8Array.from(hashes), read };
    const root = Buffer.alloc(HASH_BYTES);
    hashTile(hashes, root);
    return { root, read };
  }

  /** The leaf hashes of a bundle, looked into on the way. */
  #ofEntries(index: number, width: number): Buffer | undefined {
    const path = entriesPath(index, width);
    const range = { path, first: index * TILE_WIDTH, last: index * TILE_WIDTH + width - 1 };
    const bundle = this.#dir.readInto(this.#bundle, path);
    if (bundle === undefined) {
      this.#findings.found('bundle-missing', range);
      return undefined;
    }
    try {
      const ends = entryEnds(bundle, width);
      // Before the hashing, which writes over the lengths that this reads.
      this.#keys.push(...aboutKeysIn(bundle, index, width));
      const hashes = this.#hashes.subarray(0, width * HASH_BYTES);
      hashLeaves(bundle, ends, hashes);
      const reader = this.#reader;
      if (reader !== undefined) ends.forEach((end, i) => reader.look(range.first + i, bundle, (ends[i - 1] ?? 0) + 2, end));
      return hashes;
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.#findings.found('bundle-malformed', { ...range, detail: error.message });
      return undefined;
    }
  }

  #inTile(index: number, width: number): Buffer | undefined {
    const path = tilePath({ level: 0, index, width });
    const hashes = this.#dir.readInto(this.#tile, path);
    const expected = width * HASH_BYTES;
    if (hashes?.length === expected) return hashes;
    if (hashes === undefined) this.#findings.found('tile-missing', { path });
    else this.#findings.found('tile-length', { path, expected, found: hashes.length });
    return undefined;
  }

  #compare(first: number, ofEntries: Uint8Array, inTile: Uint8Array): void {
    if (Buffer.compare(ofEntries, inTile) === 0) return;
    for (let at = 0; at < ofEntries.length; at += HASH_BYTES) {
      const [a, b] = [ofEntries.subarray(at, at + HASH_BYTES), inTile.subarray(at, at + HASH_BYTES)];
      if (sameBytes(a, b) || this.#differences.length >= MAX_DIFFERENCES) continue;
      this.#differences.push({ entry: first + at / HASH_BYTES, ofEntry: Uint8Array.from(a), inTile: Uint8Array.from(b) });
    }
  }
}
