import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, reasonOf } from '../cli/errors.js';
import { Unchecked } from '../cli/exit.js';
import { LOCK } from '../files/mirror-dir.js';

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** False when somebody else has it. */
async function claim(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Runs with the folder to itself. A lock whose process is gone was left by a kill and is taken over.
 * @throws Unchecked when another process is at work there, or the folder cannot be written
 */
export async function withLock<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const path = join(dir, LOCK);
  try {
    await mkdir(dir, { recursive: true });
    if (!(await claim(path))) {
      const owner = Number(await readFile(path, 'utf8'));
      if (owner !== process.pid && isAlive(owner)) throw new Unchecked(`${dir} is being written by process ${owner}`);
      await rm(path, { force: true });
      if (!(await claim(path))) throw new Unchecked(`${dir} is being written by another process`);
    }
  } catch (error) {
    throw error instanceof Unchecked ? error : new Unchecked(`${dir} cannot be written: ${reasonOf(error)}`, { cause: error });
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}
