import type { Grants } from '@covenant/platform';
import type { MigrationInterface } from 'typeorm';
import { schema } from '../schema.js';
import { ReadModels1790000000401 } from './1790000000401-read-models.js';
import { LogKeys1790000000409 } from './1790000000409-log-keys.js';
import { Grievances1790000000410 } from './1790000000410-grievances.js';
import { Upkeeps1790000000411 } from './1790000000411-upkeeps.js';
import { Councils1790000000412 } from './1790000000412-councils.js';

/** Oldest first. What was released stays as it is: a later change is a migration of its own. */
export const readModelMigrations: readonly (new () => MigrationInterface)[] = [
  ReadModels1790000000401,
  LogKeys1790000000409,
  Grievances1790000000410,
  Upkeeps1790000000411,
  Councils1790000000412,
];

/** The projector alone writes, and removes nothing: a record is never gone. */
export const readModelGrants: Grants = {
  projector: [['SELECT, INSERT, UPDATE', '*']],
  ledger: [['SELECT', '*']],
  clock: [['SELECT', '*']],
};

/** The room's schema and its migrations, for whoever migrates. */
export const readModelSchema = { schema, migrations: readModelMigrations, grants: readModelGrants };
