import type { MigrationClass } from '@covenant/platform';
import { Append1790000000101 } from './append-1790000000101.js';
import { Events1764000000001 } from './events-1764000000001.js';

/** The schema of the event store and its migrations, oldest first; for `runMigrations`. */
export const eventStoreSchema: { readonly schema: string; readonly migrations: readonly MigrationClass[] } = {
  schema: 'ledger',
  migrations: [Events1764000000001, Append1790000000101],
};
