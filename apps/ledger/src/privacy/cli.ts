import { resolve } from 'node:path';
import { SubjectKeys } from '@covenant/confidentiality';
import { appRole, createPool, findEmbedded, readSettings, ServerError, type Environment } from '@covenant/platform';
import { configuredMasterKeys, masterKeyFile } from './master-keys.js';
import { rotateMasterKey } from './rotation.js';

const help = `npm run subject-keys -- rotate

Makes a new master key of personal words, wraps every key by it, and takes the old one out of its file. The ledger may
run. With SUBJECTS_KEY_COMMAND the program rotates its own key; this then wraps what an older one wrapped.`;

/** @throws ServerError, MasterKeyError, ConfigurationError */
export async function subjectKeysCommand(args: readonly string[], environment: Environment, say: (line: string) => void): Promise<number> {
  if (args.includes('--help') || args[0] !== 'rotate' || args.length > 1) {
    say(help);
    return args.includes('--help') ? 0 : 2;
  }
  const settings = readSettings(environment);
  const pool = createPool({ url: await databaseUrl(settings), name: 'covenant-subject-keys', size: 2, onError: () => undefined });
  try {
    const keys = new SubjectKeys(pool, await configuredMasterKeys(settings));
    const wrapped = settings.subjectsKeyCommand === undefined ? await rotateMasterKey(masterKeyFile(settings), keys, pool) : await keys.rewrap();
    say(`Wrapped anew: ${wrapped}. Copies of the database from before open nothing without the old master key; destroy copies of that, too.`);
    return 0;
  } finally {
    await pool.end();
  }
}

async function databaseUrl({ profile, databaseUrl: url, dataDir }: ReturnType<typeof readSettings>): Promise<string> {
  if (profile === 'distributed' && url !== undefined) return url;
  const found = await findEmbedded(resolve(dataDir));
  if (found === undefined) throw new ServerError('failed', 'The ledger of this data folder does not run; start it first.');
  return found.url({ name: appRole, password: found.secrets.app }, 'covenant');
}
