// npm run fault                          20 rounds of faults on the distributed profile, by a seed of its own
// npm run fault -- --rounds 200 --seed 7 as many as you like, by the same choices as before
// npm run fault -- --store eventstoredb  with EventStoreDB: its fake, or the server that EVENTSTORE_URL names
// npm run fault -- --seed 7 --from 31 --rounds 1   one round of it again (what chance does between processes is not repeated)
//
// Needs Java and Maven for the broker. See docs/reliability.md.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { whyNoKafka } from '../../scripts/kafka.mjs';
import { type FaultReport, runFaults } from './rounds.js';
import { storeNames } from './store.js';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string' }, from: { type: 'string', default: '1' }, store: { type: 'string', default: 'postgres' } },
});
const reason = whyNoKafka();
if (reason !== undefined) throw new Error(reason);
const store = storeNames.find((name) => name === values.store);
if (store === undefined) throw new Error(`--store takes ${storeNames.join(' or ')}`);
const seed = Number(values.seed ?? randomInt(2 ** 31));
const [rounds, from] = [Number(values.rounds), Number(values.from)];
console.log(`Seed ${seed}, rounds ${from} to ${from + rounds - 1}. The engines and nine processes start …`);
const ending = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    console.log('Ending after this round …');
    ending.abort();
  });
}
const began = performance.now();
const report = await runFaults({ seed, store, from, rounds, say: (line) => console.log(line), signal: ending.signal });
console.log(inWords(report, (performance.now() - began) / 1_000));
if (report.wrong.length > 0) process.exitCode = 1;

function inWords(report: FaultReport, seconds: number): string {
  const faults = [...report.faults].sort(([, a], [, b]) => b - a).map(([kind, times]) => `${kind} ${times}`);
  return [
    '',
    `${report.rounds} rounds in ${Math.round(seconds)} s: ${faults.join(', ')}`,
    `${report.acknowledged} commands acknowledged, ${report.events} events, ${report.checkpoints} checkpoints seen, ${report.sentAgain} records sent again`,
    `longest takeover ${(report.takeover / 1_000).toFixed(1)} s, longest healing ${(report.healing / 1_000).toFixed(1)} s`,
    ...report.endedByItself.map((words) => `ended unasked: ${words}`),
    report.wrong.length === 0 ? 'Everything was right after every round.' : `WRONG:\n${report.wrong.join('\n')}`,
  ].join('\n');
}
