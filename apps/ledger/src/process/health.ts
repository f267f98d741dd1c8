import type { EventStore } from '@covenant/event-store';
import { type Beat, type Contributor, type Health, readBeats } from '@covenant/platform';
import type { Pool } from 'pg';

const up = (detail: Health['detail']): Health => ({ status: 'up', detail });
const down = (detail: Health['detail']): Health => ({ status: 'down', detail });

export const storeHealth = (store: EventStore): Contributor => ({
  name: 'event-store',
  check: async () => up({ head: String(await store.head()) }),
});

/**
 * A process of the distributed profile, as its instances say in the database: up while one of them is. What is down
 * here is shown and leaves the ledger in service, for it records and reads on; `projections` shows what readers miss.
 */
export const processHealth = (pool: Pick<Pool, 'query'>, process: string): Contributor => ({
  name: process,
  needed: false,
  check: async () => {
    const beats = await readBeats(pool, [process]);
    const instances = beats.filter(({ alive }) => alive).map(({ startedAt, report }) => ({ startedAt, ...report }));
    const dead = beats.filter((beat: Beat) => !beat.alive).length;
    const detail = { instances, ...(dead === 0 ? {} : { dead }) };
    return instances.some(({ status }) => status === 'up') ? up(detail) : down(detail);
  },
});
