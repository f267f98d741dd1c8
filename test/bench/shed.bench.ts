import { performance } from 'node:perf_hooks';
import { openLedger } from './bench-ledger.js';
import { type Bench, type Figure, median, milliseconds, percentile, perSecond } from './harness.js';
import { LoadClient, OpenLoadClient } from './http-client.js';
import type { OpenResult } from './open-load.js';

/** Of what the ledger does for 100 who never pause: at all of it a queue would grow without end. */
const sustainable = 0.8;
const callers = 100;
const connections = 1_000;

const p99 = ({ latencies }: OpenResult, status: string): number => percentile(latencies[status] ?? [], 0.99);
const count = ({ latencies }: OpenResult, status: string): number => latencies[status]?.length ?? 0;
const total = ({ latencies, unsent }: OpenResult): number => Object.values(latencies).reduce((sum, one) => sum + one.length, unsent);

/** More than the ledger can do: how long who is taken waits and how many these still are, how soon the others hear it, and whether
 * all is as it was then. */
const bench: Bench = {
  name: 'shed',
  async run(world) {
    const seconds = world.quick ? 3 : 6;
    const rounds = world.quick ? 1 : 3;
    const ledger = await openLedger(world);
    const closed = new LoadClient();
    const open = new OpenLoadClient();
    const request = { port: ledger.port, path: '/v1/commitments', headers: [`Authorization: Bearer ${ledger.token}`], body: ledger.body };
    try {
      await closed.run({ ...request, connections: callers, seconds, keyed: true });
      const found: { once: OpenResult; thrice: OpenResult; after: OpenResult; rate: number; caughtUp: number }[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const most = await closed.run({ ...request, connections: callers, seconds, keyed: true });
        const rate = (sustainable * most.answered) / most.seconds;
        const once = await open.run({ ...request, connections, rate, seconds });
        const thrice = await open.run({ ...request, connections, rate: 3 * rate, seconds });
        const ended = performance.now();
        await ledger.parts.reading.currentAll();
        const caughtUp = performance.now() - ended;
        const after = await open.run({ ...request, connections, rate, seconds });
        for (const { latencies } of [once, thrice, after]) {
          const other = Object.keys(latencies).filter((status) => status !== '201' && status !== '503');
          if (other.length > 0) throw new Error(`an answer that nobody expects: ${other.join()}`);
        }
        found.push({ once, thrice, after, rate, caughtUp });
      }
      const of = (read: (round: (typeof found)[number]) => number): number => median(found.map(read));
      const figures: Figure[] = [
        { figure: 'commands at the sustainable rate, p99', value: milliseconds(of(({ once }) => p99(once, '201'))), against: perSecond(of(({ rate }) => rate)) },
        {
          figure: 'at three times that rate, p99 of those taken',
          value: milliseconds(of(({ thrice }) => p99(thrice, '201'))),
          against: 'once that rate',
          ratio: of(({ once, thrice }) => p99(thrice, '201') / p99(once, '201')),
          target: { atMost: 3 },
        },
        { figure: 'p99 of those sent away', value: milliseconds(of(({ thrice }) => p99(thrice, '503'))) },
        { figure: 'share sent away', value: '', ratio: 100 * of(({ thrice }) => count(thrice, '503') / total(thrice)), unit: ' %' },
        {
          figure: 'commands taken',
          value: perSecond(of(({ thrice }) => count(thrice, '201') / thrice.seconds)),
          against: 'once that rate',
          ratio: of(({ once, thrice }) => count(thrice, '201') / thrice.seconds / (count(once, '201') / once.seconds)),
        },
        { figure: 'until the read models had all of it', value: milliseconds(of(({ caughtUp }) => caughtUp)), ratio: of(({ caughtUp }) => caughtUp / 1_000), target: { atMost: 10 }, unit: ' s' },
        { figure: 'once that rate again, p99', value: milliseconds(of(({ after }) => p99(after, '201'))), against: 'before', ratio: of(({ once, after }) => p99(after, '201') / p99(once, '201')) },
        { figure: 'sent away at the sustainable rate', value: '', ratio: 100 * of(({ once }) => count(once, '503') / total(once)), unit: ' %' },
      ];
      return figures;
    } finally {
      closed.close();
      open.close();
      await ledger.close();
    }
  },
};

export default bench;
