import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../error-code.js';
import { syncFolder, synced } from '../published-file.js';
import { LogKeyError } from './log-key.js';

/** The text of a key's file; undefined when there is no such file. @throws LogKeyError when it cannot be read */
export async function readKeyFile(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new LogKeyError(`The log's key in ${file} cannot be read.`, { cause: error });
  }
}

/**
 * Writes a new key with mode 0600, on disk when it resolves. Of two processes that make one at once, both get the
 * same: the text returned is what the file has.
 */
export async function makeKeyFile(file: string, pem: string): Promise<string> {
  const folder = dirname(file);
  const fresh = `${file}.${randomUUID()}`;
  await mkdir(folder, { recursive: true });
  await synced(fresh, 'wx', (handle) => handle.writeFile(pem), 0o600);
  try {
    await link(fresh, file); // unlike a rename, never replaces a key that is there
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(fresh);
  }
  await syncFolder(folder);
  const made = await readKeyFile(file);
  if (made === undefined) throw new LogKeyError(`The log's key in ${file} was made and is gone again.`);
  return made;
}
