import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { LocalIssuer } from '@covenant/access';
import { createLog, Metrics, readSettings } from '@covenant/platform';
import { createApp } from '../../apps/ledger/src/app.js';
import { openParts } from '../../apps/ledger/src/process/parts.js';
import { type Bench, type Figure, median, microseconds, milliseconds, percentile, perSecond } from './harness.js';
import { LoadClient } from './http-client.js';
import type { LoadResult } from './http-load.js';
import type { World } from './world.js';

/** A commitment as a department makes it: about as many bytes as the reference's row. */
const commitmentOf = (cityId: string, dutyBearerId: string): object => ({
  cityId,
  title: 'Every emergency shelter reachable without steps, with a bed for who needs one on the day',
  description: 'The twelve buildings are surveyed, ramps and lifts are built, and each has a room that is kept free. The council is told every half year.',
  rights: ['ICESCR-11.1', 'CRPD-9', 'UDHR-25'],
  principles: ['non-discrimination', 'accountability'],
  dutyBearerId,
  dueOn: '2099-03-31',
  milestones: [{ title: 'Survey of the twelve buildings', dueOn: '2098-09-30' }],
});

interface BenchLedger {
  readonly port: number;
  readonly token: string;
  readonly body: string;
  close(): Promise<void>;
}

/** The whole embedded ledger but its database's process: commands, projector, notary and clock in one. */
const openLedger = async (world: World): Promise<BenchLedger> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'covenant-bench-'));
  const settings = readSettings({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' });
  const { appUrl } = await world.database();
  const parts = await openParts({
    settings,
    databaseUrl: appUrl,
    log: createLog('warn'),
    metrics: new Metrics(),
    onFatal: (error) => {
      throw error;
    },
  });
  const { app } = await createApp(parts);
  parts.start();
  parts.clock.start();
  await app.listen(0, '127.0.0.1');
  const actor = { subject: 'bench', roles: ['focal-point' as const] };
  const enrol = { name: 'Bench', slug: 'bench', country: 'US', languages: ['en'], timeZone: 'America/New_York' };
  const city = await parts.commands.execute({ aggregate: 'city', actor, correlationId: randomUUID(), command: { type: 'enrol', data: enrol } });
  const register = { cityId: city.id, name: 'Housing', kind: 'department' };
  const own = { ...actor, cityId: city.id };
  const bearer = await parts.commands.execute({ aggregate: 'duty-bearer', actor: own, correlationId: randomUUID(), command: { type: 'register', data: register } });
  const issuer = await LocalIssuer.open(dataDir);
  const token = await issuer.issue({ subject: 'staff-1', roles: ['staff'], cityId: city.id, dutyBearerId: bearer.id, audience: settings.oidcAudience, lifetime: 36_000 });
  return {
    port: (app.getHttpServer().address() as AddressInfo).port,
    token,
    body: JSON.stringify(commitmentOf(city.id, bearer.id)),
    close: async () => {
      await app.close();
      await parts.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const rateOf = ({ answered, seconds }: LoadResult): number => answered / seconds;

const bench: Bench = {
  name: 'http',
  async run(world) {
    const seconds = world.quick ? 3 : 8;
    const rounds = world.quick ? 2 : 5;
    const ledger = await openLedger(world);
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
        const [before, server, sender] = [process.cpuUsage(), await world.serverCpu(), await client.cpu()];
        const few = await load(32, seconds);
        const { user, system } = process.cpuUsage(before);
        costs.push({
          ledger: (user + system) / few.answered,
          server: ((await world.serverCpu()) - server) / few.answered,
          client: ((await client.cpu()) - sender) / few.answered,
        });
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
