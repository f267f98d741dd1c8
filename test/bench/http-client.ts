import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cpuOfTree } from './cpu.js';
import type { Load, LoadResult } from './http-load.js';

/** Sends load from a process of its own. */
export class LoadClient {
  private readonly child: ChildProcess = fork(fileURLToPath(new URL('./http-load.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', new URL('../support/typescript.mjs', import.meta.url).href],
  });

  private readonly died = once(this.child, 'exit').then(() => {
    throw new Error('the load client ended');
  });

  constructor() {
    // Only those who wait for an answer want to hear of it.
    this.died.catch(() => undefined);
  }

  async run(load: Load): Promise<LoadResult> {
    const answered = once(this.child, 'message');
    this.child.send(load);
    const [result] = (await Promise.race([answered, this.died])) as [LoadResult];
    return result;
  }

  /** Microseconds of processor time that it has used so far. */
  cpu(): Promise<number> {
    return this.child.pid === undefined ? Promise.resolve(0) : cpuOfTree(this.child.pid);
  }

  close(): void {
    this.child.kill();
  }
}
