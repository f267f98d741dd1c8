import { eventStoreSchema } from '@covenant/event-store';
import type { RunMigrations } from '@covenant/platform';

/** Every room that keeps tables, in the order in which they are migrated. A new room adds its line here. */
export const rooms: readonly Omit<RunMigrations, 'url'>[] = [eventStoreSchema];
