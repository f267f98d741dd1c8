import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Begins the name of a file that is not whole yet; one that is found was left by a run that was killed. */
export const TEMPORARY = '.part-';

/**
 * A file is there whole or not at all, whenever the process or the machine dies: written beside its place, synced,
 * then renamed.
 */
export async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = `${folder}/${TEMPORARY}${randomUUID()}`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
