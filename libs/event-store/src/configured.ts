import type { Settings } from '@covenant/platform';
import { openEventStoreDb } from './eventstoredb/open.js';
import type { EventStore } from './port.js';
import { PostgresEventStore } from './postgres/store.js';

export interface ConfiguredStore {
  /** PostgreSQL as the application's role: the store, where no other is named. */
  readonly databaseUrl: string;
  /** Who opens it; shown by the server. */
  readonly name: string;
  readonly onTrouble: (error: Error) => void;
}

/**
 * The store that the settings name: EventStoreDB where there is an address of it, otherwise PostgreSQL.
 * @throws StoreUnavailable, UnusableConnection
 */
export async function openConfiguredStore(settings: Settings, options: ConfiguredStore): Promise<EventStore> {
  const { eventstoreUrl: url, eventstoreUsername: username } = settings;
  const { eventstoreTlsCaFile: tlsCaFile, eventstoreTlsCertFile: tlsCertFile, eventstoreTlsKeyFile: tlsKeyFile } = settings;
  const { databaseUrl, name, onTrouble } = options;
  if (settings.profile === 'embedded' || url === undefined) return PostgresEventStore.open({ url: databaseUrl, name, onTrouble });
  const { eventstorePassword: password, eventstorePasswordFile: passwordFile } = settings;
  return openEventStoreDb({
    url,
    name,
    onTrouble,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(password !== undefined || passwordFile === undefined ? {} : { passwordFile }),
    ...(tlsCaFile === undefined ? {} : { tlsCaFile }),
    ...(tlsCertFile === undefined ? {} : { tlsCertFile }),
    ...(tlsKeyFile === undefined ? {} : { tlsKeyFile }),
  });
}
