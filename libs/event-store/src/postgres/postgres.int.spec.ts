import { rm } from 'node:fs/promises';
import { appRole, ensureDatabase, ensureRoles, ownerRole, runMigrations, startEmbedded } from '@covenant/platform';
import { testFolder } from '../../../../test/support/folder.js';
import { faultProxy } from '../../../../test/support/proxy.js';
import type { EventStore } from '../port.js';
import { eventStoreContract, type StoreUnderTest } from '../testing.js';
import { eventStoreSchema } from './migrations/index.js';
import { PostgresEventStore } from './store.js';
import { eventLimit } from '../stored-form.js';

/** A server of its own with full durability, because the contract kills it. */
async function make(): Promise<StoreUnderTest> {
  const folder = await testFolder('contract');
  const server = await startEmbedded({ folder, restarts: 5 });
  await ensureRoles(server.adminUrl(), server.secrets);
  await ensureDatabase(server.adminUrl(), 'contract');
  await runMigrations({ url: server.url({ name: ownerRole, password: server.secrets.owner }, 'contract'), ...eventStoreSchema });
  const proxy = await faultProxy('127.0.0.1', server.port);
  const url = new URL(server.url({ name: appRole, password: server.secrets.app }, 'contract'));
  url.port = String(proxy.port);
  const stores: EventStore[] = [];
  return {
    faults: proxy,
    async open() {
      const store = await PostgresEventStore.open({ url: url.href, unavailableAfter: 1_000, unknownAfter: 1_000 });
      stores.push(store);
      return store;
    },
    async crash() {
      const pid = server.pid();
      process.kill(pid, 'SIGKILL');
      await server.restarted(pid);
    },
    async close() {
      for (const store of stores) await store.close();
      await proxy.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

eventStoreContract('PostgreSQL', make, { eventBytes: eventLimit, seesIdsElsewhere: true });
