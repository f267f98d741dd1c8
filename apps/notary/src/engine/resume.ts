import type { EventStore, Position } from '@covenant/event-store';
import {
  type Checkpoint,
  MalformedError,
  type NoteVerifier,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  rootFromTiles,
  sameBytes,
  TILE_WIDTH,
  toBase64,
  TreeBuilder,
  type TreeHasher,
  UnprovenError,
  utf8,
} from '@covenant/transparency';
import { keyEntries, keyEntryOf } from '../keys/key-facts.js';
import type { KeyRing, NumberedFact } from '../keys/key-ring.js';
import type { PublishedFile } from '../published-file.js';
import type { LogReader } from '../tables/log-reader.js';
import type { LogState, SignedTree } from '../tables/log-session.js';
import { checkTile, orDamaged } from './check-entries.js';
import { appendEvents } from './grow.js';
import { NotaryStopped } from './stopped.js';
import { verifyAll } from './verify-all.js';
import type { NotaryLog } from './witness-report.js';

export interface Resuming {
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly keys: KeyRing;
  readonly file: PublishedFile;
  readonly hasher: TreeHasher;
  /** Picks the tiles of the sample: a number in [0, 1). */
  readonly chance: () => number;
  /** The operator says: rebuild lost tables from the store, provided that it leads to what was published. */
  readonly recover: boolean;
  /** Hold every entry against the store, and not a sample: reads all there is. */
  readonly checkAll: boolean;
}

/** Where signing may go on. */
export interface Resumed {
  readonly builder: TreeBuilder;
  readonly position: Position;
  /** The newest signed tree; undefined in a log that has signed nothing. */
  readonly signed: SignedTree | undefined;
  /** What the world has seen last, by the table or by the file, whichever knows more. */
  readonly published: SignedTree | undefined;
}

/** Tiles held against the store at the start: the newest, and as many more by chance. */
const NEWEST = 4;
const BY_CHANCE = 12;
const REBUILD_PAGE = 4096;

/** What of the log is looked at. */
type Extent = Pick<LogState, 'size' | 'position'>;

/**
 * Looks at everything that a checkpoint will rest on, before the first is signed: the tables against the last
 * checkpoint, that against the key and the published file, and the store against the tables.
 * @throws NotaryStopped when any two of them disagree; other errors when something could not be read
 */
export async function resume(parts: Resuming, state: Extent): Promise<Resumed> {
  const { reader } = parts;
  reader.forget();
  const signed = await reader.checkpoint();
  if ((signed?.size ?? 0) !== state.size) {
    throw new NotaryStopped('log-damaged', `the log has ${state.size} entries and its newest checkpoint ${signed?.size ?? 'is missing'}`);
  }
  return look(parts, state, signed);
}

/**
 * The same look at what another notary has signed so far, by one that stands by: what it needs is loaded when its turn
 * comes, and what would keep it from leading is said before. The log only grows, so the other one may go on meanwhile.
 * Never throws: nobody who stands by stops for what it sees, since another one may be about to recover it.
 */
