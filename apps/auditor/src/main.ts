import { run } from './cli/run.js';

function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

process.exitCode = await run(process.argv.slice(2), process.stdout, process.stderr, untilStopped);
