import {
  announceKey,
  formatProofFile,
  formatVerifierKey,
  inclusionProof,
  mlDsa44Signer,
  parseEntry,
  rawSigner,
  utf8,
  type NoteSigner,
  type VerifierKey,
} from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { nodeHasher } from '../node-crypto.js';
import { LogServerDouble } from './log-server.js';

type Key = NoteSigner & { readonly key: VerifierKey };
export const origin = 'log.example/city';
export const kinds = {
  'Ed25519': (seed: number, _now: () => number): Key => testSigner(origin, seed),
  'ML-DSA-44': (seed: number, now: () => number): Key => mlDsa44Signer(origin, new Uint8Array(32).fill(seed), now),
} as const;

/** A log that can change its key, and a server for it. */
export class City implements AsyncDisposable {
  /** Of signatures that bring a time, in seconds since 1970. */
  clock = 1_800_000_000;
  readonly signers: NoteSigner[];
  readonly log: TestLog;
  readonly old: Key;
  readonly next: Key;
  readonly #about: number[] = [];
  #n = 0;

  private constructor(
    kind: keyof typeof kinds,
    readonly server: LogServerDouble,
  ) {
    const now = (): number => this.clock;
    [this.old, this.next] = [kinds[kind](7, now), kinds[kind](8, now)];
    this.signers = [this.old];
    this.log = new TestLog({ hasher: nodeHasher, origin, signers: this.signers });
  }

  static async of(kind: keyof typeof kinds = 'Ed25519'): Promise<City> {
    return new City(kind, await LogServerDouble.start(new Map()));
  }

  get key(): string {
    return formatVerifierKey(this.old.key);
  }

  grow(count: number): this {
    for (let i = 0; i < count; i++) this.log.append(testEntry(4 * this.#n++));
    return this;
  }

  async tell(type: string, data: object, revision: number): Promise<void> {
    this.#about.push(this.log.size);
    this.log.append(testEntry(4 * this.#n++, { stream: 'log-key-01980000-0000-7000-9000-0000000000aa', revision, type, data }));
    await this.serve();
  }

  announcement(): Promise<object> {
    const { type } = this.old.key;
    const change = { replaces: this.old.key, key: this.next.key, bothUntil: '2027-01-31' };
    return announceKey(change, { replaces: rawSigner(type, new Uint8Array(32).fill(7)), key: rawSigner(type, new Uint8Array(32).fill(8)) });
  }

  async announce(): Promise<void> {
    await this.tell('LogKeyAnnounced', await this.announcement(), 0);
    this.signers.push(this.next);
    await this.serve();
  }

  async retire(): Promise<void> {
    await this.tell('LogKeyRetired', { key: this.key }, 1);
    this.signers.splice(0, 1);
    await this.serve();
  }

  /** `/log/keys` as the ledger has it. */
  keys(): Uint8Array {
    const entries = this.#about.map((number) => ({ number, entry: parseEntry(this.log.entries[number] ?? new Uint8Array()) }));
    return utf8(JSON.stringify({ origin, keys: [], entries }));
  }

  /** The partial tiles of smaller trees stay, as with any log. */
  async serve(log = this.log, size = log.size): Promise<void> {
    this.server.files = new Map([...this.server.files, ...(await log.files(size)), ['keys', this.keys()]]);
  }

  /** Another history from its first entry on, with `more` entries at its end, signed as this one is. */
  fork(more: number): TestLog {
    const entries = Array.from({ length: more }, (_, i) => testEntry(4 * (this.#n + i)));
    return new TestLog({ hasher: nodeHasher, origin, signers: this.signers }).append(testEntry(4_000_000), ...this.log.entries.slice(1), ...entries);
  }

  async proof(index: number, size = this.log.size): Promise<Uint8Array> {
    return formatProofFile({ index, path: await inclusionProof(index, size, this.log.read), checkpoint: await this.log.checkpoint(size) });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.server[Symbol.asyncDispose]();
  }
}
