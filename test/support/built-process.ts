// A process of the distributed profile, as it is built, for tests of several that work together and of sudden deaths.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { HealthReport } from '@covenant/platform';

const repository = join(import.meta.dirname, '..', '..');

export class BuiltProcess {
  /** Everything it said. */
  said = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;

  constructor(
    readonly name: string,
    settings: Readonly<Record<string, string>>,
    args: readonly string[] = [],
  ) {
    const main = join(repository, 'dist', 'apps', name, 'src', 'main.js');
    if (!existsSync(main)) throw new Error('There is no build: run `npm run build`, or the suites by `npm test`.');
    const { PATH = '', HOME = '' } = process.env;
    this.child = spawn(process.execPath, [main, ...args], { env: { PATH, HOME, ...settings, PORT: '0' }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.ended = once(this.child, 'close');
  }

  /** @throws when it could not be started */
  get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error(`the ${this.name} was not started`);
    return pid;
  }

  get over(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Undefined while it starts; needs LOG_LEVEL info, since its log names the port. */
  get port(): string | undefined {
    return /"port":(\d+)|"url":"http:\/\/[^"]*:(\d+)"/.exec(this.said)?.slice(1).find((found) => found !== undefined);
  }

  /** SIGSTOP and SIGCONT, for a process that sleeps and wakes; see `kill` and `stop` for its end. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(name);
  }

  /** What one of its addresses answers. Undefined while it starts. */
  async ask(path: string): Promise<{ readonly status: number; readonly text: string } | undefined> {
    if (this.over) throw new Error(`the ${this.name} ended by itself: ${this.said}`);
    const { port } = this;
    if (port === undefined) return undefined;
    // A connection that is kept may be closed by the other side just when it is used again.
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(30_000) });
    return { status: response.status, text: await response.text() };
  }

  async readiness(): Promise<HealthReport | undefined> {
    const answer = await this.ask('/health/ready');
    return answer === undefined ? undefined : (JSON.parse(answer.text) as HealthReport);
  }

  /** Looks until its readiness is as wanted. @throws after so many milliseconds, with what it was last */
  async until(wanted: (report: HealthReport) => boolean, milliseconds = 150_000): Promise<HealthReport> {
    const deadline = performance.now() + milliseconds;
    for (;;) {
      const report = await this.readiness();
      if (report !== undefined && wanted(report)) return report;
      if (performance.now() > deadline) throw new Error(`the ${this.name} stands at ${JSON.stringify(report)}. It said:\n${this.said}`);
      await pause(50);
    }
  }

  /** Looks until its metrics hold such a line: a count that was read may be behind its readiness, and the other way round. */
  async untilMetric(line: RegExp, milliseconds = 150_000): Promise<void> {
    const deadline = performance.now() + milliseconds;
    for (;;) {
      const text = (await this.ask('/metrics'))?.text ?? '';
      if (line.test(text)) return;
      if (performance.now() > deadline) throw new Error(`the ${this.name} shows no ${String(line)}. It said:\n${this.said}\n${text}`);
      await pause(50);
    }
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Waits until it ends by itself, and gives its status. */
  async end(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }

  /** @throws when it had ended before, or does not end in order */
  async stop(): Promise<void> {
    const early = this.over;
    this.child.kill('SIGTERM');
    const [status] = await this.ended;
    if (early || status !== 0) throw new Error(`the ${this.name} ended ${early ? 'by itself ' : ''}with ${String(status)}: ${this.said}`);
  }
}
