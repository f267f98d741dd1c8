// `npm run permissions`: writes docs/reference/commands.md from the aggregates, and prints where it went.
import { writeFileSync } from 'node:fs';
import { commandsPage } from '../libs/domain/src/testing/commands-page.ts';

const page = new URL('../docs/reference/commands.md', import.meta.url);
writeFileSync(page, commandsPage());
console.log('docs/reference/commands.md is up to date.');
