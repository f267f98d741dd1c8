import { join } from 'node:path';
import { makeSecretFile, readSecretFile } from '@covenant/platform';

/** Where a file of this name lives. All are readable by their owner only. */
export const keyPath = (dataDir: string, name: string): string => join(dataDir, 'keys', name);

/**
 * The text of a file among the keys, made on first use: whole or not at all, and of two processes that start at once
 * both get the first one's.
 * @throws the file system's error when the folder cannot be read or written
 */
export const keptFile = async (path: string, make: () => string | Promise<string>): Promise<string> => {
  const kept = (await readSecretFile(path)) ?? (await makeSecretFile(path, `${await make()}\n`));
  return kept.trimEnd();
};

/** A secret of at least 8 visible ASCII characters. @throws besides, when the file holds none */
export const keptSecret = async (dataDir: string, name: string, make: () => string): Promise<string> => {
  const path = keyPath(dataDir, name);
  const secret = await keptFile(path, make);
  if (/^[\x21-\x7e]{8,}$/.test(secret)) return secret;
  throw new Error(`${path} does not hold a secret: remove it, and the next start makes another one`);
};
