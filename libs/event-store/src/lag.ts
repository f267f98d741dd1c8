import { type EventStore, type Position, START } from './port.js';

/**
 * Seconds since the oldest event after `position` was recorded; 0 at the head. The one measure of being behind that
 * means the same on every engine, since positions are the engine's own. `head`, for who has just asked for it.
 */
export async function secondsBehind(store: Pick<EventStore, 'head' | 'readAll'>, position: Position, head?: Position): Promise<number> {
  if (position >= (head ?? (await store.head()))) return 0;
  const [oldest] = await store.readAll(position, 1);
  return oldest === undefined ? 0 : Math.max(0, Math.round((Date.now() - Date.parse(oldest.metadata.recordedAt)) / 100) / 10);
}

/** Events that are counted at the most where positions do not tell their number. */
const countedAtMost = 10_000;
const page = 1_000;

/**
 * How many events there are after `position`. Where positions have gaps they are counted, up to ten thousand: whoever is
 * further behind than that is told no more. `head`: of the store, asked for just before.
 */
export async function eventsBehind(store: Pick<EventStore, 'dense' | 'readAll'>, position: Position, head: Position): Promise<number> {
  if (position >= head) return 0;
  if (store.dense) return Number(head - (position < START ? START : position));
  let counted = 0;
  for (let after = position; counted < countedAtMost; ) {
    const events = await store.readAll(after, page);
    counted += events.length;
    const last = events.at(-1);
    if (last === undefined || events.length < page) break;
    after = last.position;
  }
  return counted;
}
