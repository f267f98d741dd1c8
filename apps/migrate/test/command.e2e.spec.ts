// The command as a person runs it: sentences, exit statuses, and a data folder as one of the ends.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PostgresEventStore } from '@covenant/event-store';
import { bareDatabase, freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { FakeEventStoreDb } from '../../../test/support/eventstoredb/index.js';
import { testFolder } from '../../../test/support/folder.js';
import { run } from '../src/run.js';
import { everything, kept, record } from './ends.support.js';

jest.setTimeout(120_000);

interface Ended {
  readonly status: number;
  readonly printed: string;
  readonly told: string;
}

async function command(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  let printed = '';
  let told = '';
  const status = await run(args, {
    environment,
    print: (text) => void (printed += `${text}\n`),
    tell: (text) => void (told += `${text}\n`),
  });
  return { status, printed, told };
}

describe('npm run migrate', () => {
  let origin: TestDatabase;
  let fake: FakeEventStoreDb;
  let folder: string;
  beforeAll(async () => {
    origin = await freshDatabase();
    const store = await PostgresEventStore.open({ url: origin.appUrl });
    await record(store, 60, 11);
    await store.close();
    fake = await new FakeEventStoreDb().start();
    folder = await testFolder('migrate');
  });
  afterAll(async () => {
    await fake.kill();
    await origin.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('refuses a source that takes events and names the command that closes it', async () => {
    const { status, told } = await command(['--from', origin.ownerUrl, '--to', fake.url]);
    expect(status).toBe(1);
    expect(told).toContain('npm run migrate -- close postgres://');
    expect(told).not.toContain(new URL(origin.ownerUrl).password);
    expect(fake.log.all.filter(({ stream }) => stream.startsWith('commitment-'))).toEqual([]);
  });

  it('closes, copies, finds nothing to do the second time, and copies back into a data folder', async () => {
    expect((await command(['close', origin.ownerUrl])).printed).toContain('takes no more events');
    const first = await command(['--from', origin.appUrl, '--to', 'env:NEW_STORE'], { NEW_STORE: fake.url });
    expect(first).toMatchObject({ status: 0, printed: expect.stringMatching(/^60 events copied, 60 events in both/) });
    const again = await command(['--from', origin.appUrl, '--to', fake.url]);
    expect(again).toMatchObject({ status: 0, printed: expect.stringMatching(/^0 events copied, 60 events in both/) });
    expect(again.printed.split('\n')[1]).toBe(first.printed.split('\n')[1]);

    const unsure = await command(['--from', fake.url, '--to', folder]);
    expect(unsure).toMatchObject({ status: 1, told: expect.stringContaining('--source-is-stopped') });
    const back = await command(['--from', fake.url, '--to', folder, '--source-is-stopped']);
    expect(back).toMatchObject({ status: 0, printed: first.printed });
    expect((await command(['close', folder])).status).toBe(0);
    const target = await bareDatabase();
    expect(await command(['--from', folder, '--to', target.ownerUrl])).toMatchObject({ status: 0, printed: first.printed });
    const stores = await Promise.all([origin, target].map(({ ownerUrl }) => PostgresEventStore.open({ url: ownerUrl })));
    const [there, here] = await Promise.all(stores.map(everything));
    expect(kept(here ?? [])).toEqual(kept(there ?? []));
    for (const store of stores) await store.close();
    await target.drop();
    expect((await command(['open', origin.ownerUrl])).printed).toContain('takes events again');
  });

  it('says in a sentence what cannot be', async () => {
    const nowhere = join(folder, 'nothing-here');
    const notes = join(folder, 'notes.txt');
    await writeFile(notes, 'no checkpoint\n');
    const dead = 'postgres://covenant_app:secret-word@127.0.0.1:1/covenant';
    const tries: readonly (readonly [readonly string[], number, string])[] = [
      [['--from', nowhere, '--to', fake.url], 1, 'There is no ledger in the folder'],
      [['--from', 'env:UNSET', '--to', fake.url], 1, 'The variable UNSET is not set'],
      [['--from', 'mysql://host/x', '--to', fake.url], 1, 'is no place for events'],
      [['--from', dead, '--to', fake.url], 3, 'run the same command again'],
      [['--from', origin.appUrl, '--to', fake.url, '--checkpoint', notes], 2, 'is no checkpoint'],
      [['close', fake.url], 1, 'stop every process that writes to it'],
      [['close', origin.appUrl], 1, 'permission denied'],
      [['close'], 2, 'Name one place'],
    ];
    for (const [args, status, words] of tries) {
      const ended = await command(args);
      expect({ args, ...ended }).toMatchObject({ status, told: expect.stringContaining(words) });
      expect(ended.told).not.toContain('secret-word');
    }
  });
});
