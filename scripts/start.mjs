// `npm start`: installs what is missing, builds what is stale, then becomes the ledger. The ledger runs in this very
// process, so signals reach it and its exit status is ours. `npm start -- --help` lists the options.
import { command } from './command.mjs';

command(async ({ prepare, entry, become }) => {
  await prepare({ say: (line) => console.error(line) });
  if (process.env.npm_lifecycle_event === 'start') endWithNpm();
  await become(entry('apps/ledger/src/main.js'), process.argv.slice(2));
});

/**
 * npm runs us through a shell. When npm is told to end, it ends that shell and leaves us behind: what we notice is
 * that our parent is another one. A Ctrl-C in a terminal reaches us directly.
 */
function endWithNpm() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}