export async function rehearse(parts: Omit<Resuming, 'recover' | 'checkAll'> & { readonly log: NotaryLog }, signal: AbortSignal): Promise<void> {
  const { reader, log } = parts;
  try {
    const signed = await reader.checkpoint();
    if (signed === undefined || signed.size === 0) return;
    const [newest] = await reader.index(signed.size - 1, signed.size);
    if (newest === undefined) throw new NotaryStopped('log-damaged', `the entry index lacks number ${signed.size - 1}`, signed.size - 1);
    await look({ ...parts, recover: false, checkAll: false }, { size: signed.size, position: newest.position }, signed);
  } catch (error) {
    if (signal.aborted) return;
    log.warn(`standing by, the notary could not look at the log: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function look(parts: Resuming, extent: Extent, signed: SignedTree | undefined): Promise<Resumed> {
  const { reader, keys, hasher } = parts;
  keys.reset(await keyEntries(parts, extent.size));
  const builder = await orDamaged(async () => new TreeBuilder(hasher, await reader.edge(extent.size)));
  if (signed !== undefined) {
    // While tables are rebuilt, trees of an earlier key's time are signed by the one at hand.
    own(signed, parts.recover ? keys.allVerifiers() : keys.verifiers(signed.size));
    if (!sameBytes(builder.root(), signed.root)) {
      const roots = `${toBase64(builder.root())} by its tiles, ${toBase64(signed.root)} by its checkpoint`;
      throw new NotaryStopped('log-damaged', `the root of ${extent.size} entries is ${roots}`);
    }
  }
  const published = await publishedBefore(parts, extent);
  await checkStore(parts, extent, signed);
  return { builder, position: extent.position, signed, published };
}

/** The last published checkpoint, found to be the beginning of this log. */
async function publishedBefore(parts: Resuming, state: Extent): Promise<SignedTree | undefined> {
  const { reader, keys, file, hasher } = parts;
  const [row, bytes] = await Promise.all([reader.published(), file.read()]);
  if (bytes === undefined) return row;
  const note = new TextDecoder().decode(bytes);
  const { size } = readNote(note, file.name);
  // Of a tree that is not here, the entries are not here either that say who signs it.
  const kept = own({ note }, size > state.size ? keys.allVerifiers() : keys.verifiers(size), file.name);
  const root = kept.size > state.size
    ? await rebuiltRoot(parts, state, kept)
    : await orDamaged(() => rootFromTiles(kept.size, reader.tile, hasher));
  if (!sameBytes(root, kept.root)) {
    throw new NotaryStopped(
      'forked',
      `the checkpoint of ${kept.size} entries that was published (${file.name}) has root ${toBase64(kept.root)}; ` +
        `the first ${kept.size} entries now have ${toBase64(root)}`,
    );
  }
  return row === undefined || kept.size > row.size ? kept : row;
}

/**
 * The log's tables were lost or are an older copy. Without being told to recover, that is the end. With it, the
 * tree is first grown to the published size in memory, from the store alone: nothing is written or signed here.
 */
async function rebuiltRoot(parts: Resuming, state: Extent, kept: SignedTree): Promise<Uint8Array> {
  const { store, reader, hasher, file } = parts;
  const told = `a checkpoint of ${kept.size} entries was published (${file.name}) and the database has ${state.size}`;
  if (!parts.recover) {
    throw new NotaryStopped('behind-published', `${told}: it is an older copy, and signing it further would fork the log`);
  }
  const builder = await orDamaged(async () => new TreeBuilder(hasher, await reader.edge(state.size)));
  const before = await keyEntries(parts, state.size);
  const found: NumberedFact[] = [...before];
  for (let position = state.position; builder.size < kept.size; ) {
    const events = await store.readAll(position, Math.min(kept.size - builder.size, REBUILD_PAGE));
    const last = events.at(-1);
    if (last === undefined) {
      throw new NotaryStopped('behind-published', `${told}; the store leads to ${builder.size} and no further`);
    }
    const from = builder.size;
    await appendEvents(builder, events, hasher);
    for (const about of events.flatMap((event, i) => keyEntryOf(event, from + i) ?? [])) found.push(about);
    position = last.position;
  }
  parts.keys.reset(found);
  own(kept, parts.keys.verifiers(kept.size), file.name);
  parts.keys.reset(before, kept.size);
  return builder.root();
}

/** What a note says of itself. @throws NotaryStopped */
function readNote(note: string, where: string): Checkpoint {
  try {
    return parseCheckpoint(parseNote(utf8(note)).text);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new NotaryStopped('wrong-key', `${where} is no checkpoint: ${error.message}`);
  }
}

/** A checkpoint that these keys signed for this origin, and none besides them that says to be the log's own. */
function own({ note }: Pick<SignedTree, 'note'>, verifiers: readonly NoteVerifier[], where = 'the newest checkpoint'): SignedTree {
  const known = verifiers.map(({ name, keyId }) => `${name}+${keyId.toString(16).padStart(8, '0')}`).join(' or ');
  try {
    const { origin, size, root, note: opened } = openCheckpoint(utf8(note), verifiers);
    const stranger = opened.ignored.find(({ name }) => name === origin);
    if (stranger === undefined) return { size, root, note };
    const id = stranger.keyId.toString(16).padStart(8, '0');
    throw new NotaryStopped('wrong-key', `${where} is signed by the key ${origin}+${id} too, and the keys of the log are ${known}`);
  } catch (error) {
    if (!(error instanceof UnprovenError || error instanceof MalformedError)) throw error;
    throw new NotaryStopped('wrong-key', `${where} is not signed by ${known}: ${error.message}`);
  }
}

async function checkStore({ store, reader, hasher, chance, checkAll }: Resuming, state: Extent, tree: SignedTree | undefined): Promise<void> {
  if (tree === undefined || state.size === 0) return;
  const head = await store.head();
  if (head < state.position) {
    const lost = await reader.firstAfter(head);
    const place = `event ${lost?.eventId ?? ''} at position ${lost?.position ?? state.position}`;
    const message = `entry ${lost?.number ?? ''} of the log is ${place}; the store ends at ${head}`;
    throw new NotaryStopped('store-contradicts-log', message, lost?.number);
  }
  if (checkAll) return verifyAll({ store, reader, hasher, tree });
  const newest = state.size - 1;
  const last = Math.floor(newest / TILE_WIDTH);
  const tiles = new Set(Array.from({ length: Math.min(NEWEST, last + 1) }, (_, i) => last - i));
  for (let i = 0; i < BY_CHANCE; i++) tiles.add(Math.floor(chance() * (last + 1)));
  for (const index of tiles) await checkTile({ store, reader, hasher, tree }, index);
}
