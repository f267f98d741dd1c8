import type { EventStore } from '@covenant/event-store';
import {
  consistencyProof,
  formatProofFile,
  HASH_BYTES,
  inclusionProof,
  parseTilePath,
  tileWidth,
  toBase64,
  type TreeHasher,
  utf8,
} from '@covenant/transparency';
import type { NotaryStopped } from '../engine/stopped.js';
import { nodeHasher } from '../hasher.js';
import type { LogReader, PublishedTree } from '../tables/log-reader.js';
import type { SignedTree } from '../tables/log-session.js';
import { PendingEvents } from './pending.js';
import { malformed, noCheckpointYet, notFound, notYetCovered } from './problems.js';
import { type Served, type ServedBundle, StoredEntries } from './stored-entries.js';
import { details } from './words/words.js';

export interface PublicLogParts {
  readonly store: EventStore;
  readonly reader: LogReader;
  /** Told when the store turns out not to have what was logged. */
  readonly onContradiction: (seen: NotaryStopped) => void;
}

export interface ConsistencyAnswer {
  readonly from: number;
  readonly to: number;
  /** RFC 6962 §2.1.2, each hash in base 64. */
  readonly consistency: readonly string[];
}

export type TileAnswer = { readonly kind: 'hashes'; readonly bytes: Uint8Array } | ({ readonly kind: 'entries' } & ServedBundle);

/**
 * The public log as anybody may read it. Nothing is shown that a published checkpoint does not cover. Every answer
 * here is a function of what is stored; refusals are problems.
 */
export class PublicLog {
  readonly #reader: LogReader;
  readonly #hasher: TreeHasher = nodeHasher();
  readonly #pending: PendingEvents;
  /** Shared with who shows entries in other ways. */
  readonly entries: StoredEntries;
  #size = 0;

  constructor({ store, reader, onContradiction }: PublicLogParts) {
    this.#reader = reader;
    this.entries = new StoredEntries(store, reader, this.#hasher, onContradiction);
    this.#pending = new PendingEvents(store);
  }

  /** @throws Problem `unavailable` before the first publication */
  async checkpoint(): Promise<PublishedTree> {
    const tree = await this.#reader.published();
    if (tree === undefined) throw noCheckpointYet();
    this.#size = Math.max(this.#size, tree.size);
    return tree;
  }

  /** `path` as in `tile/0/x001/234.p/5`. @throws Problem */
  async tile(path: string): Promise<TileAnswer> {
    const id = parseTilePath(path);
    if (id === undefined) throw malformed(details.tilePath);
    const level = id.kind === 'hashes' ? id.level : 0;
    const published = await this.#sizeWith((size) => tileWidth(size, level, id.index) >= id.width);
    const width = tileWidth(published, level, id.index);
    if (width < id.width) {
      throw notFound(details.tileTooWide(published, width, id.width));
    }
    if (id.kind === 'entries') return { kind: 'entries', ...(await this.entries.bundle(id.index, id.width)) };
    const hashes = await this.#reader.tile(id);
    return { kind: 'hashes', bytes: hashes.subarray(0, id.width * HASH_BYTES) };
  }

  /** The `.tlog-proof` of an event, in the tree of a signed `size` or in the newest. @throws Problem */
  async proof(eventId: string, size?: number): Promise<Uint8Array> {
    const { entry, tree: newest } = await this.#covered(eventId);
    const tree = size === undefined || size === newest.size ? newest : await this.#signed(size, newest);
    if (entry >= tree.size) throw notFound(details.treeTooSmall(entry, tree.size));
    const path = await inclusionProof(entry, tree.size, this.#reader.tile, this.#hasher, this.#reader.subtreeRoot);
    return formatProofFile({ index: entry, path, checkpoint: utf8(tree.note) });
  }

  /** The exact bytes under the event's leaf. @throws Problem */
  async entry(eventId: string): Promise<Served & { readonly number: number }> {
    const { entry } = await this.#covered(eventId);
    return { ...(await this.entries.entry(entry)), number: entry };
  }

  /** @throws Problem */
  async consistency(from: number, to?: number): Promise<ConsistencyAnswer> {
    const published = to === undefined ? (await this.checkpoint()).size : await this.#sizeWith((size) => size >= to);
    const end = to ?? published;
    if (end > published) throw notFound(details.tooFew(published, end));
    if (from > end) throw malformed(details.sizesReversed(from, end));
    const hashes = await consistencyProof(from, end, this.#reader.tile, this.#hasher, this.#reader.subtreeRoot);
    return { from, to: end, consistency: hashes.map(toBase64) };
  }

  async #signed(size: number, newest: SignedTree): Promise<SignedTree> {
    const tree = size < newest.size ? ((await this.#reader.publication(size)) ?? (await this.#reader.checkpoint(size))) : undefined;
    if (tree === undefined) throw notFound(details.notSigned(size));
    return tree;
  }

  async #covered(eventId: string): Promise<{ entry: number; tree: SignedTree }> {
    let found = await this.#reader.locate(eventId);
    if (found.entry === undefined) {
      const pendency = await this.#pending.look(eventId, found.position);
      if (pendency === 'pending') throw notYetCovered(details.notTakenIn);
      if (pendency === 'cannot-tell') throw notYetCovered(details.catchingUp);
      // It may have been taken in between the two looks.
      found = await this.#reader.locate(eventId);
    }
    const { entry, published } = found;
    if (entry === undefined) throw notFound(details.noEvent(eventId));
    if (published === undefined || entry >= published.size) {
      throw notYetCovered(details.eventNotCovered(entry));
    }
    return { entry, tree: published };
  }

  /** The published size; read again only when the one known is not enough, since it never shrinks. */
  async #sizeWith(enough: (size: number) => boolean): Promise<number> {
    return enough(this.#size) ? this.#size : (await this.checkpoint()).size;
  }
}
