import type { MigrationInterface } from 'typeorm';
import { schema } from '../schema.js';
import { ReadModels1790000000401 } from './1790000000401-read-models.js';

/** Oldest first. What was released stays as it is: a later change is a migration of its own. */
export const readModelMigrations: readonly (new () => MigrationInterface)[] = [ReadModels1790000000401];

/** The room's schema and its migrations, for whoever migrates. */
export const readModelSchema = { schema, migrations: readModelMigrations };
