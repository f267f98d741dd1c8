import type { MigrationInterface } from 'typeorm';
import { SubjectKeys1790000000601 } from './1790000000601-subject-keys.js';
import { Figures1790000000602 } from './1790000000602-figures.js';

/** The room's schema and its migrations, oldest first. */
export const subjectSchema: { readonly schema: string; readonly migrations: readonly (new () => MigrationInterface)[] } = {
  schema: 'subjects',
  migrations: [SubjectKeys1790000000601, Figures1790000000602],
};
