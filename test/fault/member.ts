// One process of the topology, kept running as an orchestrator would: when it ends, it is started again.
import { setTimeout as pause } from 'node:timers/promises';
import type { HealthReport } from '@covenant/platform';
import { BuiltProcess } from '../support/built-process.js';

/** Milliseconds from an end to the next start. */
const restartAfter = 300;
/** What it said that was for people: the end of it is why it ended. */
const sentences = (said: string): string => said.split('\n').filter((line) => line !== '' && !line.startsWith('{')).slice(-12).join(' / ');

export interface MemberOptions {
  /** Which one of its kind, such as `relay-2`. */
  readonly label: string;
  /** The program. */
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export class Member {
  /** What those said last that ended unasked; nobody killed them. */
  readonly endedByItself: string[] = [];
  private current: BuiltProcess | undefined;
  private killed = false;
  private ending = false;
  private readonly heard: string[] = [];

  constructor(private readonly options: MemberOptions) {}

  get label(): string {
    return this.options.label;
  }

  get name(): string {
    return this.options.name;
  }

  /** Everything that it said, over all of its lives. */
  get said(): string {
    return [...this.heard, this.current?.said ?? ''].join(`\n-- ${this.label} starts again --\n`);
  }

  get address(): string | undefined {
    const port = this.current?.over === false ? this.current.port : undefined;
    return port === undefined ? undefined : `http://127.0.0.1:${port}`;
  }

  start(): void {
    const { name, settings, args } = this.options;
    const one = new BuiltProcess(name, settings, args);
    this.current = one;
    this.killed = false;
    void one.end().then(async (status) => {
      this.heard.push(one.said);
      if (this.ending) return;
      if (!this.killed) this.endedByItself.push(`${this.label} ended with ${String(status)}: ${sentences(one.said)}`);
      await pause(restartAfter);
      if (!this.ending) this.start();
    });
  }

  async kill(): Promise<void> {
    this.killed = true;
    await this.current?.kill();
  }

  sleep(): void {
    this.current?.signal('SIGSTOP');
  }

  wake(): void {
    this.current?.signal('SIGCONT');
  }

  /** Undefined while it does not answer. */
  async readiness(): Promise<HealthReport | undefined> {
    const { address } = this;
    if (address === undefined) return undefined;
    try {
      const response = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(3_000) });
      return (await response.json()) as HealthReport;
    } catch {
      return undefined; // dead, asleep, or not there yet: who asks looks again
    }
  }

  async end(): Promise<void> {
    this.ending = true;
    await this.current?.kill();
  }

  /** Asks it to end in order. @throws when it does not */
  async stop(): Promise<void> {
    this.ending = true;
    await this.current?.stop();
  }
}
