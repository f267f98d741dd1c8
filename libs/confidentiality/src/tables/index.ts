import { SubjectKeys1790000000601 } from './1790000000601-subject-keys.js';
import { Figures1790000000602 } from './1790000000602-figures.js';
import { CoarseFigures1790000000603 } from './1790000000603-coarse-figures.js';

/**
 * The room's schema and its migrations, oldest first. The clock, which erases by rule, can take a key away and read none.
 */
export const subjectSchema = {
  schema: 'subjects',
  migrations: [SubjectKeys1790000000601, Figures1790000000602, CoarseFigures1790000000603],
  grants: {
    ledger: [['SELECT, INSERT, DELETE', 'keys', 'receipts'], ['SELECT, INSERT', 'figures']],
    clock: [['SELECT (subject), DELETE', 'keys', 'receipts']],
  },
} as const;
