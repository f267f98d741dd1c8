import type { KeyDirectory } from './key-directory.js';
import type { PublicLog } from './public-log.js';

/** What the controller needs, under one token. */
export interface ServedLog {
  readonly log: PublicLog;
  readonly keys: KeyDirectory;
}

export const PUBLIC_LOG = Symbol('public log');
