// What a person at a terminal sees when the ledger starts, cannot start, and ends.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreSchema } from '@covenant/event-store';
import { ownerRole, startEmbedded, withClient } from '@covenant/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, LedgerProcess } from './support/ledger-process.js';

let folder: string;
const running: LedgerProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'covenant-start-'));
});
afterAll(async () => {
  for (const ledger of running) await ledger.stop('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function launch(options: { dataDir?: string; port?: number; args?: readonly string[]; env?: Record<string, string> } = {}): Promise<LedgerProcess> {
  const { dataDir = join(folder, 'data'), port = await freePort(), ...more } = options;
  const ledger = LedgerProcess.launch({ dataDir, port, ...more });
  running.push(ledger);
  return ledger;
}

/** It ended by itself with exit status 1, and what it said holds no stack trace. */
async function refusal(ledger: LedgerProcess): Promise<string> {
  expect(await ledger.ended).toEqual({ status: 1, signal: null });
  expect(ledger.said).not.toMatch(/^\s+at .*[:(]\d+/m);
  return ledger.said;
}

async function busyPort(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

describe('a start that cannot be', () => {
  it('names a port that is taken', async () => {
    const { port, server } = await busyPort();
    try {
      expect(await refusal(await launch({ port }))).toMatch(new RegExp(`${port}.*(in use|taken)|(in use|taken).*${port}`, 'i'));
    } finally {
      server.close();
    }
  }, 60_000);

  it('names a data folder that cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    expect(await refusal(await launch({ dataDir: join(file, 'data') }))).toContain('cannot be written');
    if (process.getuid?.() === 0) return;
    const closed = await mkdtemp(join(folder, 'closed-'));
    await chmod(closed, 0o500);
    expect(await refusal(await launch({ dataDir: closed }))).toContain('cannot be written');
  });

  it('names everything that is wrong with the configuration', async () => {
    const said = await refusal(await launch({ env: { PORT: 'eighty', PROFILE: 'cloud', LOG_LEVEL: 'loud' } }));
    for (const name of ['PORT', 'PROFILE', 'LOG_LEVEL']) expect(said).toContain(name);
  });

  it('names an option that there is not', async () => {
    expect(await refusal(await launch({ args: ['--emtpy'] }))).toContain('--empty');
  });

  it('refuses a data folder of a newer version, and a second ledger on the same folder', async () => {
    const dataDir = join(folder, 'newer');
    const first = await launch({ dataDir });
    await first.ready();
    expect(await refusal(await launch({ dataDir }))).toMatch(/in use|already/i);
    expect(await first.stop()).toEqual({ status: 0, signal: null });

    const server = await startEmbedded({ folder: dataDir });
    await withClient(server.url({ name: ownerRole, password: server.secrets.owner }, 'covenant'), (client) =>
      client.query(`INSERT INTO ${eventStoreSchema.schema}.migrations (timestamp, name) VALUES (4102444800000, 'OfTheFuture4102444800000')`),
    );
    await server.stop();
    expect(await refusal(await launch({ dataDir }))).toMatch(/newer version/);
  }, 120_000);
});

describe('a start and its end', () => {
  it('prints its options', async () => {
    const ledger = await launch({ args: ['--help'] });
    expect(await ledger.ended).toEqual({ status: 0, signal: null });
    expect(ledger.said).toContain('npm start [-- --empty]');
  });

  it('says where to look, and on Ctrl-C finishes what is in hand and ends with status 0, twice on one folder', async () => {
    const dataDir = join(folder, 'twice');
    for (let time = 0; time < 2; time += 1) {
      const ledger = await launch({ dataDir });
      await ledger.ready();
      expect(ledger.said).toContain(`${ledger.address}/docs`);
      expect(await ledger.stop('SIGINT')).toEqual({ status: 0, signal: null });
    }
  }, 120_000);
});
