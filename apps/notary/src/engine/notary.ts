import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore, Position, RecordedEvent } from '@covenant/event-store';
import { TILE_WIDTH, type TreeBuilder, type TreeHasher, utf8 } from '@covenant/transparency';
import { nodeHasher } from '../hasher.js';
import type { LogKeys } from '../keys/log-keys.js';
import { type NotaryMetrics, uncounted } from '../metrics.js';
import type { PublishedFile } from '../published-file.js';
import type { LogReader } from '../tables/log-reader.js';
import type { LogGrowth, LogSession, SignedTree } from '../tables/log-session.js';
import type { Cosigned, Witnesses, Witnessing } from '../witnesses/witnesses.js';
import { Barrier } from './barrier.js';
import { checkTile } from './check-entries.js';
import { grow } from './grow.js';
import { Merging } from './merging.js';
import { refusalOf } from './refusal-of.js';
import { resume } from './resume.js';
import { sealTree, signTree } from './sign.js';
import { NotaryStopped } from './stopped.js';

export interface NotaryParts {
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly keys: LogKeys;
  readonly file: PublishedFile;
  /** Waits for the log and takes it; see `takeLog`. */
  readonly take: (waiting: { signal: AbortSignal; retryEvery: number; onStandby: () => void }) => Promise<LogSession>;
  /** Who is asked to cosign before a checkpoint is published; nobody when left out. */
  readonly witnesses?: Witnesses | undefined;
  readonly log: NotaryLog;
  readonly metrics?: NotaryMetrics;
}

/** Where the notary says what a person should know. */
export interface NotaryLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface NotaryOptions {
  /** Milliseconds from one look at the store to the next, and between two checkpoints at the least. Default 1,000. */
  readonly interval?: number;
  /** Milliseconds after which an unchanged checkpoint is signed again, as proof of life. Default 60,000. */
  readonly renewEvery?: number;
  /** Milliseconds between two tiles of the rolling comparison of store and log. Default 5,000. */
  readonly sampleEvery?: number;
  /** Entries a transaction at the most. Default 4,096. */
  readonly batch?: number;
  /** See `Resuming.recover`. Default false. */
  readonly recover?: boolean;
  /** See `Resuming.checkAll`. Default false. */
  readonly checkAll?: boolean;
  readonly chance?: () => number;
}

/**
 * `starting`: looking at what is there. `standby`: another notary holds the log. `following`: signing. `retrying`:
 * a part does not answer; it goes on by itself. `stopped`: it will not sign until a person has looked.
 */
export type NotaryState = 'starting' | 'standby' | 'following' | 'retrying' | 'stopped';

export interface NotaryHealth {
  readonly state: NotaryState;
  /** Entries under the newest published checkpoint. */
  readonly size: number;
  /** Entries read from the store that no published checkpoint covers yet; while catching up, at least so many. */
  readonly lag: number;
  /** How the newest published checkpoint stands with the witnesses; absent where the policy names none. */
  readonly witnesses?: Witnessing;
  /** Why it is `retrying` or `stopped`, in words that may be shown to anybody. */
  readonly reason?: string;
  /** The entry to look at, where there is one. */
  readonly entry?: number;
}

/** The log as the one who holds it knows it. The builder is the tree of `signed`, ready to grow. */
interface Holding {
  readonly session: LogSession;
  readonly builder: TreeBuilder;
  position: Position;
  signed: SignedTree | undefined;
  /** The one publication under way. */
  publishing: Publishing | undefined;
}

/** A tree on its way out, while the witnesses look at it. */
interface Publishing {
  readonly tree: SignedTree;
  readonly position: Position;
  /** Undefined while they are asked. */
  cosigned?: Cosigned;
  readonly done: Promise<void>;
}

/**
 * Follows the store, lets the tree grow, signs it and publishes the signature. One at a time holds the log; more
 * may stand by. Order of a publication: tree, index and signature in one transaction; then the file; then the
 * table that is served; then the observers. A crash between any two is made good by the next start.
 *
 * What fails in passing (a database that is away, a write whose answer was lost) makes it forget all it knows of
 * the log and take it again. What contradicts itself makes it stop: see `NotaryStopped`.
 */
export class Notary {
  readonly #options: Required<NotaryOptions>;
  readonly #metrics: NotaryMetrics;
  readonly #hasher: TreeHasher = nodeHasher();
  readonly #covered = new Barrier();
  readonly #observers = new Set<(tree: SignedTree) => void>();
  readonly #ending = new AbortController();
  readonly #merging: Merging;
  #running: Promise<void> | undefined;
  #state: NotaryState = 'starting';
  #trouble: { readonly reason: string; readonly entry?: number } | undefined;
  #contradiction: NotaryStopped | undefined;
  #published: SignedTree | undefined;
  /** By `performance.now()`; 0 before anything was published under this hold. */
  #publishedAt = 0;
  #announced = -1;
  #sampledAt = 0;
  #sample: number | undefined;
  /** Entries read from the store so far. */
  #read = 0;
  #witnessing: Witnessing | undefined;

