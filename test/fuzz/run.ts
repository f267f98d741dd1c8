// npm run fuzz                              ten minutes of requests made out of the OpenAPI description, by a seed of its own
// npm run fuzz -- --minutes 60 --seed 7     as long as you like, by the same choices as before
//
// Needs Python 3; what else it needs is installed under .cache. See docs/reliability.md.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startEngines, stopEngines } from '../support/engines.js';
import { fuzz, schemathesis } from './schemathesis.js';
import { startTarget } from './target.js';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!(minutes > 0) || !Number.isSafeInteger(seed)) throw new Error('--minutes takes a number, --seed a whole number');
console.log(`Seed ${seed}, ${minutes} minutes. A ledger of its own starts …`);
schemathesis();
await startEngines();
try {
  const target = await startTarget();
  try {
    const campaign = { seed, examples: 100, phases: ['examples', 'coverage', 'fuzzing', 'stateful'] as const, seconds: Math.ceil(minutes * 60) };
    const found = await fuzz(target, { ...campaign, onLine: (line) => console.log(line) });
    for (const [caller, statuses] of Object.entries(found.met)) {
      console.log(`${caller.padEnd(14)} ${Object.entries(statuses).sort().map(([status, count]) => `${status} ×${count}`).join(', ')}`);
    }
    console.log(`Seed ${seed}: ${found.requests} requests to ${found.operations} operations. ${found.wrong === '' ? 'Nothing was wrong.' : 'WRONG, see above.'}`);
    if (found.wrong !== '') process.exitCode = 1;
  } finally {
    await target.ledger.stop();
  }
} finally {
  await stopEngines();
}
