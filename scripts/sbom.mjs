// `npm run sbom [-- FILE]`: the bill of materials of what the product runs on, held to the official schema of CycloneDX and
// checked to be whole; by default .cache/sbom.cdx.json.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { command } from './command.mjs';

command(async ({ prepare, root, Refused }) => {
  const { billFaults, schemaFaults, withoutBuilding } = await import('./supply.mjs');
  await prepare({ say: (line) => console.error(line), build: false });
  const made = promisify(execFile)('npm', ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const bill = withoutBuilding(JSON.parse((await made).stdout), lock);
  // npm calls it by the folder that it lies in.
  bill.metadata.component.name = 'covenant';
  const faults = billFaults(bill, lock, (place) => existsSync(join(root, place, 'package.json')));
  // Of another format there is no schema here.
  if (faults.length === 0) faults.push(...(await schemaFaults(bill)));
  if (faults.length > 0) throw new Refused(`The bill of materials is not in order:\n${faults.join('\n')}`);
  const [given] = process.argv.slice(2);
  const file = given === undefined ? join(root, '.cache', 'sbom.cdx.json') : resolve(process.env.INIT_CWD ?? '.', given);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(bill, undefined, 2)}\n`);
  console.log(`${bill.components.length} packages in ${file}`);
});
