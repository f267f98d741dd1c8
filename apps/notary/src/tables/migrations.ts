import { LogTables1790000000301 } from './0001-log.js';
import { LogPublications1790000000302 } from './0002-publications.js';
import { LogVerifiers1790000000303 } from './0003-verifiers.js';
import { LogKeyEntries1790000000304 } from './0004-keys.js';

/**
 * The schema `log`, oldest first. What was released stays as it is; a change is a new migration. The notary alone writes, by
 * functions, and tells its keys; the ledger serves what stands there.
 */
export const logSchema = {
  schema: 'log',
  migrations: [LogTables1790000000301, LogPublications1790000000302, LogVerifiers1790000000303, LogKeyEntries1790000000304],
  grants: {
    ledger: [['SELECT', '*']],
    notary: [['SELECT', '*'], ['INSERT, UPDATE', 'verifiers'], ['EXECUTE', 'take_fence()', 'commit()', 'publish()', 'note_keys()']],
  },
} as const;
