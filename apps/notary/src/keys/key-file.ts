import { makeSecretFile, readSecretFile } from '@covenant/platform';
import { LogKeyError } from './log-key.js';

/** The text of a key's file; undefined when there is no such file. @throws LogKeyError when it cannot be read */
export async function readKeyFile(file: string): Promise<string | undefined> {
  try {
    return await readSecretFile(file);
  } catch (error) {
    throw new LogKeyError(`The log's key in ${file} cannot be read.`, { cause: error });
  }
}

/** Writes a new key; of two processes that make one at once, both get the same. */
export const makeKeyFile = makeSecretFile;
