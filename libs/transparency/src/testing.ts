import { encodeBundle } from './bundle.js';
import { signCheckpoint } from './checkpoint.js';
import { entryBytes, type LogEvent } from './entry.js';
import { portableHasher, type TreeHasher } from './hash.js';
import { ed25519Signer, type VerifierKey } from './keys.js';
import type { NoteSigner } from './note.js';
import type { TileReader } from './prover.js';
import { entriesPath, TILE_WIDTH, tilePath, tileWidth } from './tile.js';
import { TreeBuilder } from './tree-builder.js';

export interface TestLogOptions {
  readonly origin?: string;
  readonly signers?: readonly NoteSigner[];
  readonly hasher?: TreeHasher;
}

export const testSigner = (origin = 'log.example/city', seed = 7): NoteSigner & { readonly key: VerifierKey } =>
  ed25519Signer(origin, new Uint8Array(32).fill(seed));

/** A whole log in memory, as honest as its caller: tests build their cities, their forks and their lies with it. */
export class TestLog {
  readonly origin: string;
  readonly signers: readonly NoteSigner[];
  readonly entries: Uint8Array[] = [];
  /** By level, then index: the hashes of each tile so far. */
  readonly #tiles = new Map<string, Uint8Array>();
  readonly #hasher: TreeHasher;
  readonly #builder: TreeBuilder;
  readonly #leaves: Uint8Array[] = [];
  /** The root at each size, made when an older one is first asked for. */
  readonly #roots: Uint8Array[] = [];

  constructor(options: TestLogOptions = {}) {
    this.origin = options.origin ?? 'log.example/city';
    this.signers = options.signers ?? [testSigner(this.origin)];
    this.#hasher = options.hasher ?? portableHasher;
    this.#builder = new TreeBuilder(this.#hasher);
  }

  get size(): number {
    return this.entries.length;
  }

  append(...entries: readonly Uint8Array[]): this {
    const leaves = entries.map((entry) => this.#hasher.leaf(entry));
    for (const tile of this.#builder.append(leaves)) this.#tiles.set(`${tile.level}/${tile.index}`, tile.hashes);
    for (const entry of entries) this.entries.push(entry);
    for (const leaf of leaves) this.#leaves.push(leaf);
    return this;
  }

  /** The root as it was at any size. */
  root(size: number = this.size): Uint8Array {
    if (size === this.size) return this.#builder.root();
    if (this.#roots.length < this.size) this.#replay();
    const root = this.#roots[size];
    if (root === undefined) throw new RangeError(`this log never had ${size} entries`);
    return root;
  }

  #replay(): void {
    const builder = new TreeBuilder(this.#hasher);
    this.#roots.splice(0, Infinity, builder.root());
    for (const leaf of this.#leaves) {
      builder.append([leaf]);
      this.#roots.push(builder.root());
    }
  }

  readonly read: TileReader = ({ level, index, width }) => Promise.resolve(this.tile(level, index, width));

  tile(level: number, index: number, width: number): Uint8Array {
    const hashes = this.#tiles.get(`${level}/${index}`);
    if (hashes === undefined) throw new RangeError(`no tile ${level}/${index}`);
    return hashes.slice(0, width * 32);
  }

  bundle(index: number, width: number): Uint8Array {
    return encodeBundle(this.entries.slice(index * TILE_WIDTH, index * TILE_WIDTH + width));
  }

  checkpoint(size: number = this.size): Promise<Uint8Array> {
    return signCheckpoint({ origin: this.origin, size, root: this.root(size) }, this.signers);
  }

  /** Every file below the log's prefix at that size: the checkpoint, the tiles and the bundles. */
  async files(size: number = this.size): Promise<Map<string, Uint8Array>> {
    const files = new Map([['checkpoint', await this.checkpoint(size)]]);
    for (let level = 0; tileWidth(size, level, 0) > 0; level++) {
      for (let index = 0; tileWidth(size, level, index) > 0; index++) {
        const width = tileWidth(size, level, index);
        files.set(tilePath({ level, index, width }), this.tile(level, index, width));
        if (level === 0) files.set(entriesPath(index, width), this.bundle(index, width));
      }
    }
    return files;
  }
}

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');

/** An event of a sample commitment: number `n` of a made-up history, always the same for the same `n`. */
export function testEvent(n: number, changes: Partial<LogEvent> = {}): LogEvent {
  const record = Math.floor(n / 4);
  const revision = n % 4;
  const id = `01980000-0000-7000-8000-${hex(n, 12)}`;
  return {
    id,
    stream: `commitment-01980000-0000-7000-9000-${hex(record, 12)}`,
    revision,
    type: ['CommitmentMade', 'ProgressReported', 'ProgressReported', 'CommitmentFulfilled'][revision] ?? 'CommitmentMade',
    data: { title: `Sample commitment ${record}`, rights: ['icescr-11'], note: 'Wohnraum für alle – 住房', share: n / 8 },
    metadata: {
      cityId: '01980000-0000-7000-a000-000000000001',
      actor: { subject: 'sample-staff', role: 'staff' },
      recordedAt: new Date(1_767_225_600_000 + n * 1000).toISOString(),
      correlationId: id,
      schemaVersion: 1,
    },
    ...changes,
  };
}

export const testEntry = (n: number, changes: Partial<LogEvent> = {}): Uint8Array => entryBytes(testEvent(n, changes));

/** A small generator of numbers in [0, 1), the same sequence for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
