import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where a file of this name lives. All are readable by their owner only. */
export const keyPath = (dataDir: string, name: string): string => join(dataDir, 'keys', name);

/**
 * The text of a file among the keys, made on first use: whole or not at all, and of two processes that start at once
 * both get the first one's.
 * @throws the file system's error when the folder cannot be read or written
 */
export const keptFile = async (path: string, make: () => string | Promise<string>): Promise<string> => {
  const found = await read(path);
  if (found !== undefined) return found;
  const draft = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(draft, `${await make()}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  const kept = await read(path);
  if (kept === undefined) throw new Error(`${path} was removed while it was being made`);
  return kept;
};

/** A secret of at least 8 visible ASCII characters. @throws besides, when the file holds none */
export const keptSecret = async (dataDir: string, name: string, make: () => string): Promise<string> => {
  const path = keyPath(dataDir, name);
  const secret = await keptFile(path, make);
  if (/^[\x21-\x7e]{8,}$/.test(secret)) return secret;
  throw new Error(`${path} does not hold a secret: remove it, and the next start makes another one`);
};

const read = async (path: string): Promise<string | undefined> => {
  try {
    return (await readFile(path, 'utf8')).trimEnd();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

/** By its members and not by its class, which differs between realms. */
const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
