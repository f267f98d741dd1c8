// One run of the `postgres` program: from spawning until it is gone.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Account } from './account.js';
import { ServerError } from './errors.js';

const stopLimit = 60_000;
const remembered = 20;

export interface ServerProcess {
  readonly pid: number;
  /** Settles when the process has ended, however it did. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions roll back, what was acknowledged is flushed. Immediate after a minute. */
  stop(): Promise<void>;
  /** For exit handlers: asks for the same and does not wait. */
  stopNow(): void;
}

export interface Launch {
  readonly program: string;
  readonly database: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly account: Account | undefined;
  readonly onLog: (line: string) => void;
}

/**
 * Resolves when the server takes connections. It gets a process group of its own: Ctrl-C at a terminal signals
 * the whole group, and the server must outlive the application that is still finishing its work.
 * @throws ServerError with the server's own reason
 */
export function launch({ program, database, port, settings, account, onLog }: Launch): Promise<ServerProcess> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(program, ['-D', database, '-p', String(port), ...flags], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });

  return new Promise((resolve, reject) => {
    const said: string[] = [];
    child.once('error', (cause) => {
      reject(new ServerError('failed', `PostgreSQL could not be run: ${cause.message}.`, { cause }));
    });
    child.once('close', () => reject(failure(said, database, port)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      if (said.length > remembered) said.shift();
      onLog(line);
      if (line.includes('database system is ready to accept connections')) resolve(handle(child, ended));
    });
  });
}

function handle(child: ChildProcess, ended: Promise<void>): ServerProcess {
  const signal = (name: NodeJS.Signals): void => {
    if (child.exitCode === null && child.signalCode === null) child.kill(name);
  };
  return {
    pid: child.pid ?? 0,
    ended,
    async stop() {
      signal('SIGINT');
      const impatience = setTimeout(() => signal('SIGQUIT'), stopLimit);
      await ended;
      clearTimeout(impatience);
    },
    stopNow: () => signal('SIGINT'),
  };
}

function failure(said: readonly string[], database: string, port: number): ServerError {
  const text = said.join('\n');
  if (/could not bind|Address already in use/i.test(text)) {
    return new ServerError('port-in-use', `PostgreSQL could not listen on port ${port}: it is in use.`);
  }
  if (/lock file "postmaster.pid"|pre-existing shared memory block/.test(text)) {
    return new ServerError('folder-in-use', `Another PostgreSQL is still using ${database}.`);
  }
  if (/has wrong ownership|invalid permissions|Permission denied/.test(text)) {
    return new ServerError('folder-not-ours', `The folder ${database} belongs to another user.`);
  }
  const fatal = said.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? said.at(-1) ?? 'it gave no reason';
  return new ServerError('failed', `PostgreSQL did not start in ${database}: ${fatal}`);
}
