import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore, Position, RecordedEvent } from '@covenant/event-store';
import type { Traces } from '@covenant/platform';
import { TILE_WIDTH, type TreeBuilder, type TreeHasher } from '@covenant/transparency';
import { nodeHasher } from '../hasher.js';
import type { KeyRing } from '../keys/key-ring.js';
import { type NotaryMetrics, uncounted } from '../metrics.js';
import type { PublishedFile } from '../published-file.js';
import type { LogReader } from '../tables/log-reader.js';
import type { LogGrowth, LogSession, SignedTree } from '../tables/log-session.js';
import type { Witnesses } from '../witnesses/witnesses.js';
import { Barrier } from './barrier.js';
import { checkTile } from './check-entries.js';
import { grow } from './grow.js';
import { heldBack } from './held-back.js';
import { Merging } from './merging.js';
import type { NotaryHealth, NotaryOptions, NotaryState } from './notary-health.js';
import { Publication } from './publication.js';
import { refusalOf } from './refusal-of.js';
import { rehearse, resume } from './resume.js';
import { signTree } from './sign.js';
import { NotaryStopped } from './stopped.js';
import type { NotaryLog } from './witness-report.js';

export type { NotaryHealth, NotaryOptions, NotaryState } from './notary-health.js';
export type { NotaryLog } from './witness-report.js';

export interface NotaryParts {
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly keys: KeyRing;
  readonly file: PublishedFile;
  /** Waits for the log and takes it; see `takeLog`. */
  readonly take: (waiting: { signal: AbortSignal; onStandby: () => void }) => Promise<LogSession>;
  /** Who is asked to cosign before a checkpoint is published; nobody when left out. */
  readonly witnesses?: Witnesses | undefined;
  readonly log: NotaryLog;
  readonly metrics?: NotaryMetrics;
  readonly traces?: Traces;
}

/** The log as the one who holds it knows it. The builder is the tree of `signed`, ready to grow. */
interface Holding {
  readonly session: LogSession;
  readonly builder: TreeBuilder;
  position: Position;
  signed: SignedTree | undefined;
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
  readonly #publication: Publication;
  #running: Promise<void> | undefined;
  #state: NotaryState = 'starting';
  #trouble: { readonly reason: string; readonly entry?: number } | undefined;
  #contradiction: NotaryStopped | undefined;
  #announced = -1;
  #sampledAt = 0;
  #sample: number | undefined;
  /** Entries read from the store so far. */
  #read = 0;

  constructor(
    private readonly parts: NotaryParts,
    options: NotaryOptions = {},
  ) {
    this.#metrics = parts.metrics ?? uncounted;
    this.#merging = new Merging(this.#metrics, parts.traces);
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
    const { interval, renewEvery } = this.#options;
    this.#publication = new Publication({ ...parts, metrics: this.#metrics }, {
      interval,
      renewEvery,
      signal: this.#ending.signal,
      heed: () => this.#heedContradiction(),
      onPublished: (tree, position) => this.#announce(tree, position),
    });
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
    const { published, witnessing } = this.#publication;
    const size = published?.size ?? 0;
    const witnesses = witnessing === undefined ? {} : { witnesses: witnessing };
    const missing = this.parts.keys.missing(this.#read);
    const missingKeys = missing.length === 0 || this.#state === 'standby' ? {} : { missingKeys: missing };
    return { state: this.#state, size, lag: Math.max(this.#read - size, 0), ...witnesses, ...missingKeys, ...this.#trouble };
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
    const { recover, checkAll, chance } = this.#options;
    let rehearsed = Promise.resolve();
    const onStandby = (): void => {
      this.#enter('standby');
      rehearsed = rehearse({ ...this.parts, hasher: this.#hasher, chance }, signal);
    };
    // Both looks use the same keys: one after the other.
    const session = await this.parts.take({ signal, onStandby }).finally(() => rehearsed);
    this.parts.log.info(`the notary has the log (fence ${session.state.fence}) and looks at what it holds`);
    try {
      const resumed = await resume({ ...this.parts, hasher: this.#hasher, recover, checkAll, chance }, session.state);
      const { builder, position, signed } = resumed;
      this.#publication.begin(resumed.published);
      this.#read = builder.size;
      const holding: Holding = { session, builder, position, signed };
      if (signed === undefined) await this.#begin(holding);
      // Nothing new is signed before the witnesses were asked whether they know more of this log than it does.
      if (!recover) await this.#publication.first(holding);
      while (!signal.aborted) {
        const began = performance.now();
        if (!session.held()) throw new Error('another notary may hold the log');
        this.#heedContradiction();
        await this.#catchUp(holding);
        await this.#publication.ifDue(holding);
        await this.#sampleIfDue(holding);
        this.#enter('following');
        await this.#untilNext(holding, began);
      }
    } finally {
      session.close();
    }
  }

  /**
   * A look at the store each interval, and one when a tree may go out next: what is taken in just before it was signed
   * waits least. Sooner when the witnesses have answered.
   */
  async #untilNext({ signed }: Holding, began: number): Promise<void> {
    const { asked, answered, published, sealedAt } = this.#publication;
    if (answered) return;
    const waiting = asked === undefined && (signed?.size ?? 0) > (published?.size ?? 0);
    const from = waiting ? sealedAt : Math.max(began, sealedAt);
    const pause = this.#pause(from + this.#options.interval - performance.now());
    await Promise.race([pause, ...(asked === undefined ? [] : [asked])]);
  }

  /** A new log begins by signing the empty tree, so that there is a checkpoint to ask for from the first second. */
  async #begin(holding: Holding): Promise<void> {
    const tree = await signTree(0, holding.builder.root(), this.parts.keys);
    await holding.session.commit({ from: 0, entries: [], tiles: [], tree });
    holding.signed = tree;
  }

  /**
   * Takes in all that the store has now, a transaction a batch; while one is written, the next is read and hashed. What
   * is recorded meanwhile is for the next look: a store that never rests would have a transaction for every few events.
   */
  async #catchUp(holding: Holding): Promise<void> {
    const { store, keys } = this.parts;
    const head = await store.head();
    const read = (after: Position): Promise<readonly RecordedEvent[]> =>
      after < head ? heldBack(store.readAll(after, this.#options.batch)) : Promise.resolve([]);
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
        await this.#publication.ifDue(holding);
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
    this.#enter('following'); // under a steady load the end of what there is to take in may be long in coming
    this.#merging.committed(events);
  }

  #announce(tree: SignedTree, position: Position): void {
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
    this.#read = this.#publication.published?.size ?? 0;
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
