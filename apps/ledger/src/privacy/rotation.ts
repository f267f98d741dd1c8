import { MasterKeyError, newMasterLine, type SubjectKeys } from '@covenant/confidentiality';
import { readSecretFile, replaceSecretFile } from '@covenant/platform';

/** As much of a pool as holding a lock needs. */
interface Lockable {
  connect(): Promise<{ query(sql: string, values?: unknown[]): Promise<unknown>; release(): void }>;
}

/** Two rotations at once would each take the other’s key away; any constant would do. */
const lockKey = 815_120;

/**
 * A new master key in the file: every key of a subject is wrapped by it, then the old one is taken out of the file. What
 * is left of the old wrappings, in the write-ahead log or in a copy of the database, opens nothing after that. No event
 * is touched, and the ledger may run. Cut short, the file holds both keys, and the next rotation goes on.
 * @returns how many keys were wrapped anew
 */
export async function rotateMasterKey(file: string, keys: SubjectKeys, database: Lockable): Promise<number> {
  const client = await database.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    try {
      const before = await readSecretFile(file);
      if (before === undefined) throw new MasterKeyError(`The master key of personal words, ${file}, is gone.`);
      const fresh = newMasterLine();
      await replaceSecretFile(file, fresh + before);
      const wrapped = await keys.rewrap();
      await replaceSecretFile(file, fresh);
      return wrapped;
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [lockKey]);
    }
  } finally {
    client.release();
  }
}
