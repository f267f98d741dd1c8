export { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './postgres/embedded.js';
export { NewerDatabase, ServerError, type ServerTrouble } from './postgres/errors.js';
export { type MigrationClass, runMigrations, type RunMigrations } from './postgres/migrate.js';
export { createPool, type PoolOptions } from './postgres/pool.js';
export { appRole, ensureDatabase, ensureRoles, ownerRole, type RolePasswords, withClient } from './postgres/roles.js';
export type { ServerSecrets } from './postgres/secrets.js';
