import { isMainThread } from 'node:worker_threads';

function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

// A thread of `verify` loads this file too, where all is built into one, and has no need of the rest.
if (isMainThread) {
  const { lastResort } = await import('./cli/last-resort.js');
  const { run } = await import('./cli/run.js');
  const unwritten = lastResort(process);
  const status = await run(process.argv.slice(2), process.stdout, process.stderr, untilStopped);
  process.exitCode = unwritten() ?? status;
} else {
  await import('./verify/threads.js');
}
