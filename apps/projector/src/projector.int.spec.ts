import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PostgresEventStore } from '@covenant/event-store';
import { createLog, Metrics } from '@covenant/platform';
import { ReadBarrier, readModelSource } from '@covenant/read-models';
import type { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { seedStore } from '../../../test/bench/workload.js';
import { openProjector } from './index.js';

jest.setTimeout(300_000);

const repository = fileURLToPath(new URL('../../../', import.meta.url));

describe('the projector', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let source: DataSource;

  beforeEach(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open({ url: database.appUrl });
    source = await readModelSource({ url: database.appUrl, name: 'test', onError: () => undefined }).initialize();
  });
  afterEach(async () => {
    await source.destroy();
    await store.close();
    await database.drop();
  });

  const project = async (): Promise<Metrics> => {
    const metrics = new Metrics();
    const { runner, progress } = openProjector({ source, store, log: createLog('silent'), registry: metrics.registry });
    const barrier = new ReadBarrier({ source, progress });
    runner.start();
    await barrier.waitFor(await store.head(), ['entries'], 60_000);
    barrier.close();
    await runner.stop();
    return metrics;
  };

  const command = async (name: string, ...args: readonly string[]) => {
    const child = execFile(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', './test/support/typescript.mjs', `apps/projector/src/cli/${name}.ts`, ...args], {
      cwd: repository,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        PROFILE: 'distributed',
        DATABASE_URL: database.appUrl,
        DATABASE_OWNER_URL: database.ownerUrl,
        OIDC_ISSUER: 'http://127.0.0.1/',
      },
    });
    let said = '';
    child.stdout?.on('data', (chunk: string) => (said += chunk));
    child.stderr?.on('data', (chunk: string) => (said += chunk));
    const [status] = (await once(child, 'close')) as [number];
    return { status, said };
  };

  it('counts what it took in, and shows how far behind each projection is', async () => {
    await seedStore(database.adminUrl, 500);
    const text = await (await project()).text();
    expect(text).toContain('covenant_projection_events_total 500');
    expect(text).toContain('covenant_projection_behind{projection="commitments"} 0');
    expect(text).toContain('covenant_projection_stopped{projection="entries"} 0');
  });

  it('is rebuilt, looked at and told to try again by commands', async () => {
    await seedStore(database.adminUrl, 500);
    expect(await command('rebuild')).toMatchObject({ status: 0, said: expect.stringContaining('done (500 events)') });
    expect(await source.query('SELECT count(*)::int AS n FROM read_v1.entries')).toEqual([{ n: 500 }]);

    const fine = await command('projections');
    expect(fine).toMatchObject({ status: 0, said: expect.stringContaining('entries        running   up to position 499') });

    await source.query(`UPDATE read_v1.projections SET state = 'stopped', poisoned_entry = 7, error = 'no' WHERE name = 'remedies'`);
    const stopped = await command('projections');
    expect(stopped).toMatchObject({ status: 1, said: expect.stringContaining('cannot take in entry 7: no') });
    expect(await command('projections', 'resume', 'remedies')).toEqual({ status: 0, said: 'Trying again: remedies.\n' });
    expect(await command('projections', 'resume')).toEqual({ status: 0, said: 'None of them has stopped.\n' });
    expect(await command('projections', 'repair')).toMatchObject({ status: 1, said: expect.stringContaining('There is no repair') });
    expect(await command('rebuild', '--help')).toMatchObject({ status: 0, said: expect.stringContaining('from the first event') });
    expect(await command('rebuild', 'all')).toMatchObject({ status: 1, said: expect.stringContaining('takes no arguments') });
    expect(await command('projections', 'resume', 'remedy')).toMatchObject({
      status: 1,
      said: expect.stringContaining('There is no read model remedy; there are: cities'),
    });
  });
});
