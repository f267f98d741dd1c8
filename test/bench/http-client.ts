import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cpuOfTree } from './cpu.js';
import type { Load, LoadResult } from './http-load.js';
import type { OpenLoad, OpenResult } from './open-load.js';

/** Sends load from a process of its own, which runs a module that answers each message with what it measured. */
class Client<L extends object, R> {
  private readonly child: ChildProcess;
  private readonly died: Promise<never>;

  constructor(module: string) {
    this.child = fork(fileURLToPath(new URL(module, import.meta.url)), {
      execArgv: ['--disable-warning=ExperimentalWarning', '--import', new URL('../support/typescript.mjs', import.meta.url).href],
    });
    this.died = once(this.child, 'exit').then(() => {
      throw new Error('the load client ended');
    });
    // Only those who wait for an answer want to hear of it.
    this.died.catch(() => undefined);
  }

  async run(load: L): Promise<R> {
    const answered = once(this.child, 'message');
    this.child.send(load);
    const [result] = (await Promise.race([answered, this.died])) as [R];
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

/** So many connections, each sending as soon as it was answered. */
export class LoadClient extends Client<Load, LoadResult> {
  constructor() {
    super('./http-load.ts');
  }
}

/** So many requests a second, whether or not they are answered. */
export class OpenLoadClient extends Client<OpenLoad, OpenResult> {
  constructor() {
    super('./open-load.ts');
  }
}
