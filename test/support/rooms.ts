import { eventStoreSchema } from '@covenant/event-store';
import { logSchema } from '../../apps/notary/src/tables/migrations.js';
import { processSchema, type RunMigrations } from '@covenant/platform';
import { subjectSchema } from '@covenant/confidentiality';
import { readModelSchema } from '@covenant/read-models';

/** Every room that keeps tables, in the order in which they are migrated. A new room adds its line here. */
export const rooms: readonly Omit<RunMigrations, 'url'>[] = [eventStoreSchema, logSchema, readModelSchema, processSchema, subjectSchema];
