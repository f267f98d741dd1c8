import { type EventStore, type RecordedEvent, START } from '@covenant/event-store';
import {
  entryBytes,
  EntryTooLarge,
  HASH_BYTES,
  inclusionProof,
  MalformedError,
  sameBytes,
  TILE_WIDTH,
  type TreeHasher,
  verifyInclusion,
} from '@covenant/transparency';
import type { LogReader } from '../tables/log-reader.js';
import type { SignedTree } from '../tables/log-session.js';
import { NotaryStopped } from './stopped.js';

/** What a check looks at: the store, the log's tables, and the tree that was signed over them. */
export interface CheckedLog {
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly hasher: TreeHasher;
  readonly tree: SignedTree;
}

/**
 * Holds the store against the entries of one level-0 tile: the same events, in the same places, hashing to the same
 * leaves; and the tile against the signed root. @throws NotaryStopped naming the first entry that differs
 */
export async function checkTile(log: CheckedLog, index: number): Promise<void> {
  const from = index * TILE_WIDTH;
  const to = Math.min(from + TILE_WIDTH, log.tree.size);
  if (from >= to) return;
  const leaves = await log.reader.tile({ level: 0, index, width: to - from });
  if (leaves.length < (to - from) * HASH_BYTES) {
    throw new NotaryStopped('log-damaged', `the tile with entry ${from} lacks hashes that the tree of ${log.tree.size} has`, from);
  }
  await checkEntries(log, from, to, (entry) => leaves.subarray((entry - from) * HASH_BYTES, (entry - from + 1) * HASH_BYTES));
  const { size, root } = log.tree;
  const path = await orDamaged(() => inclusionProof(from, size, log.reader.tile, log.hasher));
  const leaf = leaves.subarray(0, HASH_BYTES);
  if (!verifyInclusion({ index: from, size, leaf, root, path }, log.hasher)) {
    throw new NotaryStopped('log-damaged', `the tiles around entry ${from} do not lead to the root signed for ${size} entries`, from);
  }
}

/** The same for the entries `[from, to)`, the log's leaf hashes given by the caller. */
export async function checkEntries(
  { store, reader, hasher }: CheckedLog,
  from: number,
  to: number,
  leafOf: (entry: number) => Uint8Array,
): Promise<void> {
  const known = await reader.index(Math.max(from - 1, 0), to);
  const before = from === 0 ? START : known[0]?.position;
  const expected = from === 0 ? known : known.slice(1);
  if (before === undefined || expected.length !== to - from) {
    throw new NotaryStopped('log-damaged', `the entry index lacks a number from ${Math.max(from - 1, 0)} to ${to - 1}`, from);
  }
  const stored = await readExactly(store, before, to - from);
  for (const [i, { number, eventId, position }] of expected.entries()) {
    const event = stored[i];
    const place = `entry ${number} of the log is event ${eventId} at position ${position}`;
    if (event === undefined) throw contradiction(number, `${place}; the store has none there`);
    if (event.id !== eventId || event.position !== position) {
      throw contradiction(number, `${place}; the store has event ${event.id} at position ${event.position} in its place`);
    }
    const leaf = leafHashOf(event, hasher);
    if (leaf === undefined || !sameBytes(leaf, leafOf(number))) {
      throw contradiction(number, `${place}; the store now says something else of it than what was logged`);
    }
  }
}

/** Undefined where no entry can be made of the event any more. */
function leafHashOf(event: RecordedEvent, hasher: TreeHasher): Uint8Array | undefined {
  try {
    return hasher.leaf(entryBytes(event));
  } catch (error) {
    if (error instanceof EntryTooLarge || error instanceof MalformedError) return undefined;
    throw error;
  }
}

/** A tile that is missing or cut is damage to the log, not a fault that passes. */
export async function orDamaged<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MalformedError || error instanceof RangeError) {
      throw new NotaryStopped('log-damaged', `the log's tiles: ${error.message}`);
    }
    throw error;
  }
}

/** `count` events after a position, fewer only at the store's end. The port may give fewer at a time. */
export async function readExactly(store: EventStore, after: bigint, count: number): ReturnType<EventStore['readAll']> {
  const events = [...(await store.readAll(after, count))];
  for (let last = events.at(-1); last !== undefined && events.length < count; last = events.at(-1)) {
    const more = await store.readAll(last.position, count - events.length);
    if (more.length === 0) break;
    events.push(...more);
  }
  return events;
}

const contradiction = (entry: number, message: string): NotaryStopped => new NotaryStopped('store-contradicts-log', message, entry);
