import pg from 'pg';
import { Connection } from './connection.js';

export interface PoolOptions {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  /** Connections at the most. Default 10. */
  readonly size?: number;
  /** Milliseconds after which the server gives up a statement. Default 30,000. */
  readonly statementTimeout?: number;
  /** Milliseconds after which the server ends a session that sits in an open transaction. Default 30,000. */
  readonly idleInTransactionTimeout?: number;
  /** Milliseconds to wait for a connection. Default 5,000. */
  readonly connectTimeout?: number;
  /** A connection broke while nobody used it. The pool replaces it; this is for the log. */
  onError(error: Error): void;
}

/** A pool that cannot hang: connecting, a statement and an idle transaction all have a limit. */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    Client: Connection,
    connectionString: options.url,
    application_name: options.name,
    max: options.size ?? 10,
    statement_timeout: options.statementTimeout ?? 30_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeout ?? 30_000,
    connectionTimeoutMillis: options.connectTimeout ?? 5_000,
    keepAlive: true,
  });
  // Without a listener a server restart would end the process.
  pool.on('error', (error) => options.onError(error));
  return pool;
}
