// One Covenant at a time on a data folder. The lock names its holder by pid and birth, so a lock left behind by
// `kill -9`, or by a container whose pids start over, is recognised and taken over.
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, ServerError } from './errors.js';
import { running } from './processes.js';

const lockFile = 'covenant.lock';

export interface FolderLock {
  release(): Promise<void>;
  /** For exit handlers, which cannot wait. */
  releaseNow(): void;
}

interface Holder {
  readonly pid: number;
  readonly born: string;
}

async function holder(path: string): Promise<Holder | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof found !== 'object' || found === null) return undefined;
    if (!('pid' in found) || typeof found.pid !== 'number') return undefined;
    return { pid: found.pid, born: 'born' in found && typeof found.born === 'string' ? found.born : '' };
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @throws ServerError `folder-in-use` when another living process holds it */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, lockFile);
  const held = await holder(path);
  if (held) {
    const other = await running(held.pid);
    if (other && other.born === held.born) {
      throw new ServerError('folder-in-use', `The data folder ${folder} is in use by process ${held.pid}.`);
    }
  }
  const me = await running(process.pid);
  const mine = JSON.stringify({ pid: process.pid, born: me?.born ?? '' });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, mine, { mode: 0o600 });
  await rename(draft, path);
  // Of two that found the lock free at once, the last rename wins and the other sees that here.
  if ((await readFile(path, 'utf8')) !== mine) {
    throw new ServerError('folder-in-use', `The data folder ${folder} was taken by another process just now.`);
  }
  return {
    release: () => rm(path, { force: true }),
    releaseNow: () => rmSync(path, { force: true }),
  };
}
