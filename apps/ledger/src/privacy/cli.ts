import { resolve } from 'node:path';
import { recordUpkeepIn } from '@covenant/commands';
import { SubjectKeys } from '@covenant/confidentiality';
import { appRole, createPool, findEmbedded, readSettings, ServerError, type Environment, type Settings } from '@covenant/platform';
import { configuredMasterKeys, masterKeyFile } from './master-keys.js';
import { rotateMasterKey } from './rotation.js';

const help = `npm run subject-keys -- rotate   Makes a new master key of personal words, wraps every key by it, and takes the old
                                 one out of its file.
npm run subject-keys -- rewrap   Wraps by the newest master key what an older one wrapped: where a program keeps the
                                 key, or the file is handed out and its first line is the newest.

The ledger may run.`;

/** @throws ServerError, MasterKeyError, ConfigurationError */
export async function subjectKeysCommand(args: readonly string[], environment: Environment, say: (line: string) => void): Promise<number> {
  const [verb] = args;
  if (args.length !== 1 || (verb !== 'rotate' && verb !== 'rewrap')) {
    say(help);
    return args.includes('--help') ? 0 : 2;
  }
  const settings = readSettings(environment);
  const url = await databaseUrl(settings);
  const pool = createPool({ url, name: 'covenant-subject-keys', size: 2, onError: () => undefined });
  try {
    const keys = new SubjectKeys(pool, await configuredMasterKeys(settings));
    const ofFile = verb === 'rotate' && settings.subjectsKeyCommand === undefined;
    const wrapped = ofFile ? await rotateMasterKey(masterKeyFile(settings), keys, pool) : await keys.rewrap();
    const act = { act: ofFile ? 'master-key-rotated' : 'subject-keys-rewrapped', detail: `${wrapped}` } as const;
    await recordUpkeepIn(settings, { databaseUrl: url, name: 'covenant-subject-keys' }, act, say);
    say(`Wrapped anew: ${wrapped}. Copies of the database from before open nothing without the old master key; destroy copies of that, too.`);
    return 0;
  } finally {
    await pool.end();
  }
}

async function databaseUrl({ profile, databaseUrl: url, dataDir }: Settings): Promise<string> {
  if (profile === 'distributed' && url !== undefined) return url;
  const found = await findEmbedded(resolve(dataDir));
  if (found === undefined) throw new ServerError('failed', 'The ledger of this data folder does not run; start it first.');
  return found.url({ name: appRole, password: found.secrets.app }, 'covenant');
}
