import type { PublicLog } from './public-log.js';

/** What the controller needs, under one token. */
export interface ServedLog {
  readonly log: PublicLog;
  /** The text of `/log/policy`. */
  readonly policy: string;
}

export const PUBLIC_LOG = Symbol('public log');
