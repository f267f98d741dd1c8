import { type Bench, type Figure, median, microseconds, milliseconds, percentile, perSecond } from './harness.js';
import { counting, here } from './cpu.js';
import { openLedger } from './bench-ledger.js';
import { LoadClient } from './http-client.js';
import type { LoadResult } from './http-load.js';

const rateOf = ({ answered, seconds }: LoadResult): number => answered / seconds;

const bench: Bench = {
  name: 'http',
  async run(world) {
    const seconds = world.quick ? 3 : 8;
    const rounds = world.quick ? 2 : 5;
    // Of 256 connections none is to be sent away.
    const ledger = await openLedger(world, { COMMANDS_IN_HAND: '512' });
    const client = new LoadClient();
    const load = (connections: number, duration: number): Promise<LoadResult> =>
      client.run({
        port: ledger.port,
        connections,
        seconds: duration,
        path: '/v1/commitments',
        headers: [`Authorization: Bearer ${ledger.token}`],
        body: ledger.body,
        keyed: true,
      });
    try {
      await load(32, seconds);
      const ratios: { few: number; many: number; fewRate: number; manyRate: number; reference: number }[] = [];
      const latencies: number[] = [];
      const costs: { ledger: number; server: number; client: number }[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const reference = (await world.reference.insert(32, seconds, 'row')).rate;
        const spent = await counting({ ledger: here, server: () => world.serverCpu(), client: () => client.cpu() });
        const few = await load(32, seconds);
        const { by } = await spent();
        const each = (name: string): number => (by.get(name) ?? NaN) / few.answered;
        costs.push({ ledger: each('ledger'), server: each('server'), client: each('client') });
        const many = await load(256, seconds);
        for (const { statuses } of [few, many]) {
          if (Object.keys(statuses).join() !== '201') throw new Error(`not every command was recorded: ${JSON.stringify(statuses)}`);
        }
        latencies.push(...few.latencies);
        ratios.push({ few: rateOf(few) / reference, many: rateOf(many) / reference, fewRate: rateOf(few), manyRate: rateOf(many), reference });
      }
      const of = (member: keyof (typeof ratios)[number]): number => median(ratios.map((ratio) => ratio[member]));
      const against = `${perSecond(of('reference'))} pgbench, 32 clients`;
      const figures: Figure[] = [
        { figure: 'HTTP command, 32 connections', value: perSecond(of('fewRate')), against, ratio: of('few'), target: { atLeast: 0.5 } },
        { figure: 'HTTP command, 256 connections', value: perSecond(of('manyRate')), against, ratio: of('many') },
        { figure: 'HTTP command, processor time of the ledger', value: microseconds(median(costs.map((cost) => cost.ledger))) },
        { figure: 'of PostgreSQL, projections and log included', value: microseconds(median(costs.map((cost) => cost.server))) },
        { figure: 'of the client', value: microseconds(median(costs.map((cost) => cost.client))) },
        { figure: 'HTTP command, 32 connections, p50', value: milliseconds(percentile(latencies, 0.5)) },
        { figure: 'HTTP command, 32 connections, p99', value: milliseconds(percentile(latencies, 0.99)) },
      ];
      return figures;
    } finally {
      client.close();
      await ledger.close();
    }
  },
};

export default bench;
