import type { EventStore } from '@covenant/event-store';
import type { Contributor, Health } from '@covenant/platform';
import type { ProjectionRunner } from '@covenant/read-models';
import type { Clock } from '../../../clock/src/index.js';
import type { Notary } from '../../../notary/src/index.js';

const up = (detail: Health['detail']): Health => ({ status: 'up', detail });
const down = (detail: Health['detail']): Health => ({ status: 'down', detail });

export const storeHealth = (store: EventStore): Contributor => ({
  name: 'event-store',
  check: async () => up({ head: String(await store.head()) }),
});

/** Each projection with how many positions it is behind; one that does not run makes the ledger not ready. */
export const projectionHealth = (store: EventStore, runner: ProjectionRunner): Contributor => ({
  name: 'projections',
  check: async () => {
    const head = await store.head();
    const places = await runner.status();
    const detail = Object.fromEntries(
      places.map(({ name, watermark, state, poisonedEntry }) => [
        name,
        {
          state,
          lag: Number(head > watermark ? head - watermark : 0n),
          ...(poisonedEntry === null ? {} : { stoppedAtEntry: poisonedEntry }),
        },
      ]),
    );
    return places.every(({ state }) => state === 'running') ? up(detail) : down(detail);
  },
});

/** A checkpoint without its quorum of witnesses is shown, and does not take the ledger out of service. */
export const notaryHealth = (notary: Notary): Contributor => ({
  name: 'public-log',
  check: () => {
    const detail = { ...notary.health() };
    return Promise.resolve(detail.state === 'stopped' ? down(detail) : up(detail));
  },
});

/** A clock that is late harms nobody at once: it is shown, and does not take the ledger out of service. */
export const clockHealth = (clock: Clock): Contributor => ({
  name: 'clock',
  check: () => Promise.resolve(up({ ...clock.health() })),
});
