import { runBackup } from './backup-cli.js';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

process.exitCode = await runBackup(process.argv.slice(2), {
  environment: process.env,
  print: (text) => console.log(text),
  tell: (text) => console.error(text),
  signal: interrupted.signal,
});
