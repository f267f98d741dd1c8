// The store that the processes record in: their PostgreSQL, the fake of EventStoreDB, or a server that somebody names.
import { type EventStore, openEventStoreDb, PostgresEventStore } from '@covenant/event-store';
import { FakeEventStoreDb } from '../support/eventstoredb/index.js';
import { namedServer } from '../support/eventstoredb/named.js';

export const storeNames = ['postgres', 'eventstoredb'] as const;
export type StoreName = (typeof storeNames)[number];

/** A store that is an engine of its own. */
export interface StoreEngine {
  /** On 127.0.0.1, for a line to it. */
  readonly port: number;
  /** What a process is told that reaches it through this port. */
  settingsFor(port: number): Readonly<Record<string, string>>;
  /** Past all lines. */
  open(): Promise<EventStore>;
  /** Of the fake, which can do more than break lines. */
  readonly fake?: FakeEventStoreDb;
  /** `kill -9`, and up again with what was recorded. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** The server that EVENTSTORE_URL names, if it names one, as the contract suite takes it; else the fake, in memory. */
export async function eventStoreDb(environment: Readonly<Record<string, string | undefined>>): Promise<StoreEngine> {
  if (environment['EVENTSTORE_URL'] !== undefined) return named(environment);
  const fake = await new FakeEventStoreDb().start();
  return {
    port: fake.port,
    settingsFor: (port) => ({ EVENTSTORE_URL: `esdb://127.0.0.1:${port}?tls=false` }),
    open: () => openEventStoreDb({ url: fake.url }),
    fake,
    kill: async () => {
      await fake.kill();
      await fake.start();
    },
    close: () => fake.kill(),
  };
}

async function named(environment: Readonly<Record<string, string | undefined>>): Promise<StoreEngine> {
  const server = await namedServer(environment);
  const { url, username, password, tlsCaFile } = server.options;
  const { port, protocol, hostname, search } = new URL(url);
  const known = { EVENTSTORE_USERNAME: username, EVENTSTORE_PASSWORD: password, EVENTSTORE_TLS_CA_FILE: tlsCaFile };
  const told = Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return {
    port: Number(port),
    settingsFor: (line) => ({ EVENTSTORE_URL: `${protocol}//${hostname}:${line}${search}`, ...Object.fromEntries(told) }),
    open: () => openEventStoreDb(server.options),
    kill: () => server.crash(),
    close: () => server.close(),
  };
}

export const openStore = (engine: StoreEngine | undefined, databaseUrl: string): Promise<EventStore & { close(): Promise<void> }> =>
  engine === undefined ? PostgresEventStore.open({ url: databaseUrl }) : engine.open();
