// The built ledger as a process of its own, for tests of what a person at a terminal sees and of sudden deaths.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const repository = join(import.meta.dirname, '..', '..');
const main = join(repository, 'dist', 'apps', 'ledger', 'src', 'main.js');

export interface LedgerOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class LedgerProcess {
  /** Everything it said, on both of its outputs. */
  said = '';
  readonly ended: Promise<Ended>;
  private over = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly options: LedgerOptions,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.ended = once(child, 'close').then(([status, signal]) => {
      this.over = true;
      return { status: status as number | null, signal: signal as NodeJS.Signals | null };
    });
  }

  /** Starts it and does not wait. The build must be there: `npm test` sees to it. */
  static launch(options: LedgerOptions): LedgerProcess {
    if (!existsSync(main)) throw new Error('There is no build: run `npm run build`, or the suites by `npm test`.');
    const { PORT: _port, DATA_DIR: _dir, NODE_OPTIONS: _flags, ...inherited } = process.env;
    const child = spawn(process.execPath, [main, ...(options.args ?? ['--empty'])], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...inherited, PORT: String(options.port), DATA_DIR: options.dataDir, LOG_LEVEL: 'warn', ...options.env },
    });
    return new LedgerProcess(child, options);
  }

  get address(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the ledger was not started');
    return this.child.pid;
  }

  get running(): boolean {
    return !this.over;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves once it says that it is ready. @throws when it ends before, or takes longer than a minute */
  async ready(): Promise<void> {
    const deadline = performance.now() + 60_000;
    while (performance.now() < deadline) {
      if (this.over) throw new Error(`the ledger ended instead of getting ready. It said:\n${this.said}`);
      const status = await fetch(`${this.address}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
        async (response) => {
          await response.body?.cancel();
          return response.status;
        },
        () => 0,
      );
      if (status === 200) return;
      await pause(30);
    }
    throw new Error(`the ledger did not get ready within a minute. It said:\n${this.said}`);
  }

  /** Asks it to end and waits until it has. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    if (this.running) this.kill(signal);
    return this.ended;
  }
}

/** Process id of the PostgreSQL that runs on a data folder, or undefined when none has said so. */
export async function postgresPid(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

/** A port that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
