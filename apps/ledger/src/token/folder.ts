import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** What a ledger, or the issuer of `npm run distributed`, leaves in its data folder. */
const traces = ['postgres/PG_VERSION', 'keys/token-issuer.jwk', 'keys/trial-issuer.jwk'];

/** Whether somebody has started something of ours in this folder: its tokens are worth something. */
export const holdsLedger = async (folder: string): Promise<boolean> => {
  const found = await Promise.all(traces.map((name) => exists(join(folder, name))));
  return found.includes(true);
};

export const noLedger = (folder: string): string =>
  `No ledger lives in ${folder}: a token from there would open nothing. Name its folder in DATA_DIR, or say --create to make a key for a ledger to come.`;

const exists = async (path: string): Promise<boolean> => {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return false;
    throw error;
  }
};
