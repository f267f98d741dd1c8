import { stat } from 'node:fs/promises';
import { makeSecretFile, readSecretFile } from '@covenant/platform';
import { LogKeyError } from './log-key.js';

/**
 * The text of a key's file; undefined when there is no such file. One that anybody on the machine may read is refused:
 * whoever has copied it can sign another history. A group may read it, as secrets are mounted.
 * @throws LogKeyError when it cannot, or must not, be read
 */
export async function readKeyFile(file: string): Promise<string | undefined> {
  let text: string | undefined;
  let mode = 0;
  try {
    text = await readSecretFile(file);
    if (text !== undefined) ({ mode } = await stat(file));
  } catch (error) {
    throw new LogKeyError(`The log's key in ${file} cannot be read.`, { cause: error });
  }
  if (process.platform !== 'win32' && (mode & 0o007) !== 0) {
    throw new LogKeyError(`The log's key in ${file} can be read by others on this machine: chmod 600 it, and think of announcing a new one.`);
  }
  return text;
}

/** Writes a new key; of two processes that make one at once, both get the same. */
export const makeKeyFile = makeSecretFile;
