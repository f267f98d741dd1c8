// The real process, killed at random instants (kill -9), between two PostgreSQL stores and into EventStoreDB.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type EventStore, makeReadOnly, openEventStoreDb, PostgresEventStore, type RecordedEvent, START } from '@covenant/event-store';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { FakeEventStoreDb } from '../../../test/support/eventstoredb/index.js';
import { chance, everything, kept, record } from './ends.support.js';

jest.setTimeout(300_000);

const repository = join(import.meta.dirname, '..', '..', '..');
const main = join(repository, 'dist', 'apps', 'migrate', 'src', 'main.js');
const seed = Number(process.env.MIGRATE_SEED ?? 4_711);
const rounds = Number(process.env.MIGRATE_ROUNDS ?? 2);
const count = 1_000;

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

/** Runs the command; `kill` is asked again and again whether it is time. */
async function command(from: string, to: string, kill?: () => Promise<boolean>): Promise<Ended> {
  const { NODE_OPTIONS: _flags, ...environment } = process.env;
  const child = spawn(process.execPath, [main, '--from', 'env:FROM', '--to', 'env:TO'], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, FROM: from, TO: to },
  });
  let said = '';
  for (const out of [child.stdout, child.stderr]) out.on('data', (chunk: Buffer) => (said += chunk.toString()));
  let running = true;
  const ended = once(child, 'close').then(([status]) => {
    running = false;
    return { status: status as number | null, said };
  });
  while (kill !== undefined && running) if (await kill()) child.kill('SIGKILL');
  return ended;
}

describe(`a copy whose process is killed (seed ${seed})`, () => {
  let origin: TestDatabase;
  let originals: readonly RecordedEvent[];
  beforeAll(async () => {
    if (!existsSync(main)) throw new Error('There is no build: run `npm run build`, or the suites by `npm test`.');
    origin = await freshDatabase();
    const store = await PostgresEventStore.open({ url: origin.appUrl });
    await record(store, count, seed);
    originals = await everything(store);
    await store.close();
    await makeReadOnly(origin.ownerUrl);
  });
  afterAll(() => origin.drop());

  async function killedAgainAndAgain(url: string, store: EventStore): Promise<void> {
    const pick = chance(seed);
    let there = 0;
    let killed = 0;
    for (let round = 0; round < rounds; round += 1) {
      const goal = Math.min(there + 1 + pick(Math.ceil(count / rounds)), count - 1);
      const { status } = await command(origin.appUrl, url, async () => (await store.readAll(START, goal)).length === goal);
      const copies = await everything(store);
      expect(kept(copies)).toEqual(kept(originals.slice(0, copies.length)));
      if (status === null) killed += 1;
      // It may be through before it was killed: that is a whole copy, too.
      else expect(copies).toHaveLength(count);
      there = copies.length;
    }
    expect(killed).toBeGreaterThan(0);
    const { status, said } = await command(origin.appUrl, url);
    expect({ status, said }).toMatchObject({ status: 0, said: expect.stringContaining(`${count.toLocaleString('en')} events in both`) });
    expect(kept(await everything(store))).toEqual(kept(originals));
  }

  it('goes on where it was, into PostgreSQL', async () => {
    const target = await freshDatabase();
    const store = await PostgresEventStore.open({ url: target.appUrl });
    await killedAgainAndAgain(target.appUrl, store);
    await store.close();
    await target.drop();
  });

  it('goes on where it was, into EventStoreDB', async () => {
    const fake = await new FakeEventStoreDb().start();
    const store = await openEventStoreDb({ url: fake.url });
    await killedAgainAndAgain(fake.url, store);
    await store.close();
    await fake.kill();
  });
});