  constructor(
    private readonly parts: NotaryParts,
    options: NotaryOptions = {},
  ) {
    this.#metrics = parts.metrics ?? uncounted;
    this.#merging = new Merging(this.#metrics);
    this.#options = {
      interval: 1_000,
      renewEvery: 60_000,
      sampleEvery: 5_000,
      batch: 4_096,
      recover: false,
      checkAll: false,
      chance: Math.random,
      ...options,
    };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the step in hand and lets the next notary in. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
    this.#covered.break(new Error('the notary was told to end'));
  }

  health(): NotaryHealth {
    const size = this.#published?.size ?? 0;
    const witnesses = this.#witnessing === undefined ? {} : { witnesses: this.#witnessing };
    return { state: this.#state, size, lag: Math.max(this.#read - size, 0), ...witnesses, ...this.#trouble };
  }

  /** Resolves once a published checkpoint covers the event at this position; rejects when the notary stops. */
  covered(position: Position, signal?: AbortSignal): Promise<void> {
    return this.#covered.wait(position, signal);
  }

  /** Called after each publication of a larger tree. Gives the function that ends it. */
  onCheckpoint(observer: (tree: SignedTree) => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Somebody else saw the store contradict the log: nothing more is signed. */
  report(contradiction: NotaryStopped): void {
    this.#contradiction ??= contradiction;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      try {
        await this.#hold();
      } catch (error) {
        if (signal.aborted) return;
        const refusal = refusalOf(error);
        if (refusal !== undefined) return this.#stopSigning(refusal);
        this.#retry(error);
        await this.#pause(this.#options.interval);
      }
    }
  }

  async #hold(): Promise<void> {
    const { signal } = this.#ending;
    const { interval, recover, checkAll, chance } = this.#options;
    const session = await this.parts.take({ signal, retryEvery: interval, onStandby: () => this.#enter('standby') });
    try {
      const resumed = await resume({ ...this.parts, hasher: this.#hasher, recover, checkAll, chance }, session.state);
      const { builder, position, signed } = resumed;
      this.#published = resumed.published;
      this.#publishedAt = 0; // whatever the table says, the newest signature is published again
      this.#read = builder.size;
      const holding: Holding = { session, builder, position, signed, publishing: undefined };
      if (signed === undefined) await this.#begin(holding);
      // Nothing new is signed before the witnesses were asked whether they know more of this log than it does.
      if (!recover) await this.#publishFirst(holding);
      while (!signal.aborted) {
        const began = performance.now();
        this.#heedContradiction();
        await this.#catchUp(holding);
        await this.#publishIfDue(holding);
        await this.#sampleIfDue(holding);
        this.#enter('following');
        if (holding.publishing?.cosigned !== undefined) continue;
        const waiting = holding.publishing === undefined && (holding.signed?.size ?? 0) > (this.#published?.size ?? 0);
        const pause = this.#pause(interval - (performance.now() - (waiting ? Math.min(began, this.#publishedAt) : began)));
        await Promise.race([pause, ...(holding.publishing === undefined ? [] : [holding.publishing.done])]);
      }
    } finally {
      session.close();
    }
  }

  /** A new log begins by signing the empty tree, so that there is a checkpoint to ask for from the first second. */
  async #begin(holding: Holding): Promise<void> {
    const tree = await signTree(0, holding.builder.root(), this.parts.keys);
    await holding.session.commit({ from: 0, entries: [], tiles: [], tree });
    holding.signed = tree;
  }

  /** Takes in all that the store has, a transaction a batch; while one is written, the next is read and hashed. */
  async #catchUp(holding: Holding): Promise<void> {
    const { store, keys } = this.parts;
    const read = (after: Position): Promise<readonly RecordedEvent[]> => heldBack(store.readAll(after, this.#options.batch));
    let writing = Promise.resolve();
    try {
      for (let reading = read(holding.position); !this.#ending.signal.aborted; ) {
        const events = await reading;
        const last = events.at(-1);
        if (last === undefined) return;
        reading = read(last.position);
        this.#read += events.length;
        const growth = await grow(holding.builder, events, keys, this.#hasher);
        await writing;
        await this.#publishIfDue(holding);
        this.#heedContradiction();
        writing = heldBack(this.#commit(holding, growth, last.position, events));
      }
    } finally {
      await writing;
    }
  }

  async #commit(holding: Holding, growth: LogGrowth, position: Position, events: readonly RecordedEvent[]): Promise<void> {
    await holding.session.commit(growth);
    holding.position = position;
    holding.signed = growth.tree;
    this.#merging.committed(events);
  }

  /** What was signed last is published again under each hold, now with what the witnesses say of it. */
  async #publishFirst(holding: Holding): Promise<void> {
    if (this.parts.witnesses === undefined) return;
    await this.#publishIfDue(holding);
    await holding.publishing?.done;
    await this.#publishIfDue(holding);
  }

  /** The newest signed tree, when it is new and the last publication is long enough ago; else, in time, once more. */
  async #publishIfDue(holding: Holding): Promise<void> {
    const { signed, position, publishing } = holding;
    if (publishing !== undefined) {
      if (publishing.cosigned === undefined) return;
      holding.publishing = undefined;
      return this.#publish(holding, publishing.cosigned, publishing.position);
    }
    const before = this.#published;
    if (signed === undefined || signed.size < (before?.size ?? 0)) return; // recovering: not yet where it was
    const now = performance.now();
    const first = this.#publishedAt === 0;
    const isNew = before === undefined || signed.size > before.size;
    if (!first && now - this.#publishedAt < (isNew ? this.#options.interval : this.#options.renewEvery)) return;
    this.#heedContradiction();
    const tree = await sealTree(signed, this.parts.keys);
    const { witnesses } = this.parts;
    if (witnesses === undefined) return this.#publish(holding, { tree }, position);
    const { signal } = this.#ending;
    const asking = witnesses.cosign(tree, { signal, everybody: first, before: isNew ? undefined : before?.note });
    const begun: Publishing = { tree, position, done: heldBack(asking.then((cosigned) => void (begun.cosigned = cosigned))) };
    holding.publishing = begun;
  }

  async #publish(holding: Holding, { tree, witnessing, stop }: Partial<Cosigned> & Pick<Cosigned, 'tree'>, position: Position): Promise<void> {
    this.#heedContradiction();
    if (stop !== undefined) throw stop;
    await this.parts.file.write(utf8(tree.note));
    await holding.session.publish(tree, witnessing?.quorum ?? true);
    this.#publishedAt = performance.now();
    this.#sayWitnessed(witnessing);
    this.#announce(tree, position);
  }

  #sayWitnessed(now: Witnessing | undefined): void {
    const before = this.#witnessing?.quorum ?? true;
    this.#witnessing = now;
    if (now === undefined) return;
    this.#metrics.witnessed(now.quorum);
    if (now.quorum === before) return;
    const missing = now.missing.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
    if (now.quorum) this.parts.log.info('the newest checkpoint has a quorum of witnesses again');
    else this.parts.log.warn(`the newest checkpoint was published without a quorum of witnesses (${missing})`);
  }

  #announce(tree: SignedTree, position: Position): void {
    this.#published = tree;
    this.#read = Math.max(this.#read, tree.size);
    this.#covered.advance(position);
    this.#merging.published(position);
    this.#metrics.published(tree.size);
    if (tree.size <= this.#announced) return;
    this.#announced = tree.size;
    for (const observer of this.#observers) observer(tree);
  }

  /** One tile after the other, from one picked by chance, round and round. */
  async #sampleIfDue({ signed }: Holding): Promise<void> {
    const now = performance.now();
    if (signed === undefined || signed.size === 0 || now - this.#sampledAt < this.#options.sampleEvery) return;
    this.#sampledAt = now;
    const tiles = Math.ceil(signed.size / TILE_WIDTH);
    const index = this.#sample ?? Math.floor(this.#options.chance() * tiles);
    await checkTile({ ...this.parts, hasher: this.#hasher, tree: signed }, Math.min(index, tiles - 1));
    this.#sample = (index + 1) % tiles;
  }

  #heedContradiction(): void {
    if (this.#contradiction !== undefined) throw this.#contradiction;
  }

  #enter(state: NotaryState): void {
    this.#trouble = undefined;
    if (state === this.#state) return;
    this.#state = state;
    this.parts.log.info(`the notary is ${state}`);
  }

  #retry(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (this.#state !== 'retrying') this.parts.log.warn(`the notary lost its hold on the log and takes it again: ${reason}`);
    this.#state = 'retrying';
    this.#trouble = { reason: 'a part that the log needs did not answer; the process\'s own log says which' };
    this.#merging.forget();
    this.#read = this.#published?.size ?? 0;
  }

  #stopSigning(stopped: NotaryStopped): void {
    this.#state = 'stopped';
    this.#trouble = { reason: stopped.message, ...(stopped.entry === undefined ? {} : { entry: stopped.entry }) };
    this.parts.log.error(`the notary stopped signing (${stopped.code}): ${stopped.message}`);
    this.#covered.break(stopped);
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#ending;
    if (signal.aborted || milliseconds <= 0) return;
    await delay(milliseconds, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** A promise that is awaited later: should it fail before, that is told then, and not as an unhandled rejection now. */
function heldBack<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
