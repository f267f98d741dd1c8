// `npm start`: installs what is missing, builds what is stale, then becomes the ledger. The ledger runs in this very
// process, so signals reach it and its exit status is ours. `npm start -- --help` lists the options.
import { command } from './command.mjs';
import { endWithNpm } from './npm-parent.mjs';

command(async ({ prepare, entry, become }) => {
  await prepare({ say: (line) => console.error(line) });
  if (process.env.npm_lifecycle_event === 'start') endWithNpm();
  await become(entry('apps/ledger/src/main.js'), process.argv.slice(2));
});
