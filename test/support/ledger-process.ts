// The ledger as a process of its own, run from the sources as `npm start` runs it from the build.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const loader = new URL('./typescript.mjs', import.meta.url).href;
const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface LedgerProcess {
  readonly child: ChildProcess;
  /** What it has said on stderr so far. */
  readonly said: () => string;
  /** The address it printed; rejects when it ends before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<Ended>;
}

type Environment = Readonly<Record<string, string>>;

/** Nothing of the surroundings reaches it but the path and the home folder. The room for young objects is as in `npm start`. */
const run = (path: string, args: readonly string[], environment: Environment): ChildProcess =>
  spawn(process.execPath, ['--max-semi-space-size=64', '--disable-warning=ExperimentalWarning', '--import', loader, source(path), ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

export function startProcess(environment: Environment, args: readonly string[] = ['--empty']): LedgerProcess {
  const child = run('apps/ledger/src/main.ts', args, environment);
  const told = collected(child);
  const ready = new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', () => {
      const address = /For people +(http:\S+?)\/\s/.exec(told.stderr())?.[1];
      if (address !== undefined) resolve(address);
    });
    void told.ended.then(({ code, stderr }) => reject(new Error(`the ledger ended with ${code}: ${stderr}`)));
  });
  ready.catch(() => undefined);
  return { child, said: told.stderr, ready, ended: told.ended };
}

export const runToken = (args: readonly string[], environment: Environment): Promise<Ended> =>
  collected(run('apps/ledger/src/token/main.ts', args, environment)).ended;

function collected(child: ChildProcess): { readonly stderr: () => string; readonly ended: Promise<Ended> } {
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => out.push(chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => err.push(chunk));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout: out.join(''), stderr: err.join('') }));
  });
  return { stderr: () => err.join(''), ended };
}
