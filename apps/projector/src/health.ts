import { eventsBehind, type EventStore, secondsBehind, START } from '@covenant/event-store';
import type { Contributor } from '@covenant/platform';
import { allProjections, projectionStatus, type ProjectionStatus } from '@covenant/read-models';
import type { DataSource } from 'typeorm';

/**
 * Each projection with how far it is behind, over all its partitions: in events and in seconds. One that does not run
 * makes whoever shows this not ready.
 */
export const projectionsHealth = (source: DataSource, store: EventStore): Contributor => ({
  name: 'projections',
  check: async () => {
    const head = await store.head();
    const places = await projectionStatus(source, allProjections());
    const lags = new Map<bigint, Promise<Lag>>();
    const lagAt = (watermark: bigint): Promise<Lag> => {
      const known = lags.get(watermark) ?? lag(store, watermark, head);
      lags.set(watermark, known);
      return known;
    };
    const names = [...new Set(places.map(({ name }) => name))];
    const shown = names.map(async (name) => [name, await standing(places.filter((place) => place.name === name), head, lagAt)] as const);
    const running = places.every(({ state }) => state === 'running');
    return { status: running ? 'up' : 'down', detail: Object.fromEntries(await Promise.all(shown)) };
  },
});

interface Lag {
  readonly lag: number;
  readonly lagSeconds: number;
}

/** Mostly the same for all of them, and asked of the store only by who is behind. */
const lag = async (store: EventStore, watermark: bigint, head: bigint): Promise<Lag> => ({
  lag: await eventsBehind(store, watermark, head),
  lagSeconds: head === START ? 0 : await secondsBehind(store, watermark, head),
});

const standing = async (places: readonly ProjectionStatus[], head: bigint, lagAt: (watermark: bigint) => Promise<Lag>): Promise<object> => {
  const watermark = places.reduce((least, one) => (one.watermark < least ? one.watermark : least), head);
  const notRunning = places.find(({ state }) => state !== 'running');
  const poisonedEntry = places.find((place) => place.poisonedEntry !== null)?.poisonedEntry;
  return {
    state: notRunning?.state ?? 'running',
    ...(await lagAt(watermark)),
    ...(poisonedEntry === undefined ? {} : { stoppedAtEntry: poisonedEntry }),
  };
};
