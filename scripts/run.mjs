// `npm run -s <name> -- …`: a program of this repository, built first when needed. Preparation speaks on stderr only.
import { command } from './command.mjs';

const programs = {
  auditor: { entry: 'apps/auditor/src/main.js', where: 'caller' },
  backup: { entry: 'apps/migrate/src/backup-main.js', where: 'caller' },
  'dead-letters': { entry: 'apps/relay/src/dead-letters/main.js', where: 'repository' },
  import: { entry: 'apps/ledger/src/import/main.js', where: 'caller' },
  'log-key': { entry: 'apps/notary/src/key-change/main.js', where: 'repository' },
  migrate: { entry: 'apps/migrate/src/main.js', where: 'caller' },
  projections: { entry: 'apps/projector/src/cli/projections.js', where: 'repository' },
  rebuild: { entry: 'apps/projector/src/cli/rebuild.js', where: 'repository' },
  'subject-keys': { entry: 'apps/ledger/src/privacy/main.js', where: 'repository' },
  token: { entry: 'apps/ledger/src/token/main.js', where: 'repository' },
};

command(async ({ prepare, entry, become, root, Refused }) => {
  const [name, ...args] = process.argv.slice(2);
  const program = programs[name];
  if (program === undefined) throw new Refused(`There is no program “${name}”; there are: ${Object.keys(programs)}.`);
  await prepare({ say: (line) => console.error(line), quiet: true });
  // npm changes to the repository's folder; a path that a person types is meant from where they stand.
  const standing = process.env.npm_lifecycle_event === name ? process.env.INIT_CWD : undefined;
  process.chdir(program.where === 'caller' ? (standing ?? process.cwd()) : root);
  await become(entry(program.entry), args);
});
