import { Readable } from 'node:stream';
import { bundlePage, COVENANT_VERSION, type BundleHead, type Language, type RecordHistory } from '@covenant/domain';
import { type EventStore, START } from '@covenant/event-store';
import {
  decodeBundle,
  entriesPath,
  formatPolicy,
  formatShownKeys,
  formatVerifierKey,
  parseEntry,
  TILE_WIDTH,
  type TileId,
  tilePath,
  tileWidth,
  utf8,
  witnessesOn,
} from '@covenant/transparency';
import { ZipFile } from 'yazl';
import { noCheckpointYet, notFound, notYetCovered } from '../served/problems.js';
import type { StoredEntries } from '../served/stored-entries.js';
import type { KeyDirectory } from '../served/key-directory.js';
import type { LogReader } from '../tables/log-reader.js';
import type { SignedTree } from '../tables/log-session.js';
import { details } from '../served/words/words.js';

export interface BundlesParts {
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly entries: StoredEntries;
  /** Whose signatures count. */
  readonly directory: KeyDirectory;
  readonly origin: string;
}

export interface AskedBundle {
  readonly cityId: string;
  /** Number of the last entry that it must have, or the time up to which; the newest when left out. */
  readonly upTo?: number | Date | undefined;
  readonly language: Language;
}

export interface Bundle {
  /** Entries of the tree in it. */
  readonly size: number;
  /** A zip file, made while it is read. It ends in an error, and is no zip file, when something could not be read. */
  readonly zip: Readable;
}

/**
 * What a person can keep: the log as a mirror has it (`log/…`, the layout that the auditor verifies), and a page
 * that tells one city's histories in words. Nothing is prepared and nothing kept: it is read while it is sent.
 */
export class Bundles {
  constructor(private readonly parts: BundlesParts) {}

  /** @throws Problem where there is no such city or no checkpoint that covers the entry */
  async open({ cityId, upTo, language }: AskedBundle): Promise<Bundle> {
    const { reader, store, directory, origin } = this.parts;
    const last = upTo instanceof Date ? await this.#lastBy(upTo) : upTo;
    const tree = await this.#tree(last);
    const [policy, keys] = await Promise.all([directory.policy(tree.size), directory.shown(tree.size)]);
    const [newest] = await reader.index(tree.size - 1, tree.size);
    const [enrolled] = await store.readStream(`city-${cityId}`, { limit: 1 });
    if (enrolled === undefined || enrolled.position > (newest?.position ?? START)) {
      throw notFound(details.noCity(cityId, tree.size));
    }
    const name = enrolled.data['name'];
    const head: BundleHead = {
      language,
      version: COVENANT_VERSION,
      cityId,
      city: typeof name === 'string' ? name : cityId,
      origin,
      size: tree.size,
      keys: policy.logs.map(({ key }) => formatVerifierKey(key)),
      witnesses: witnessesOn(utf8(tree.note), policy),
      upTo: last === undefined || last === tree.size - 1 ? undefined : last,
    };
    const companions = { 'log/policy': formatPolicy(policy), 'keys.json': formatShownKeys(keys) };
    return { size: tree.size, zip: this.#zip(tree, head, cityId, companions) };
  }

  async #tree(upTo: number | undefined): Promise<SignedTree> {
    const tree = await this.parts.reader.publicationOver(upTo === undefined ? undefined : upTo + 1);
    if (tree !== undefined) return tree;
    if (upTo === undefined) throw noCheckpointYet();
    if (upTo >= (await this.#mostEntries())) throw notFound(details.noEntryYet(upTo));
    throw notYetCovered(details.entryNotCovered(upTo));
  }

  /** How many entries there can be at the most: no two facts of the store share a position. */
  async #mostEntries(): Promise<number> {
    const { reader, store } = this.parts;
    const size = (await reader.published())?.size ?? 0;
    const [newest] = size === 0 ? [] : await reader.index(size - 1, size);
    return size + Number((await store.head()) - (newest?.position ?? START));
  }

  /** The newest entry that was recorded by then; times rise with the numbers, as far as the ledger's clock does. */
  async #lastBy(time: Date): Promise<number> {
    const newest = await this.#tree(undefined);
    let [from, to] = [0, newest.size];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const { bytes } = await this.parts.entries.entry(middle);
      if (Date.parse(parseEntry(bytes).recordedAt) <= time.getTime()) from = middle + 1;
      else to = middle;
    }
    if (from === 0) throw notFound(details.nothingByThen);
    return from - 1;
  }

  #zip(tree: SignedTree, head: BundleHead, cityId: string, companions: Readonly<Record<string, Uint8Array | string>>): Readable {
    const zip = new ZipFile();
    const streams = new Map<string, number[]>();
    const add = (path: string, make: () => Promise<Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>>, compress = true): void => {
      zip.addReadStreamLazy(path, { compress }, (done) => {
        make().then(
          (pieces) => done(null, Readable.from(pieces)),
          (error: unknown) => output.destroy(asError(error)),
        );
      });
    };
    const output = new Readable().wrap(zip.outputStream);
    zip.on('error', (error) => output.destroy(asError(error)));

    const checkpoint = utf8(tree.note);
    add('log/checkpoint', () => Promise.resolve([checkpoint]));
    add(`log/checkpoints/${tree.size}`, () => Promise.resolve([checkpoint]));
    for (const [path, content] of Object.entries(companions)) add(path, () => Promise.resolve([content]));
    for (const tile of tilesOf(tree.size)) add(`log/${tilePath(tile)}`, async () => [await this.#tile(tile)], false);
    for (let index = 0; index * TILE_WIDTH < tree.size; index++) {
      const width = tileWidth(tree.size, 0, index);
      add(`log/${entriesPath(index, width)}`, async () => {
        const bytes = await this.parts.entries.plain(index, width);
        collect(bytes, index, width, cityId, streams);
        return [bytes];
      });
    }
    add('index.html', () => Promise.resolve(bundlePage(head, this.#histories(streams))));
    zip.end();
    return output;
  }

  async #tile(tile: TileId): Promise<Uint8Array> {
    return (await this.parts.reader.tile(tile)).slice(0, tile.width * 32);
  }

  async *#histories(streams: ReadonlyMap<string, readonly number[]>): AsyncGenerator<RecordHistory> {
    for (const [stream, numbers] of streams) {
      const events = await this.parts.store.readStream(stream, { limit: numbers.length });
      yield { stream, facts: events.map((event, i) => ({ entry: numbers[i] ?? 0, event })) };
    }
  }
}

/** Every tile of a tree, whole or partial. */
function* tilesOf(size: number): Generator<TileId> {
  for (let level = 0; tileWidth(size, level, 0) > 0; level++) {
    for (let index = 0; tileWidth(size, level, index) > 0; index++) yield { level, index, width: tileWidth(size, level, index) };
  }
}

/** Notes the numbers of the city's entries, by record, in order. */
function collect(bundle: Uint8Array, index: number, width: number, cityId: string, streams: Map<string, number[]>): void {
  if (!Buffer.from(bundle.buffer, bundle.byteOffset, bundle.length).includes(cityId)) return;
  decodeBundle(bundle, width).forEach((bytes, i) => {
    const entry = JSON.parse(new TextDecoder().decode(bytes)) as { readonly cityId: string; readonly stream: string };
    if (entry.cityId !== cityId) return;
    const numbers = streams.get(entry.stream) ?? [];
    numbers.push(index * TILE_WIDTH + i);
    streams.set(entry.stream, numbers);
  });
}


const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
