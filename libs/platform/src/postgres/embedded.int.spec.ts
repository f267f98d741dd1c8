import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, readlink, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testFolder } from '../../../../test/support/folder.js';
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded.js';
import { gone, running } from './processes.js';
import { withClient } from './roles.js';

const support = (path: string): string => fileURLToPath(new URL(`../../../../test/support/${path}`, import.meta.url));

/** Another process that starts the server: its handle, and the server's pid. */
async function holder(folder: string, ...rest: string[]): Promise<{ readonly child: ChildProcess; readonly pid: number }> {
  const child = spawn(process.execPath, ['--import', support('typescript.mjs'), support('server-holder.ts'), folder, ...rest], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, pid: Number(line.split(' ')[1]) };
}

describe('the embedded PostgreSQL', () => {
  let home: string;
  let folder: string;
  const started: EmbeddedServer[] = [];
  const start = async (options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> => {
    const server = await startEmbedded({ folder, durability: 'none', ...options });
    started.push(server);
    return server;
  };
  const ask = async (server: EmbeddedServer, sql: string): Promise<unknown[]> =>
    withClient(server.adminUrl(), async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

  beforeEach(async () => {
    home = await testFolder('embedded');
    folder = join(home, 'data');
  });
  afterEach(async () => {
    for (const server of started.splice(0)) await server.stop();
    await rm(home, { recursive: true, force: true });
  }, 60_000);

  it('is made once, stops, and starts again with what it holds', async () => {
    const first = await start();
    await ask(first, 'CREATE TABLE kept AS SELECT 7 AS number');
    const pid = await running(first.pid());
    await first.stop();
    expect(pid && (await gone(pid, 0))).toBe(true);
    const second = await start();
    expect(await ask(second, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
    expect(second.secrets).toEqual(first.secrets);
  }, 60_000);

  it('listens on this machine only, asks for passwords, and keeps them to itself', async () => {
    const server = await start();
    const settings = await ask(server, `
      SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories') ORDER BY name`);
    expect(settings).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    const methods = await ask(server, 'SELECT DISTINCT auth_method FROM pg_hba_file_rules');
    expect(methods).toEqual([{ auth_method: 'scram-sha-256' }]);
    expect((await stat(join(folder, 'postgres.secrets.json'))).mode & 0o777).toBe(0o600);
    const wrong = server.url({ name: 'postgres', password: 'guess' }, 'postgres');
    await expect(withClient(wrong, (client) => client.query('SELECT 1'))).rejects.toMatchObject({ code: '28P01' });
  }, 60_000);

  it('waits for the disk when it is durable, and sorts the same everywhere', async () => {
    const server = await start({ durability: 'full' });
    const settings = await ask(server, `
      SELECT name, setting FROM pg_settings
       WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums') ORDER BY name`);
    expect(settings).toEqual(
      ['data_checksums', 'fsync', 'full_page_writes', 'synchronous_commit'].map((name) => ({ name, setting: 'on' })),
    );
    expect(await ask(server, `SELECT datlocprovider AS p, datlocale AS l FROM pg_database WHERE datname = 'template1'`)).toEqual([
      { p: 'b', l: 'C.UTF-8' },
    ]);
  }, 60_000);

  it('is taken back from a process that was killed, its server still running', async () => {
    const { child, pid } = await holder(folder);
    const orphan = await running(pid);
    expect(orphan?.command).toContain('postgres');
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    expect(await running(pid)).toEqual(orphan);
    const said: string[] = [];
    const server = await start({ onLog: (line) => said.push(line) });
    expect(said[0]).toContain(`process ${pid}`);
    expect(await running(pid)).toBeUndefined();
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 60_000);

  it('ends when its process exits without having stopped it', async () => {
    const { pid } = await holder(folder, 'exit');
    const server = await running(pid);
    if (server) expect(await gone(server, 30_000)).toBe(true);
    await start();
  }, 60_000);

  it('is refused to a second process while the first one lives', async () => {
    const { child } = await holder(folder);
    const closed = once(child, 'close');
    await expect(start()).rejects.toMatchObject({
      trouble: 'folder-in-use',
      message: `The data folder ${folder} is in use by process ${child.pid}.`,
    });
    child.kill('SIGKILL');
    await closed;
    await start();
  }, 60_000);

  it('is made anew when making it was interrupted', async () => {
    await mkdir(join(folder, 'postgres.new', 'half'), { recursive: true });
    await writeFile(join(folder, 'postgres.secrets.json'), '{"superuser":"a","owner":"b","app":"c"}');
    expect(await ask(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 60_000);

  it('starts again on the same port when it dies, and tells when it cannot', async () => {
    const lost: Error[] = [];
    const server = await start({ restarts: 1, onLost: (error) => lost.push(error) });
    const pid = server.pid();
    process.kill(pid, 'SIGKILL');
    await server.restarted(pid);
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(lost).toEqual([]);
    // What comes next cannot start: its database is gone.
    const place = join(folder, 'postgres');
    const database = (await lstat(place)).isSymbolicLink() ? await readlink(place) : place;
    await rm(database, { recursive: true, force: true });
    const second = server.pid();
    process.kill(second, 'SIGKILL');
    await server.restarted(second);
    expect(lost).toHaveLength(1);
  }, 60_000);

  describe('says in one sentence what is wrong', () => {
    it('with a folder that cannot be made', async () => {
      await writeFile(folder, 'a file');
      await expect(start()).rejects.toMatchObject({
        trouble: 'folder-not-writable',
        message: `The data folder ${folder} cannot be written (EEXIST).`,
      });
    });

    it('with a folder that holds something else', async () => {
      await mkdir(join(folder, 'postgres'), { recursive: true });
      await writeFile(join(folder, 'postgres', 'photo.jpg'), '');
      await expect(start()).rejects.toMatchObject({
        trouble: 'folder-not-ours',
        message: `The folder ${join(folder, 'postgres')} is there but holds no database.`,
      });
    });

    it.each([['19', 'a newer'], ['16', 'an older']])('with the database of PostgreSQL %s', async (version, age) => {
      await mkdir(join(folder, 'postgres'), { recursive: true });
      await writeFile(join(folder, 'postgres', 'PG_VERSION'), `${version}\n`);
      await expect(start()).rejects.toMatchObject({
        trouble: 'other-version',
        message: expect.stringContaining(`was made by ${age} PostgreSQL (${version})`) as unknown,
      });
    });

    it('with a database whose passwords are gone', async () => {
      await (await start()).stop();
      await rm(join(folder, 'postgres.secrets.json'));
      await expect(start()).rejects.toMatchObject({ trouble: 'secret-missing' });
      await writeFile(join(folder, 'postgres.secrets.json'), 'torn {');
      await expect(start()).rejects.toMatchObject({ trouble: 'secret-missing' });
    }, 60_000);

    it('with a port that somebody else has, and frees the folder again', async () => {
      const other = createServer();
      other.listen(0, '127.0.0.1');
      await once(other, 'listening');
      const address = other.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      await expect(start({ port })).rejects.toMatchObject({
        trouble: 'port-in-use',
        message: `PostgreSQL could not listen on port ${port}: it is in use.`,
      });
      other.close();
      await start();
    }, 60_000);

    it('with a database that is damaged: PostgreSQL’s own reason', async () => {
      await (await start()).stop();
      const place = join(folder, 'postgres');
      const database = (await lstat(place)).isSymbolicLink() ? await readlink(place) : place;
      await rm(join(database, 'global', 'pg_control'));
      await expect(start()).rejects.toMatchObject({
        trouble: 'failed',
        message: expect.stringMatching(/control file|pg_control/) as unknown,
      });
    }, 60_000);
  });

  it('runs under an account that may, in a place that account can reach', async () => {
    // Started by root it must be another user, who cannot enter this folder; started by anybody else, that user.
    await chmod(home, 0o700);
    const me = process.getuid?.() ?? -1;
    const server = await start();
    const place = await realpath(join(folder, 'postgres'));
    expect(place.startsWith(await realpath(folder))).toBe(me !== 0);
    const { uid } = await stat(place);
    expect(uid === me).toBe(me !== 0);
    expect(await ask(server, `SELECT current_setting('data_directory') AS place`)).toEqual([{ place }]);
    await server.stop();
    await start();
    await started.pop()?.stop();
    if (me !== 0) return;
    await rm(dirname(place), { recursive: true });
    await expect(start()).rejects.toMatchObject({ trouble: 'folder-not-ours' });
  }, 60_000);
});
