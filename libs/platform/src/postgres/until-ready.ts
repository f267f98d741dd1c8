import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Connection } from './connection.js';
import { errorCode } from './errors.js';

/** SQLSTATE `cannot_connect_now`: the server is starting, recovering from a crash, or shutting down. */
const notNow = '57P03';
/** Milliseconds. The limit is below the time that an orchestrator gives a process to end. */
const lookEvery = 250;
const limit = 25_000;

/**
 * Resolves when PostgreSQL takes connections. One that is there and not ready yet, as after a crash, is waited for a
 * while: a process that ended instead would be started again and again until it is. Whatever else keeps it from being
 * used, and a recovery that takes longer, is the caller's to meet.
 */
export async function untilReady(url: string, log: Pick<Logger, 'warn' | 'info'>): Promise<void> {
  const deadline = performance.now() + limit;
  for (let waited = false; ; waited = true) {
    const said = await refusal(url);
    if (said === undefined || performance.now() > deadline) {
      if (waited) log.info(said === undefined ? 'PostgreSQL is ready' : 'PostgreSQL is still not ready');
      return;
    }
    if (!waited) log.warn(`PostgreSQL is not ready yet (${said}); waiting for it`);
    await delay(lookEvery);
  }
}

/** What a server says that cannot be used now. */
async function refusal(url: string): Promise<string | undefined> {
  const client = new Connection({ connectionString: url, application_name: 'covenant-look', connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    if (errorCode(error) === notNow && error instanceof Error) return error.message;
  }
  return undefined;
}
