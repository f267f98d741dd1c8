import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEmbedded, withClient } from '@covenant/platform';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freshDatabase } from '../../../test/support/database.js';
import { runToken, startProcess, type Ended, type LedgerProcess } from '../../../test/support/ledger-process.js';

jest.setTimeout(180_000);

let folder: string;
const running = new Set<LedgerProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'covenant-process-'));
});
afterAll(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGTERM');
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

const start = (environment: Record<string, string>, args?: readonly string[]): LedgerProcess => {
  const started = startProcess({ PORT: '0', ...environment }, args);
  running.add(started);
  void started.ended.then(() => running.delete(started));
  return started;
};

const endBy = async (started: LedgerProcess, signal: NodeJS.Signals): Promise<Ended> => {
  started.child.kill(signal);
  return started.ended;
};

/** One sentence, no stack, status 1. */
const refuses = async (started: LedgerProcess, sentence: RegExp): Promise<string> => {
  const { code, stderr } = await started.ended;
  expect([code, stderr]).toEqual([1, expect.stringMatching(sentence)]);
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
};

describe('a ledger in a folder of its own', () => {
  it('starts, records, ends with status 0 when told to, and keeps what it acknowledged', async () => {
    const dataDir = join(folder, 'kept');
    const first = start({ DATA_DIR: dataDir });
    const address = await first.ready;
    const token = (await runToken(['--role', 'focal-point'], { DATA_DIR: dataDir })).stdout.trim();
    const enrol = (slug: string): Promise<Response> =>
      fetch(`${address}/v1/cities`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify({ name: slug, slug, country: 'US', languages: ['en'], timeZone: 'UTC' }),
      });
    const acknowledged: string[] = [];
    const sent = Array.from({ length: 60 }, async (_, index) => {
      const slug = `city-${index}`;
      const answer = await enrol(slug).catch(() => undefined);
      if (answer?.status === 201) acknowledged.push(((await answer.json()) as { id: string }).id);
    });
    await sent[0];
    const { code } = await endBy(first, 'SIGINT');
    await Promise.all(sent);
    expect(code).toBe(0);
    expect(acknowledged.length).toBeGreaterThan(0);

    const second = start({ DATA_DIR: dataDir });
    const again = await second.ready;
    const listed = (await (await fetch(`${again}/v1/cities?limit=200`)).json()) as { items: { id: string }[] };
    expect(listed.items.map(({ id }) => id).sort()).toEqual(expect.arrayContaining(acknowledged.sort()));
    expect((await endBy(second, 'SIGTERM')).code).toBe(0);
    expect((await stat(join(dataDir, 'keys', 'token-issuer.jwk'))).mode & 0o777).toBe(0o600);
  });

  it('writes the directory and the sample on its first start, and leaves them alone on the next', async () => {
    const dataDir = join(folder, 'sample');
    const count = async (): Promise<number> => {
      const started = start({ DATA_DIR: dataDir }, []);
      const address = await started.ready;
      const newest = (await (await fetch(`${address}/v1/audit?sort=-entry&limit=1`)).json()) as { items: { entry: number }[] };
      const page = await fetch(address);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('(sample)')]);
      expect((await endBy(started, 'SIGINT')).code).toBe(0);
      return newest.items[0]?.entry ?? -1;
    };
    const first = await count();
    expect(first).toBeGreaterThan(100);
    expect(await count()).toBe(first);
  });
});

