import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../postgres/errors.js';

/** The text of a file that holds a secret; undefined when there is no such file. Every other failure is thrown. */
export async function readSecretFile(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Writes a new secret with mode 0600, on disk when it resolves. Of two processes that make one at once, both get the
 * same: the text returned is what the file has.
 */
export async function makeSecretFile(file: string, text: string): Promise<string> {
  const fresh = await written(file, text);
  try {
    await link(fresh, file); // unlike a rename, never replaces a file that is there
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(fresh);
  }
  await syncFolder(dirname(file));
  const made = await readSecretFile(file);
  if (made === undefined) throw new Error(`${file} was made and is gone again`);
  return made;
}

/** Puts another text in a secret's place, whole: a crash leaves the old one or the new. */
export async function replaceSecretFile(file: string, text: string): Promise<void> {
  const fresh = await written(file, text);
  await rename(fresh, file);
  await syncFolder(dirname(file));
}

async function written(file: string, text: string): Promise<string> {
  const fresh = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return fresh;
}

/** A new name survives a crash only once its folder is on disk too. Windows cannot open a folder, and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
