import { join, resolve } from 'node:path';
import { subjectSchema } from '@covenant/confidentiality';
import { eventStoreSchema } from '@covenant/event-store';
import {
  appRole,
  ConfigurationError,
  ensureDatabase,
  ensureRoles,
  ownerRole,
  processSchema,
  runMigrations,
  startEmbedded,
  untilReady,
  type Settings,
} from '@covenant/platform';
import { readModelSchema } from '@covenant/read-models';
import type { Logger } from 'pino';
import { logSchema } from '../../../notary/src/index.js';

/** The database of this process: where it is, and how it ends. */
export interface Database {
  /** As the application's role. */
  readonly url: string;
  /** As the owner. Absent where somebody else runs the migrations. */
  readonly ownerUrl?: string;
  stop(): Promise<void>;
}

const schemas = [eventStoreSchema, logSchema, readModelSchema, processSchema, subjectSchema];
const databaseName = 'covenant';

/** Brings every schema up to date. @throws NewerDatabase when this code is older than the data */
export const migrate = async (ownerUrl: string): Promise<void> => {
  for (const schema of schemas) await runMigrations({ url: ownerUrl, ...schema });
};

/**
 * Opens the database of the profile: our own PostgreSQL in the data folder, or the one that was configured.
 * @param onLost the embedded server died and could not be brought back
 * @throws ServerError, NewerDatabase, ConfigurationError; each with a sentence for a person
 */
export const openDatabase = async (settings: Settings, log: Logger, onLost: (error: Error) => void): Promise<Database> => {
  if (settings.profile === 'embedded') return openEmbedded(settings, log, onLost);
  const { databaseUrl, databaseOwnerUrl } = settings;
  if (databaseUrl === undefined) throw new ConfigurationError([{ name: 'DATABASE_URL', detail: 'must be set' }]);
  await untilReady(databaseUrl, log);
  if (databaseOwnerUrl !== undefined) await migrate(databaseOwnerUrl);
  return {
    url: databaseUrl,
    ...(databaseOwnerUrl === undefined ? {} : { ownerUrl: databaseOwnerUrl }),
    stop: () => Promise.resolve(),
  };
};

const openEmbedded = async (settings: Settings, log: Logger, onLost: (error: Error) => void): Promise<Database> => {
  const server = await startEmbedded({
    folder: resolve(settings.dataDir),
    restarts: 3,
    onLog: (line) => log.debug({ part: 'postgres' }, line),
    onLost,
  });
  try {
    await ensureRoles(server.adminUrl(), server.secrets);
    await ensureDatabase(server.adminUrl(), databaseName);
    const ownerUrl = server.url({ name: ownerRole, password: server.secrets.owner }, databaseName);
    await migrate(ownerUrl);
    const url = server.url({ name: appRole, password: server.secrets.app }, databaseName);
    return { url, ownerUrl, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
};

export const dataPath = (settings: Settings, ...parts: readonly string[]): string => join(resolve(settings.dataDir), ...parts);
