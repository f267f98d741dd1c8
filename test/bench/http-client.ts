import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, LoadResult } from './http-load.js';

/** Sends load from a process of its own. */
export class LoadClient {
  private readonly child: ChildProcess = fork(fileURLToPath(new URL('./http-load.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', new URL('../support/typescript.mjs', import.meta.url).href],
  });

  async run(load: Load): Promise<LoadResult> {
    const answered = once(this.child, 'message');
    const died = once(this.child, 'exit').then(() => {
      throw new Error('the load client ended');
    });
    this.child.send(load);
    const [result] = (await Promise.race([answered, died])) as [LoadResult];
    died.catch(() => undefined);
    return result;
  }

  close(): void {
    this.child.kill();
  }
}
