// `npm run licences`: the licence of every package in the lock against the list of those that we may pass on.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';

command(async ({ root, Refused }) => {
  const { licenceBreaches } = await import('./supply.mjs');
  const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
  const lock = read('package-lock.json');
  const found = licenceBreaches(lock, (place) => {
    const { license, licenses } = read(place, 'package.json');
    // The form of before 2014.
    return license ?? (Array.isArray(licenses) ? licenses.map(({ type }) => type).join(' OR ') : undefined);
  });
  if (found.length > 0) throw new Refused(`These may not come along, or their licence is not in scripts/supply.mjs:\n${found.join('\n')}`);
  console.log(`${Object.keys(lock.packages).length - 1} packages, every one under a licence that we may pass on.`);
});
