import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, reasonOf } from '../cli/errors.js';
import { Unchecked } from '../cli/exit.js';
import { LOCK } from '../files/mirror-dir.js';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Runs with the folder to itself. A lock whose process is gone was left by a kill and is taken over.
 * @throws Unchecked when another process is at work there, or the folder cannot be written
 */
export async function withLock<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const path = join(dir, LOCK);
  for (let attempt = 0; ; attempt++) {
    try {
      await mkdir(dir, { recursive: true });
      const file = await open(path, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || attempt > 0) throw new Unchecked(`${dir} cannot be written: ${reasonOf(error)}`);
      const owner = Number(await readFile(path, 'utf8').catch(() => ''));
      if (owner > 0 && owner !== process.pid && isAlive(owner)) throw new Unchecked(`${dir} is being written by process ${owner}`);
      await rm(path, { force: true });
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}
