// The server that benches measure on: durable, on the disk that holds this folder, with the product's settings.
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appRole, ensureDatabase, ensureRoles, ownerRole, runMigrations, startEmbedded } from '@covenant/platform';
import { rooms } from '../support/rooms.js';
import { cpuOfTree } from './cpu.js';
import { Reference } from './reference.js';

export interface BenchDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly adminUrl: string;
}

export interface World {
  /** A migrated, empty database. */
  database(): Promise<BenchDatabase>;
  /** pgbench on this server: what ratios are taken against. */
  readonly reference: Reference;
  /** Microseconds of processor time that the whole PostgreSQL server has used so far. */
  serverCpu(): Promise<number>;
  /** Whether a rough answer soon is wanted (`--quick`). */
  readonly quick: boolean;
  /** For those who wait; not part of the result. */
  say(line: string): void;
}

const home = fileURLToPath(new URL('../../.covenant-bench/', import.meta.url));

export async function startWorld(quick: boolean): Promise<{ readonly world: World; readonly close: () => Promise<void> }> {
  await mkdir(home, { recursive: true });
  const folder = await mkdtemp(join(home, 'run-'));
  // The server's account must be able to enter, or it would keep its files on another disk.
  await chmod(folder, 0o755);
  const server = await startEmbedded({ folder, restarts: 0 });
  const close = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  let count = 0;
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    await ensureRoles(server.adminUrl(), server.secrets);
    const database = async (): Promise<BenchDatabase> => {
      count += 1;
      const name = `bench_${count}`;
      await ensureDatabase(server.adminUrl(), name);
      const ownerUrl = server.url({ name: ownerRole, password: server.secrets.owner }, name);
      for (const room of rooms) await runMigrations({ url: ownerUrl, ...room });
      const appUrl = server.url({ name: appRole, password: server.secrets.app }, name);
      return { ownerUrl, appUrl, adminUrl: server.adminUrl(name) };
    };
    const serverCpu = (): Promise<number> => cpuOfTree(server.pid());
    return { world: { database, reference: new Reference(server.adminUrl(), folder), serverCpu, quick, say }, close };
  } catch (error) {
    await close();
    throw error;
  }
}
