// The whole product as a person starts it, in a process of its own with its own durable PostgreSQL.
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalIssuer } from '@covenant/access';
import { readSettings } from '@covenant/platform';
import { startProcess } from '../support/ledger-process.js';

export interface WholeLedger {
  readonly address: string;
  readonly port: number;
  readonly dataDir: string;
  /** A city of the directory, which every ledger has. */
  readonly cityId: string;
  token(scope: { readonly dutyBearerId?: string }): Promise<string>;
  /** Resident memory of the ledger's own process in bytes; its PostgreSQL not counted. Linux only. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

const home = fileURLToPath(new URL('../../.covenant-bench/', import.meta.url));

export async function startWholeLedger(): Promise<WholeLedger> {
  await mkdir(home, { recursive: true });
  const dataDir = await mkdtemp(join(home, 'whole-'));
  await chmod(dataDir, 0o755);
  const ledger = startProcess({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' });
  const address = await ledger.ready;
  const found = (await (await fetch(`${address}/v1/cities?q=winnipeg`)).json()) as { items: { id: string }[] };
  const cityId = found.items[0]?.id;
  if (cityId === undefined) throw new Error('the directory of cities is not there');
  const issuer = await LocalIssuer.open(dataDir);
  const { oidcAudience: audience } = readSettings({});
  return {
    address,
    port: Number(new URL(address).port),
    dataDir,
    cityId,
    token: ({ dutyBearerId }) =>
      issuer.issue({
        subject: 'office:bench',
        roles: ['staff', 'focal-point'],
        cityId,
        audience,
        lifetime: 36_000,
        ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
      }),
    async memory() {
      const status = await readFile(`/proc/${ledger.child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    },
    async stop() {
      ledger.child.kill('SIGINT');
      await ledger.ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
