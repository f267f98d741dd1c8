// node dist/apps/ledger/src/schema/main.js    makes the database ready for this version, and ends.
import { sentenceFor } from '../process/sentences.js';
import { prepareDatabase } from './schema.js';

prepareDatabase(process.env).then(
  () => console.error('The database is ready.'),
  (error: unknown) => {
    console.error(sentenceFor(error) ?? error);
    process.exitCode = 1;
  },
);
