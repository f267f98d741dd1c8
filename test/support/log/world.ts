import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NewEvent, type Position, PostgresEventStore } from '@covenant/event-store';
import { createPool, withClient } from '@covenant/platform';
import type { Pool } from 'pg';
import { freshDatabase, type TestDatabase } from '../database.js';
import type { NotaryLog } from '../../../apps/notary/src/engine/notary.js';
import { type LogOptions, type OpenLog, openLog } from '../../../apps/notary/src/open-log.js';

export const origin = 'log.example.org/city';

/** A real store, a real database and a folder; everything that a notary lives on. */
export interface World {
  readonly database: TestDatabase;
  readonly store: PostgresEventStore;
  readonly pool: Pool;
  readonly dataDir: string;
  /** Every line that notaries of this world said. */
  readonly said: readonly string[];
  /** Resolves when a notary of this world says a line with these words, or has said it since the last such question. */
  heard(words: string): Promise<void>;
  readonly log: NotaryLog;
  /** A log of this world, quick enough for a test; stopped with the world. */
  open(options?: Partial<LogOptions>): Promise<OpenLog>;
  /** A store opened anew, after somebody tampered with the tables behind the back of the first. */
  reopenStore(): Promise<PostgresEventStore>;
  close(): Promise<void>;
}

export async function newWorld(): Promise<World> {
  const database = await freshDatabase();
  const store = await PostgresEventStore.open({ url: database.appUrl });
  const pool = createPool({ url: database.appUrl, name: 'test-log', size: 8, onError: () => undefined });
  const dataDir = await mkdtemp(join(tmpdir(), 'covenant-log-'));
  const stores = [store];
  const opened: OpenLog[] = [];
  const said: string[] = [];
  const listeners = new Set<() => void>();
  let asked = 0;
  const say = (line: string): void => {
    said.push(line);
    for (const listener of [...listeners]) listener();
  };
  const log = { info: say, warn: say, error: say };
  return {
    database,
    store,
    pool,
    dataDir,
    said,
    log,
    heard: (words) =>
      new Promise((resolve) => {
        const listener = (): void => {
          const at = said.findIndex((line, i) => i >= asked && line.includes(words));
          if (at < 0) return;
          asked = at + 1;
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
        listener();
      }),
    async open(options = {}) {
      const open = await openLog({ store, pool, origin, dataDir, interval: 5, sampleEvery: 20, log, ...options });
      opened.push(open);
      return open;
    },
    async reopenStore() {
      stores.push(await PostgresEventStore.open({ url: database.appUrl }));
      return stores.at(-1) ?? store;
    },
    async close() {
      for (const { notary } of opened) await notary.stop();
      for (const each of stores) await each.close();
      await pool.end();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function anEvent(n: number, more: Partial<NewEvent> = {}): NewEvent {
  return {
    id: randomUUID(),
    type: 'CommitmentMade',
    data: { title: `Promise ${n}`, dueOn: '2031-01-31', places: ['é', '☂'], amount: n / 4 },
    metadata: {
      cityId: '01912d68-783e-7a03-8467-5661c1243ad4',
      actor: { subject: 'clerk-1', role: 'staff' },
      recordedAt: new Date(Date.UTC(2030, 0, 1) + n).toISOString(),
      correlationId: randomUUID(),
      schemaVersion: 1,
      idempotencyKey: `key-${n}`,
    },
    ...more,
  };
}

export interface Recorded {
  readonly ids: readonly string[];
  /** Position of the last. */
  readonly position: Position;
}

/** Records so many events in streams of their own and gives their ids, in order. */
export async function record(world: Pick<World, 'store'>, count: number): Promise<Recorded> {
  const ids: string[] = [];
  let position = -1n;
  for (let done = 0; done < count; done += 500) {
    const events = Array.from({ length: Math.min(500, count - done) }, (_, i) => anEvent(done + i));
    const appended = await world.store.append(`commitment-${randomUUID()}`, 'no-stream', events);
    ids.push(...events.map((event) => event.id));
    position = appended.events.at(-1)?.position ?? position;
  }
  return { ids, position };
}

/** Runs SQL as a role that may do anything. */
export async function asAdmin<Row extends Record<string, unknown>>(
  { database }: Pick<World, 'database'>,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return withClient(database.adminUrl, async (client) => (await client.query<Row>(sql, values)).rows);
}

/** The same past every trigger: what an intruder with the superuser's password does. */
export async function tamper({ database }: Pick<World, 'database'>, sql: string, values: unknown[] = []): Promise<void> {
  await withClient(database.adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(sql, values);
  });
}
