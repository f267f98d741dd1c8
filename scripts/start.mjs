// `npm start`: installs what is missing, builds what is stale, then becomes the ledger. The ledger runs in this very
// process, so signals reach it and its exit status is ours. `npm start -- --help` lists the options.
import { command } from './command.mjs';

command(async ({ prepare, entry, become }) => {
  await prepare({ say: (line) => console.error(line) });
  await become(entry('apps/ledger/src/main.js'), process.argv.slice(2));
});
