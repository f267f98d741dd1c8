// The whole embedded ledger but its database's process, for benches over HTTP.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIssuer } from '@covenant/access';
import { createLog, Metrics, readSettings } from '@covenant/platform';
import { createApp } from '../../apps/ledger/src/app.js';
import { openParts, type OpenedParts } from '../../apps/ledger/src/process/parts.js';
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

export interface BenchLedger {
  readonly parts: OpenedParts;
  readonly port: number;
  readonly token: string;
  readonly body: string;
  readonly cityId: string;
  /** The department of whoever holds the token. */
  readonly dutyBearerId: string;
  close(): Promise<void>;
}

/** Commands, projector, notary and clock in one, with a department whose staff make commitments. */
export const openLedger = async (world: World, environment: Readonly<Record<string, string>> = {}): Promise<BenchLedger> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'covenant-bench-'));
  const settings = readSettings({ DATA_DIR: dataDir, LOG_LEVEL: 'error', ...environment });
  const { appUrl } = await world.database();
  const parts = await openParts({
    settings,
    databaseUrl: appUrl,
    log: createLog('error'),
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
    parts,
    port: (app.getHttpServer().address() as AddressInfo).port,
    token,
    body: JSON.stringify(commitmentOf(city.id, bearer.id)),
    cityId: city.id,
    dutyBearerId: bearer.id,
    close: async () => {
      await app.close();
      await parts.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
