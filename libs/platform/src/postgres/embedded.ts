// The PostgreSQL of the embedded profile: made on the first start, stopped with the application, taken back after
// a crash. Order of a shutdown is the caller's: the application ends its work first, then calls `stop`. There is
// no signal handler here; only when Node exits without having called `stop` is the server asked to end too.
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serverAccount } from './account.js';
import { programs } from './binaries.js';
import { databaseFolder, initialise, isInitialised, openFolder, superuser } from './data-folder.js';
import { ServerError } from './errors.js';
import { lockFolder } from './lock.js';
import { stopOrphan } from './orphan.js';
import { makeSecrets, readSecrets, type ServerSecrets } from './secrets.js';
import { type Launch, launch, type ServerProcess } from './server-process.js';
import { ledgerSettings, throwawaySettings } from './settings.js';

export interface EmbeddedOptions {
  /** The application's data folder; made when missing. */
  readonly folder: string;
  /** Default: any free port of 127.0.0.1. */
  readonly port?: number;
  /** `none` is for test databases that need not survive a power cut. Default `full`. */
  readonly durability?: 'full' | 'none';
  /** What the server and this module have to say, a line at a time. */
  onLog?(line: string): void;
  /** The server died unasked and `restarts` more attempts did not bring it back. */
  onLost?(error: Error): void;
  /** How often in a row a server that dies unasked is started again on the same port. Default 0. */
  readonly restarts?: number;
}

export interface EmbeddedServer {
  readonly port: number;
  readonly secrets: ServerSecrets;
  /** The superuser's URL; for setting up roles and databases only. */
  adminUrl(database?: string): string;
  url(role: { readonly name: string; readonly password: string }, database: string): string;
  /** Process id of the server that runs now. */
  pid(): number;
  /** Waits until the server with this process id has ended and another has taken its place, or none will. */
  restarted(pid: number): Promise<void>;
  stop(): Promise<void>;
}

const stillInUseLimit = 30_000;
const portAttempts = 5;

/** @throws ServerError; its message is fit for a person */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const folder = resolve(options.folder);
  const onLog = (line: string): void => options.onLog?.(line);
  await openFolder(folder);
  const lock = await lockFolder(folder);
  try {
    const account = await serverAccount(join(folder, 'postgres'));
    const place = await programs(account);
    const database = await databaseFolder(folder, account);
    let secrets = await readSecrets(folder);
    if (!(await isInitialised(database))) {
      secrets = await makeSecrets(folder);
      const durable = options.durability !== 'none';
      await initialise({ programs: place, database, account, password: secrets.superuser, durable });
    }
    if (!secrets) throw new ServerError('secret-missing', `The passwords of the database in ${folder} are missing.`);
    await stopOrphan(database, onLog);

    const settings = options.durability === 'none' ? throwawaySettings : ledgerSettings;
    const first = { program: place.postgres, database, settings, account, onLog };
    const { server, port } = await launchOnFreePort(first, options.port);
    return supervise(server, { ...first, port }, secrets, options, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

type Unplaced = Omit<Launch, 'port'>;

async function launchOnFreePort(what: Unplaced, wanted?: number): Promise<{ server: ServerProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted ?? (await freePort());
    try {
      return { server: await launchWhenFree({ ...what, port }), port };
    } catch (error) {
      // Somebody else may take a free port between asking for it and listening on it.
      const again = error instanceof ServerError && error.trouble === 'port-in-use' && wanted === undefined;
      if (!again || attempt === portAttempts) throw error;
    }
  }
}

/** After `kill -9` of the server its children need a moment to notice; until then a new one is refused. */
async function launchWhenFree(what: Launch): Promise<ServerProcess> {
  const deadline = performance.now() + stillInUseLimit;
  for (;;) {
    try {
      return await launch(what);
    } catch (error) {
      const leftovers = error instanceof ServerError && error.trouble === 'folder-in-use';
      if (!leftovers || performance.now() > deadline) throw error;
      await pause(100);
    }
  }
}

function supervise(
  first: ServerProcess,
  what: Launch,
  secrets: ServerSecrets,
  options: EmbeddedOptions,
  lock: { release(): Promise<void>; releaseNow(): void },
): EmbeddedServer {
  let current = first;
  let stopping = false;
  let left = options.restarts ?? 0;
  const onExit = (): void => {
    current.stopNow();
    lock.releaseNow();
  };
  process.once('exit', onExit);

  const changes = new EventEmitter();

  const watch = async (): Promise<void> => {
    for (;;) {
      await current.ended;
      if (stopping) return;
      what.onLog('the server ended unasked');
      if (left === 0) return options.onLost?.(new ServerError('failed', 'PostgreSQL ended unexpectedly.'));
      left -= 1;
      try {
        current = await launchWhenFree(what);
        left = options.restarts ?? 0;
        changes.emit('changed');
      } catch (error) {
        return options.onLost?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };
  const watched = watch().finally(() => changes.emit('changed'));

  const url = (user: string, password: string, database: string): string =>
    `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${what.port}/${database}`;
  return {
    port: what.port,
    secrets,
    adminUrl: (database = 'postgres') => url(superuser, secrets.superuser, database),
    url: (role, database) => url(role.name, role.password, database),
    pid: () => current.pid,
    async restarted(pid) {
      if (current.pid === pid) await once(changes, 'changed');
    },
    async stop() {
      stopping = true;
      await current.stop();
      await watched;
      // A restart may have been on its way when `stop` was called.
      await current.stop();
      process.removeListener('exit', onExit);
      await lock.release();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve_, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve_(port));
    });
  });
}
