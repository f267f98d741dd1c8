// npm run bench                 every bench
// npm run bench -- append       those whose name begins so
// npm run bench -- --quick      rough figures soon; for trying, not for docs/benchmarks.md
//
// To add one: a file `test/bench/<name>.bench.ts` whose default export is a `Bench` (harness.ts). Its `run` gets a
// `World` (world.ts) — migrated databases on a durable PostgreSQL with the product's settings, and pgbench on the
// same server as reference — and gives `Figure`s, which end up in one table. What is compared is measured side by
// side, in the same run. It runs from the TypeScript sources in plain Node (../support/typescript.mjs).
import { cpus, totalmem, version } from 'node:os';
import { readdir } from 'node:fs/promises';
import { type Bench, type Figure, megabytes, met, table } from './harness.js';
import { startWorld } from './world.js';

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const quick = process.argv.includes('--quick');

const files = (await readdir(new URL('./', import.meta.url))).filter((name) => name.endsWith('.bench.ts')).sort();
const benches: Bench[] = [];
for (const file of files) {
  const name = file.slice(0, -'.bench.ts'.length);
  if (wanted.length > 0 && !wanted.some((word) => name.startsWith(word))) continue;
  const { default: bench } = (await import(new URL(file, import.meta.url).href)) as { default: Bench };
  benches.push(bench);
}
if (benches.length === 0) throw new Error(`There is no bench named ${wanted.join(', ')}.`);

const figures: Figure[] = [];
const { world, close } = await startWorld(quick);
try {
  for (const bench of benches) {
    world.say(`${bench.name} …`);
    figures.push(...(await bench.run(world)));
  }
} finally {
  await close();
}

const [cpu] = cpus();
console.log(`${cpus().length} × ${cpu?.model.trim()}, ${megabytes(totalmem())}, ${version()}, Node ${process.version}`);
console.log(table(figures));
if (figures.some((figure) => met(figure) === false)) process.exitCode = 1;
