import { DataSource, type Logger, type MigrationInterface } from 'typeorm';
import { Connection } from './connection.js';
import { NewerDatabase } from './errors.js';
import { applyGrants, type Grants } from './grants.js';

export type MigrationClass = new () => MigrationInterface;

export interface RunMigrations {
  /** The owner role's URL. */
  readonly url: string;
  /** The room's schema; made when missing. Its table `migrations` says what was run. */
  readonly schema: string;
  /** Oldest first; each class ends in the 13-digit time that TypeORM orders by. */
  readonly migrations: readonly MigrationClass[];
  /** What the processes with accounts of their own may do there. Default: nothing. */
  readonly grants?: Grants;
}

const nothing = (): void => undefined;
/** What fails is thrown; TypeORM would also print it. */
const silent: Logger = {
  log: nothing,
  logMigration: nothing,
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
};

/** One lock for all schemas: processes that start together take turns. Any constant would do. */
const lockKey = 4_017_303_311;

/**
 * Brings a schema up to date, gives the processes their rights in it, and tells the names of what was run now. Each migration
 * is one transaction.
 * @throws NewerDatabase when the schema has a migration that is not in the list; nothing is changed then
 */
export async function runMigrations({ url, schema, migrations, grants = {} }: RunMigrations): Promise<readonly string[]> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    applicationName: 'covenant-migrations',
    installExtensions: false,
    logger: silent,
    extra: { Client: Connection, max: 2 },
  });
  await source.initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [lockKey]);
    try {
      await runner.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
      const query = async (sql: string) => (await runner.query(sql)) as readonly { name: string }[];
      await refuseNewer(schema, migrations, query);
      const run = (await source.runMigrations()).map((migration) => migration.name);
      await applyGrants(query, schema, grants);
      return run;
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [lockKey]);
    }
  } finally {
    await runner.release();
    await source.destroy();
  }
}

async function refuseNewer(
  schema: string,
  migrations: readonly MigrationClass[],
  query: (sql: string) => Promise<readonly { name: string }[]>,
): Promise<void> {
  const exists = await query(`SELECT tablename AS name FROM pg_tables WHERE schemaname = '${schema}' AND tablename = 'migrations'`);
  if (exists.length === 0) return;
  const known = new Set(migrations.map((migration) => migration.name));
  const rows = await query(`SELECT name FROM "${schema}".migrations ORDER BY id`);
  const unknown = rows.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new NewerDatabase(schema, unknown);
}
