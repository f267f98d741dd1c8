import { setImmediate as othersTurn } from 'node:timers/promises';
import type { RecordedEvent } from '@covenant/event-store';
import {
  entryBytes,
  EntryTooLarge,
  MalformedError,
  type TileUpdate,
  type TreeBuilder,
  type TreeHasher,
} from '@covenant/transparency';
import { keyEntryOf } from '../keys/key-facts.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { LogGrowth } from '../tables/log-session.js';
import { signTree } from './sign.js';
import { NotaryStopped } from './stopped.js';

/**
 * Lets the tree grow by these events and signs it; writes nothing. The builder and the ring of keys are ahead of the
 * tables until the growth is committed: if that fails, what they know has to be thrown away with it.
 */
export async function grow(
  builder: TreeBuilder,
  events: readonly RecordedEvent[],
  keys: KeyRing,
  hasher: TreeHasher,
): Promise<LogGrowth> {
  const from = builder.size;
  const tiles = await appendEvents(builder, events, hasher);
  const aboutKeys = events.flatMap((event, i) => keyEntryOf(event, from + i) ?? []);
  for (const each of aboutKeys) keys.take(each);
  await keys.lookAgain(builder.size);
  const tree = await signTree(builder.size, builder.root(), keys);
  return { from, entries: events, tiles, tree, keys: aboutKeys.map(({ entry, event }) => ({ number: entry, id: event.id })) };
}

/** Hashed before others in this process get a turn: some five milliseconds' worth. */
const SLICE = 512;

/** @throws NotaryStopped for an event that no entry can hold */
export async function appendEvents(
  builder: TreeBuilder,
  events: readonly RecordedEvent[],
  hasher: TreeHasher,
): Promise<TileUpdate[]> {
  const from = builder.size;
  const leaves: Uint8Array[] = [];
  for (const [i, event] of events.entries()) {
    if (i > 0 && i % SLICE === 0) await othersTurn();
    leaves.push(leafOf(event, from + i, hasher));
  }
  return builder.append(leaves);
}

function leafOf(event: RecordedEvent, entry: number, hasher: TreeHasher): Uint8Array {
  try {
    return hasher.leaf(entryBytes(event));
  } catch (error) {
    if (!(error instanceof EntryTooLarge || error instanceof MalformedError)) throw error;
    const place = `event ${event.id} at position ${event.position} cannot become entry ${entry}`;
    throw new NotaryStopped('unfit-entry', `${place}: ${error.message}`, entry);
  }
}
