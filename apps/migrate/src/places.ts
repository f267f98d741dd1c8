// What a person names on the command line, and the ends of a copy that it leads to.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type EventStore,
  eventStoreSchema,
  isReadOnly,
  openEventStoreDb,
  PostgresCopier,
  PostgresEventStore,
  START,
  StoreUnavailable,
} from '@covenant/event-store';
import {
  appRole,
  ensureDatabase,
  ensureRoles,
  type Environment,
  findEmbedded,
  ownerRole,
  runMigrations,
  type ServerSecrets,
  startEmbedded,
  withClient,
} from '@covenant/platform';
import type { Source, Target } from './ends.js';
import { MigrationRefused } from './refused.js';
import { batchesOf, type RunLimits } from './runs.js';

const database = 'covenant';
const mebibyte = 1024 * 1024;
/** Of one statement. */
const postgresLimits: RunLimits = { events: 2_000, bytes: 4 * mebibyte };
/** Servers take 1 MiB an append, unless configured otherwise; one large event is for the adapter to judge. */
const eventStoreDbLimits: RunLimits = { events: 500, bytes: mebibyte - 64 * 1024 };

/** A place, found: its engine and how to reach it. */
export type Place =
  | { readonly engine: 'postgres'; readonly name: string; readonly url: string; close(): Promise<void> }
  | { readonly engine: 'eventstoredb'; readonly name: string; readonly url: string; close(): Promise<void> };

const nothing = (): Promise<void> => Promise.resolve();

/** As a person may read it: without name and password. */
const plain = (url: string): string => url.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/, '');

/**
 * `postgres://…`, `esdb://…`, `env:NAME` for an address in an environment variable, or the data folder of an embedded
 * ledger, whose PostgreSQL is used where it runs and started where it does not.
 * @param make whether a data folder that has no database gets one
 * @throws MigrationRefused `no-such-place`, ServerError
 */
