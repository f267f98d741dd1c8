// PostgreSQL refuses to run as root. Started by root, it runs under an account of its own; started by anybody
// else, it runs as that user.
import { execFile, spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ServerError } from './errors.js';

const run = promisify(execFile);

/** Numeric user and group under which the server runs; undefined means "as this process". */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const accountName = 'postgres';

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    // `id` exits with 1 exactly when there is no such user.
    return undefined;
  }
}

/** The account for a data folder: the owner of an existing one, otherwise the user `postgres`, made when missing. */
export async function serverAccount(dataFolder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(dataFolder).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = await lookUp(accountName);
  if (known) return known;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', accountName]);
  } catch (cause) {
    throw new ServerError(
      'no-account',
      `PostgreSQL must not run as root, and the user "${accountName}" could not be made for it: start Covenant as an ` +
        'ordinary user.',
      { cause },
    );
  }
  const made = await lookUp(accountName);
  if (!made) throw new ServerError('no-account', `The user "${accountName}" was made but cannot be found.`);
  return made;
}

/** Whether the account can enter the folder or run the file; asked of the kernel, not worked out from mode bits. */
export function canReach(account: Account | undefined, path: string): boolean {
  if (!account) return true;
  const asked = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...account, cwd: '/', stdio: 'ignore' });
  return asked.status === 0;
}
