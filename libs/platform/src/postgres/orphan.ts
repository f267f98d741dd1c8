// A server that outlived the process which started it (`kill -9`) still holds the folder and its port.
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, ServerError } from './errors.js';
import { gone, running } from './processes.js';

const fastLimit = 20_000;
const immediateLimit = 20_000;

/**
 * Stops a server of this folder that nobody watches any more: fast first, then immediately. The caller holds the
 * folder's lock, so no living process of ours owns it. `postmaster.pid` itself is left to PostgreSQL, which knows
 * what a stale one is.
 */
export async function stopOrphan(database: string, onLog: (line: string) => void): Promise<void> {
  let pid: number;
  try {
    pid = Number((await readFile(join(database, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const server = await running(pid);
  if (!server || !/postgres/.test(server.command)) return;
  const folder = await realpath(database);
  // The server's working directory is its data folder; where that cannot be read its command line names it.
  if (server.folder !== undefined ? server.folder !== folder : !server.command.includes(database)) return;

  onLog(`stopping the server (process ${pid}) that an earlier run left behind`);
  for (const [signal, limit] of [['SIGINT', fastLimit], ['SIGQUIT', immediateLimit]] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (errorCode(error) === 'ESRCH') return;
      throw error;
    }
    if (await gone(server, limit)) return;
  }
  throw new ServerError('folder-in-use', `A PostgreSQL (process ${pid}) still uses ${database} and does not stop.`);
}
