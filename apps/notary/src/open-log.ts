import { join } from 'node:path';
import type { EventStore } from '@covenant/event-store';
import type { Pool } from 'pg';
import { Notary, type NotaryLog, type NotaryOptions } from './engine/notary.js';
import { LogKeyError, makeLogKey, readLogKey, type LogKey } from './log-key.js';
import type { NotaryMetrics } from './metrics.js';
import { PublishedFile } from './published-file.js';
import { policyText } from './served/policy.js';
import { PublicLog } from './served/public-log.js';
import { LogReader } from './tables/log-reader.js';
import { takeLog } from './tables/log-session.js';

export interface LogOptions extends NotaryOptions {
  readonly store: EventStore;
  /** As the application's role. One connection is kept by the notary for as long as it holds the log. */
  readonly pool: Pool;
  /** The log's name: its address without the scheme (`LOG_ORIGIN`). For ever the same. */
  readonly origin: string;
  /** `LOG_KEY_FILE`. Default `log.key` in `dataDir`. */
  readonly keyFile?: string;
  /** Where the last published checkpoint is kept, in a file of its own. */
  readonly dataDir: string;
  /** Where the log is served, for the policy: `https://…/log`. */
  readonly url?: string;
  readonly log: NotaryLog;
  readonly metrics?: NotaryMetrics;
}

/** The public log of this process: the notary that writes it, and the reader that shows it. */
export interface OpenLog {
  readonly notary: Notary;
  readonly publicLog: PublicLog;
  readonly reader: LogReader;
  readonly key: LogKey;
  readonly policy: string;
}

/**
 * Puts the parts together; starts nothing. A missing key is made only for a log that has signed nothing yet:
 * afterwards a new key would be a new log under an old name. @throws LogKeyError
 */
export async function openLog(options: LogOptions): Promise<OpenLog> {
  const { store, pool, origin, dataDir, url, log, metrics } = options;
  const reader = new LogReader(pool);
  const file = new PublishedFile(join(dataDir, 'log-checkpoint'));
  const keyFile = options.keyFile ?? join(dataDir, 'log.key');
  const key = (await readLogKey(keyFile, origin)) ?? (await firstKey(keyFile, origin, reader, file));
  const notary = new Notary(
    {
      store,
      reader,
      key,
      file,
      log,
      take: (waiting) => takeLog(pool, waiting),
      ...(metrics === undefined ? {} : { metrics }),
    },
    options,
  );
  const publicLog = new PublicLog({ store, reader, onContradiction: (seen) => notary.report(seen) });
  const policy = policyText({ origin, keys: [key.key], ...(url === undefined ? {} : { url }) });
  return { notary, publicLog, reader, key, policy };
}

async function firstKey(keyFile: string, origin: string, reader: LogReader, file: PublishedFile): Promise<LogKey> {
  if ((await reader.checkpoint()) !== undefined || (await file.read()) !== undefined) {
    throw new LogKeyError(`The log's key is missing: ${keyFile} does not exist, and this log has signed checkpoints already.`);
  }
  return makeLogKey(keyFile, origin);
}
