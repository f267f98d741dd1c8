// The programs that are not ours, which the formats are checked with. Where they are not installed their tests are left
// out on a developer's machine, and fail in CI.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../support/python.js';

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '..', '..', '.cache', 'interop');

const answers = (command: string, args: readonly string[], cwd = here): boolean => spawnSync(command, args, { cwd, stdio: 'ignore' }).status === 0;

/** Not whether it is there but whether it is enough: an old Go reads no module as new as ours, and Debian's Python has no venv of itself. */
const enough = {
  go: () => answers('go', ['list', '-m'], join(here, 'go')),
  python3: () => answers('python3', ['-c', 'import ensurepip, venv']),
} as const;

/** May the tests that need this program run? In CI they must. */
export function installed(command: keyof typeof enough): boolean {
  return enough[command]() || process.env['CI'] !== undefined;
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

export type Row = Readonly<Record<string, unknown>>;

/** The Go checker: a request a line, an answer a line. */
export class GoChecker implements AsyncDisposable {
  readonly #waiting: { readonly answer: (line: string) => void; readonly fail: (error: Error) => void }[] = [];

  private constructor(private readonly child: ChildProcess) {
    if (child.stdout === null) throw new Error('the checker has no output');
    createInterface({ input: child.stdout }).on('line', (line) => this.#waiting.shift()?.answer(line));
    child.once('exit', () => this.#waiting.splice(0).forEach(({ fail }) => fail(new Error('the checker ended'))));
  }

  static start(): GoChecker {
    mkdirSync(cache, { recursive: true });
    const binary = join(cache, process.platform === 'win32' ? 'checker.exe' : 'checker');
    run('go', ['build', '-mod=readonly', '-o', binary, '.'], join(here, 'go'));
    return new GoChecker(spawn(binary, { stdio: ['pipe', 'pipe', 'inherit'] }));
  }

  /** @throws what the checker refused, in its words */
  async ask(request: Row): Promise<Row> {
    const text = await new Promise<string>((answer, fail) => {
      this.#waiting.push({ answer, fail });
      this.child.stdin?.write(`${JSON.stringify(request)}\n`);
    });
    const answer = JSON.parse(text) as Row;
    if (typeof answer['error'] === 'string') throw new Error(answer['error']);
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((end) => this.child.once('exit', end));
    this.child.stdin?.end();
    await ended;
  }
}

/** The canonical form of each text, by the package rfc8785. */
export function pythonCanonical(texts: readonly string[]): readonly string[] {
  const folder = join(here, 'python');
  const python = pythonWith(folder, 'interop');
  const input = texts.map((text) => `${text}\n`).join('');
  const { status, stdout, stderr } = spawnSync(python, ['canonical.py'], { cwd: folder, input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').slice(0, -1);
}
