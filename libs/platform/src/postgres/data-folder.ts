// The database's own folder: where it is, whether it is one of ours, and making it.
//
//   <data folder>/postgres                 the database, or, when root's account for PostgreSQL cannot enter the
//                                          data folder, a symbolic link to /var/lib/covenant/<random>/postgres
//   <data folder>/postgres.secrets.json    the passwords
//   <data folder>/covenant.lock            who is using it
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, lstat, mkdir, mkdtemp, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Account, canReach } from './account.js';
import { type Programs, serverVersion, sharedPlace } from './binaries.js';
import { errorCode, ServerError } from './errors.js';

const run = promisify(execFile);
export const superuser = 'postgres';

/** Makes the data folder and proves that it can be written. */
export async function openFolder(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    const reason = errorCode(cause) ?? String(cause);
    throw new ServerError('folder-not-writable', `The data folder ${folder} cannot be written (${reason}).`, { cause });
  }
}

/** The path of the database's folder, which may not exist yet. */
export async function databaseFolder(folder: string, account: Account | undefined): Promise<string> {
  const place = join(folder, 'postgres');
  const found = await lstat(place).catch(() => undefined);
  if (found?.isSymbolicLink()) {
    const target = await readlink(place);
    if (await lstat(dirname(target)).catch(() => undefined)) return target;
    throw new ServerError('folder-not-ours', `The database of ${folder} was kept in ${target}, which is gone.`);
  }
  if (canReach(account, folder)) return place;
  if (found) {
    throw new ServerError(
      'folder-not-writable',
      `The account that PostgreSQL runs under cannot enter ${folder}: move the data folder, or open its parents to it.`,
    );
  }
  const target = join(sharedPlace, randomUUID(), 'postgres');
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  await symlink(target, place);
  return target;
}

/** Whether the database is there already. @throws ServerError when something else is, or another version's */
export async function isInitialised(database: string): Promise<boolean> {
  const found = await lstat(database).catch(() => undefined);
  if (!found) return false;
  let version: string;
  try {
    version = (await readFile(join(database, 'PG_VERSION'), 'utf8')).trim();
  } catch (cause) {
    const code = errorCode(cause);
    const what =
      code === 'EACCES' || code === 'EPERM'
        ? 'belongs to another user: start Covenant as the user who started it first'
        : 'is there but holds no database';
    throw new ServerError('folder-not-ours', `The folder ${database} ${what}.`, { cause });
  }
  if (version === serverVersion) return true;
  const age = Number(version) > Number(serverVersion) ? 'a newer' : 'an older';
  throw new ServerError(
    'other-version',
    `The folder ${database} was made by ${age} PostgreSQL (${version}); this Covenant runs PostgreSQL ${serverVersion}.`,
  );
}

export interface Initialise {
  readonly programs: Programs;
  readonly database: string;
  readonly account: Account | undefined;
  readonly password: string;
  /** False skips the flush to disk: for databases that need not survive. */
  readonly durable: boolean;
}

/**
 * Makes the database beside its place and moves it there whole: a start that is killed half-way leaves nothing
 * that looks like a database. The collation is PostgreSQL's own, so that order is the same on every machine.
 */
export async function initialise({ programs, database, account, password, durable }: Initialise): Promise<void> {
  const draft = `${database}.new`;
  const private_ = await mkdtemp(join(tmpdir(), 'covenant-'));
  const passwordFile = join(private_, 'password');
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) for (const path of [draft, private_, passwordFile]) await chown(path, account.uid, account.gid);
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const access = ['--auth=scram-sha-256', `--username=${superuser}`, `--pwfile=${passwordFile}`];
    const speed = durable ? [] : ['--no-sync'];
    await run(programs.initdb, [`--pgdata=${draft}`, ...locale, ...access, ...speed, '--no-instructions'], {
      ...account,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C' },
    });
    await rename(draft, database);
  } catch (cause) {
    const said = typeof cause === 'object' && cause !== null ? String(Reflect.get(cause, 'stderr') ?? '') : '';
    const reason = said.trim().split('\n').at(-1) ?? '';
    throw new ServerError('failed', `The database could not be made in ${database}: ${reason || String(cause)}`, {
      cause,
    });
  } finally {
    await rm(private_, { recursive: true, force: true });
  }
}
