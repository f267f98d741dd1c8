import type { Outside } from './run.js';

/** Runs a command as who typed it expects: an interruption ends it in good order, and its status is the process'. */
export async function atTerminal(run: (args: readonly string[], outside: Outside) => Promise<number>): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  process.exitCode = await run(process.argv.slice(2), {
    environment: process.env,
    print: (text) => console.log(text),
    tell: (text) => console.error(text),
    signal: interrupted.signal,
  });
}
