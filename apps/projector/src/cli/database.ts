import { resolve } from 'node:path';
import {
  appRole,
  ConfigurationError,
  findEmbedded,
  type FoundServer,
  ownerRole,
  readSettings,
  startEmbedded,
  type Environment,
} from '@covenant/platform';

/** The database that a command of the operator's works on. */
export interface OperatedDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Stops what was started for the command; a server that ran before goes on. */
  close(): Promise<void>;
}

const name = 'covenant';

/**
 * The configured database; in the embedded profile the data folder's own, whether the ledger runs or not.
 * @throws ConfigurationError, ServerError
 */
export async function operatedDatabase(environment: Environment): Promise<OperatedDatabase> {
  const settings = readSettings(environment);
  if (settings.profile === 'distributed') {
    const { databaseUrl, databaseOwnerUrl } = settings;
    if (databaseUrl === undefined || databaseOwnerUrl === undefined) {
      const missing = [databaseUrl ?? 'DATABASE_URL', databaseOwnerUrl ?? 'DATABASE_OWNER_URL'];
      throw new ConfigurationError(
        missing.filter((one) => !one.includes(':')).map((variable) => ({ name: variable, detail: 'must be set' })),
      );
    }
    return { ownerUrl: databaseOwnerUrl, appUrl: databaseUrl, close: () => Promise.resolve() };
  }
  const folder = resolve(settings.dataDir);
  const found = await findEmbedded(folder);
  if (found !== undefined) return { ...urls(found), close: () => Promise.resolve() };
  const started = await startEmbedded({ folder });
  return { ...urls(started), close: () => started.stop() };
}

const urls = ({ url, secrets }: Pick<FoundServer, 'url' | 'secrets'>) => ({
  ownerUrl: url({ name: ownerRole, password: secrets.owner }, name),
  appUrl: url({ name: appRole, password: secrets.app }, name),
});
