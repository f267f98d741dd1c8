import type { Grant, Grants, MigrationClass } from '@covenant/platform';
import { Append1790000000101 } from './append-1790000000101.js';
import { Events1764000000001 } from './events-1764000000001.js';

const reads: Grant = ['SELECT', 'events'];
const appends: readonly Grant[] = [reads, ['EXECUTE', 'append()']];

/** The schema of the event store and its migrations, oldest first; for `runMigrations`. Who sends no command appends nothing. */
export const eventStoreSchema: { readonly schema: string; readonly migrations: readonly MigrationClass[]; readonly grants: Grants } = {
  schema: 'ledger',
  migrations: [Events1764000000001, Append1790000000101],
  grants: { ledger: appends, clock: appends, relay: [reads], projector: [reads], notary: [reads] },
};
