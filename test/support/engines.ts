// The engines that int, e2e and fault tests share: one PostgreSQL for the whole run of Jest. Tests learn of it
// through the environment, which Jest's workers inherit, and make databases of their own on it (`database.ts`).
import { rm } from 'node:fs/promises';
import { ensureRoles, type EmbeddedServer, processNames, startEmbedded } from '@covenant/platform';
import { testFolder } from './folder.js';

export const adminUrlVariable = 'COVENANT_TEST_ADMIN_URL';
export const secretsVariable = 'COVENANT_TEST_SECRETS';

interface Engines {
  readonly server: EmbeddedServer;
  readonly folder: string;
}

/** Held on the global object, because set-up and teardown may load this module twice. */
const held = globalThis as typeof globalThis & { covenantEngines?: Engines };

export async function startEngines(): Promise<void> {
  if (held.covenantEngines) return;
  const folder = await testFolder('test');
  const said: string[] = [];
  try {
    const server = await startEmbedded({ folder, durability: 'none', onLog: (line) => said.push(line) });
    const processes = Object.fromEntries(processNames.map((name) => [name, `password-of-the-${name}`]));
    await ensureRoles(server.adminUrl(), { ...server.secrets, processes });
    held.covenantEngines = { server, folder };
    process.env[adminUrlVariable] = server.adminUrl();
    process.env[secretsVariable] = JSON.stringify({ ...server.secrets, processes });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`The test server did not start. It said:\n${said.join('\n')}`, { cause: error });
  }
}

export async function stopEngines(): Promise<void> {
  const engines = held.covenantEngines;
  if (!engines) return;
  delete held.covenantEngines;
  await engines.server.stop();
  await rm(engines.folder, { recursive: true, force: true });
}