export async function findPlace(given: string, environment: Environment, make = false): Promise<Place> {
  const text = given.startsWith('env:') ? environment[given.slice('env:'.length)] : given;
  if (text === undefined || text === '') throw new MigrationRefused('no-such-place', `The variable ${given.slice(4)} is not set.`);
  if (/^postgres(ql)?:\/\//.test(text)) return { engine: 'postgres', name: plain(text), url: text, close: nothing };
  if (/^esdb(\+discover)?:\/\//.test(text)) return { engine: 'eventstoredb', name: plain(text), url: text, close: nothing };
  if (/^[a-z][a-z0-9+.-]*:/.test(text)) {
    const kinds = 'a postgres:// or esdb:// address, env:NAME, or the data folder of an embedded ledger';
    throw new MigrationRefused('no-such-place', `${plain(text)} is no place for events. Name ${kinds}.`);
  }
  return dataFolder(text, make);
}

async function dataFolder(name: string, make: boolean): Promise<Place> {
  const folder = resolve(name);
  const found = await findEmbedded(folder);
  if (found !== undefined) return { engine: 'postgres', name, url: owner(found), close: nothing };
  if (!make && !existsSync(join(folder, 'postgres'))) {
    throw new MigrationRefused('no-such-place', `There is no ledger in the folder ${name}.`);
  }
  const server = await startEmbedded({ folder });
  try {
    await ensureRoles(server.adminUrl(), server.secrets);
    await ensureDatabase(server.adminUrl(), database);
    return { engine: 'postgres', name, url: owner(server), close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

interface Embedded {
  readonly secrets: ServerSecrets;
  url(role: { readonly name: string; readonly password: string }, database: string): string;
}
const owner = (server: Embedded): string => server.url({ name: ownerRole, password: server.secrets.owner }, database);

export interface SourceOptions {
  /** The operator's word that nobody writes to this EventStoreDB: it has no switch that we could look at. */
  readonly stopped: boolean;
}

/** Closes the place, too, when it is closed or cannot be opened. @throws StoreUnavailable, UnusableConnection */
export async function openSource(place: Place, { stopped }: SourceOptions): Promise<Source> {
  const store = await openStore(place, 'covenant-migrate-from');
  const writable = async (): Promise<string | undefined> => {
    if (place.engine === 'postgres') {
      if (await isReadOnly(place.url)) return undefined;
      return `${place.name} still takes events. Close it first, as its owner: npm run migrate -- close ${place.name}`;
    }
    if (stopped) return undefined;
    return (
      `${place.name} cannot tell whether somebody writes to it. Stop every ledger and clock that does, ` +
      'and say so with --source-is-stopped.'
    );
  };
  return { name: place.name, store, writable, close: () => closeAll(store, place) };
}

/**
 * The events of the ledger whose keys a PostgreSQL holds: those of the store that is named, or of the same PostgreSQL, which
 * whoever gave it closes.
 * @throws MigrationRefused where no event is, and where the same PostgreSQL was closed to events: the ledger may go on elsewhere,
 *   and what is here would not tell who was erased since
 */
export async function openEventsOf(keys: Place, named: string | undefined, environment: Environment): Promise<Source> {
  const place = named === undefined ? { ...keys, close: nothing } : await findPlace(named, environment);
  const elsewhere = (why: string): MigrationRefused =>
    new MigrationRefused('no-such-place', `The ledger’s events are not in ${place.name}, or not all (${why}): name the store that has them, --events PLACE.`);
  if (named === undefined && place.engine === 'postgres' && (await isReadOnly(place.url))) throw elsewhere('it was closed to events, so newer ones may be in another store');
  const source = await openSource(place, { stopped: true }).catch((error: unknown) => {
    throw named === undefined && error instanceof StoreUnavailable ? elsewhere(error.message) : error;
  });
  try {
    if ((await source.store.head()) !== START) return source;
    throw elsewhere('there is no event');
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** In PostgreSQL the owner's address also makes the tables. */
export async function openTarget(place: Place): Promise<Target> {
  if (place.engine === 'eventstoredb') {
    const store = await closingOnFailure(place, () => openEventStoreDb({ url: place.url, name: 'covenant-migrate-to' }));
    return {
      name: place.name,
      store,
      limits: eventStoreDbLimits,
      refuses: () => Promise.resolve(undefined),
      // One after the other: the server gives no order to calls that are under way together.
      async write(runs) {
        for (const { stream, expected, events } of runs) await store.copyIn(stream, expected, events);
      },
      close: () => closeAll(store, place),
    };
  }
  const may = await closingOnFailure(place, () => prepared(place.name, place.url));
  const store = await openStore(place, 'covenant-migrate-to');
  const copier = new PostgresCopier({ url: place.url, name: 'covenant-migrate-to', statementTimeout: 60_000 });
  return {
    name: place.name,
    store,
    limits: postgresLimits,
    async refuses() {
      if (!may) return `The role of ${place.name} may not append events there: use the owner’s address, or ${appRole}’s.`;
      if (!(await isReadOnly(place.url))) return undefined;
      return `${place.name} is closed to events. Open it first, as its owner: npm run migrate -- open ${place.name}`;
    },
    async write(runs) {
      for (const batch of batchesOf(runs, postgresLimits)) await copier.append(batch);
    },
    async close() {
      await copier.close();
      await closeAll(store, place);
    },
  };
}

/** Makes the tables where the role may; gives whether it may append then. */
async function prepared(name: string, url: string): Promise<boolean> {
  const roles = await withClient(url, async (client) => {
    const { rows } = await client.query<{ owner: boolean; app: boolean }>(
      `SELECT has_database_privilege(current_database(), 'CREATE') AS owner,
              EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS app`,
      [appRole],
    );
    return rows[0];
  });
  if (roles?.owner === true) {
    if (!roles.app) {
      throw new MigrationRefused('no-such-place', `The server of ${name} has no role ${appRole}; make the two roles first.`);
    }
    await runMigrations({ url, ...eventStoreSchema });
  }
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ may: boolean | null }>(
      `SELECT bool_or(has_function_privilege(p.oid, 'EXECUTE')) AS may
         FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'ledger' AND p.proname = 'append'`,
    );
    return rows[0]?.may ?? true;
  });
}

function openStore(place: Place, name: string): Promise<EventStore> {
  return closingOnFailure<EventStore>(place, () =>
    place.engine === 'postgres' ? PostgresEventStore.open({ url: place.url, name, readers: 2 }) : openEventStoreDb({ url: place.url, name }),
  );
}

async function closingOnFailure<T>(place: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await place.close();
    throw error;
  }
}

async function closeAll(store: EventStore, place: Place): Promise<void> {
  await store.close();
  await place.close();
}
