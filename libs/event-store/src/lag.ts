import type { EventStore, Position } from './port.js';

/**
 * Seconds since the oldest event after `position` was recorded; 0 at the head. The one measure of being behind that
 * means the same on every engine, since positions are the engine's own.
 */
export async function secondsBehind(store: Pick<EventStore, 'head' | 'readAll'>, position: Position): Promise<number> {
  if (position >= (await store.head())) return 0;
  const [oldest] = await store.readAll(position, 1);
  return oldest === undefined ? 0 : Math.max(0, Math.round((Date.now() - Date.parse(oldest.metadata.recordedAt)) / 100) / 10);
}