describe('what stands in the way of a start is one sentence and status 1', () => {
  it('a port in use', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = String(typeof address === 'object' && address !== null ? address.port : 0);
    await refuses(start({ DATA_DIR: join(folder, 'port'), PORT: port }), new RegExp(`Port ${port} .*in use`));
    await new Promise((resolve) => taken.close(resolve));
  });

  it('a wrong configuration, every wrong name at once', async () => {
    const stderr = await refuses(start({ PORT: 'http', PROFILE: 'cloud', LOG_LEVEL: 'loud', DATA_DIR: folder }), /configuration is wrong/);
    for (const name of ['PORT', 'PROFILE', 'LOG_LEVEL']) expect(stderr).toContain(name);
  });

  it('a data folder that cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, 'not a folder');
    await refuses(start({ DATA_DIR: join(file, 'data') }), /cannot be written/);
  });

  it('a data folder that is in use', async () => {
    const dataDir = join(folder, 'shared');
    const first = start({ DATA_DIR: dataDir });
    await first.ready;
    await refuses(start({ DATA_DIR: dataDir }), /in use/);
    expect((await endBy(first, 'SIGINT')).code).toBe(0);
  });

  it('data of a newer version', async () => {
    const database = await freshDatabase();
    await withClient(database.adminUrl, (client) =>
      client.query(`INSERT INTO ledger.migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`),
    );
    const environment = { PROFILE: 'distributed', DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, OIDC_ISSUER: 'http://127.0.0.1:9', DATA_DIR: folder };
    await refuses(start(environment), /newer version/);
    await database.drop();
  });

  it('an unknown option', async () => {
    await refuses(start({ DATA_DIR: folder }, ['--verbose']), /--verbose/);
  });
});

describe('npm run token', () => {
  it('makes no key where no ledger lives', async () => {
    const elsewhere = join(folder, 'elsewhere');
    const { code, stdout, stderr } = await runToken(['--role', 'staff'], { DATA_DIR: elsewhere });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`No ledger lives in ${elsewhere}`);
    await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
  });

  it('prints one token and nothing else, without a server, and makes its key where it is asked to', async () => {
    const { code, stdout, stderr } = await runToken(['--role', 'staff', '--city', 'pittsburgh-pa', '--ttl', '1h', '--create'], { DATA_DIR: join(folder, 'token') });
    expect([code, stderr]).toEqual([0, '']);
    const claims = JSON.parse(Buffer.from(stdout.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
    expect(claims).toMatchObject({ roles: ['staff'], sub: 'staff', aud: 'covenant', city: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(3_600);
  });

  it('gives none of a city that there is not, but of one that is to be enrolled, which its token may do', async () => {
    const dataDir = join(folder, 'kept');
    const started = start({ DATA_DIR: dataDir });
    const address = await started.ready;
    const ask = (...more: string[]): Promise<Ended> => runToken(['--role', 'focal-point', '--city', 'nowhere', ...more], { DATA_DIR: dataDir });
    expect(await ask()).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^There is no city “nowhere” in this ledger: .*\.\n$/) });
    const coming = await ask('--new-city');
    expect([coming.code, coming.stderr]).toEqual([0, '']);
    const enrolled = await fetch(`${address}/v1/cities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${coming.stdout.trim()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Nowhere', slug: 'nowhere', country: 'US', languages: ['en'], timeZone: 'UTC' }),
    });
    expect(enrolled.status).toBe(201);
    const known = await ask();
    expect([known.code, known.stderr]).toEqual([0, '']);
    expect((await endBy(started, 'SIGINT')).code).toBe(0);

    const unseen = await ask();
    expect([unseen.code, unseen.stdout.trim().split('.')]).toEqual([0, [expect.any(String), expect.any(String), expect.any(String)]]);
    expect(unseen.stderr).toBe('Note: whether there is a city “nowhere” was not looked at (the ledger does not run).\n');
  });

  it('says in one sentence what is wrong', async () => {
    const { code, stdout, stderr } = await runToken(['--role', 'king'], { DATA_DIR: join(folder, 'token') });
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(/^There is no role “king”; there are: .*\.\n$/)]);
  });
});

describe('read models that another version made', () => {
  it('are made anew at the start', async () => {
    const dataDir = join(folder, 'outdated');
    const first = start({ DATA_DIR: dataDir }, []);
    await first.ready;
    const database = await findEmbedded(dataDir);
    await withClient(database?.adminUrl('covenant') ?? '', (client) =>
      client.query(`UPDATE read_v1.projections SET version = version - 1; DELETE FROM read_v1.cities`),
    );
    expect((await endBy(first, 'SIGINT')).code).toBe(0);

    const second = start({ DATA_DIR: dataDir }, []);
    const address = await second.ready;
    expect(second.said()).toContain('made anew');
    const page = (await (await fetch(`${address}/v1/cities?limit=1`)).json()) as { items: unknown[] };
    expect(page.items).toHaveLength(1);
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    expect((await endBy(second, 'SIGINT')).code).toBe(0);
  });
});
