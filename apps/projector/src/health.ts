import { eventsBehind, type EventStore, secondsBehind, START } from '@covenant/event-store';
import type { Contributor } from '@covenant/platform';
import { allProjections, projectionStatus, type ProjectionStatus } from '@covenant/read-models';
import type { DataSource } from 'typeorm';

/**
 * Each projection with how far it is behind, over all its partitions: in events and in
 * seconds. One that does not run makes whoever shows this not ready.
 */
export const projectionsHealth = (source: DataSource, store: EventStore): Contributor => ({
  name: 'projections',
  check: async () => {
    const head = await store.head();
    const places = await projectionStatus(source, allProjections());
    const names = [...new Set(places.map(({ name }) => name))];
    const shown = names.map(async (name) => [name, await standing(places.filter((place) => place.name === name), head, store)] as const);
    const running = places.every(({ state }) => state === 'running');
    return { status: running ? 'up' : 'down', detail: Object.fromEntries(await Promise.all(shown)) };
  },
});

const standing = async (places: readonly ProjectionStatus[], head: bigint, store: EventStore): Promise<object> => {
  const watermark = places.reduce((least, one) => (one.watermark < least ? one.watermark : least), head);
  const notRunning = places.find(({ state }) => state !== 'running');
  const poisonedEntry = places.find((place) => place.poisonedEntry !== null)?.poisonedEntry;
  return {
    state: notRunning?.state ?? 'running',
    lag: await eventsBehind(store, watermark),
    lagSeconds: head === START ? 0 : await secondsBehind(store, watermark),
    ...(poisonedEntry === undefined ? {} : { stoppedAtEntry: poisonedEntry }),
  };
};
