// Sealed words after a move: PostgreSQL to EventStoreDB and back, the keys beside them.
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EventSealer, forgetSubject, masterKeysOf, newMasterLine, Receipts, SubjectKeyGone, SubjectKeys } from '@covenant/confidentiality';
import { openEventStoreDb, PostgresEventStore, START, type EventStore } from '@covenant/event-store';
import { createPool } from '@covenant/platform';
import { bareDatabase, freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { FakeEventStoreDb } from '../../../test/support/eventstoredb/index.js';
import { testFolder } from '../../../test/support/folder.js';
import { runBackup } from '../src/backup-cli.js';
import { run } from '../src/run.js';
import { anEvent } from './ends.support.js';

jest.setTimeout(120_000);

let here: TestDatabase;
let there: TestDatabase;
let fake: FakeEventStoreDb;
let folder: string;
const master = newMasterLine();
const [stays, goes] = [randomUUID(), randomUUID()];
const code = 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEEE';
const record = randomUUID();

beforeAll(async () => {
  here = await freshDatabase();
  there = await bareDatabase();
  fake = await new FakeEventStoreDb().start();
  folder = await testFolder('keys');
  const store = await PostgresEventStore.open({ url: here.appUrl });
  await within(here, async ({ sealer, receipts }) => {
    for (const [number, subject] of [stays, goes].entries()) {
      const lodged = { ...anEvent(3, number), type: 'GrievanceLodged', data: { text: { unsealed: `words of ${subject}`, subject } } };
      const stream = `grievance-${subject}`;
      await store.append(stream, 'no-stream', await sealer.seal(stream, [lodged], true));
    }
    await receipts.keep(record, stays, code);
  });
  await store.close();
});
afterAll(async () => {
  await fake.kill();
  await here.drop();
  await there.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Opened {
  readonly sealer: EventSealer;
  readonly receipts: Receipts;
  readonly forget: (subject: string) => Promise<boolean>;
}

async function within<T>({ appUrl }: TestDatabase, work: (opened: Opened) => Promise<T>): Promise<T> {
  const pool = createPool({ url: appUrl, name: 'keys', size: 2, onError: () => undefined });
  try {
    const keys = new SubjectKeys(pool, masterKeysOf(() => Promise.resolve(master)));
    return await work({ sealer: new EventSealer(keys), receipts: new Receipts(pool), forget: (subject) => forgetSubject(pool, subject) });
  } finally {
    await pool.end();
  }
}

const command = (...args: readonly string[]) => heard(run, args);
const backup = (...args: readonly string[]) => heard(runBackup, args);

async function heard(program: typeof run, args: readonly string[]): Promise<{ readonly status: number; readonly said: string }> {
  let said = '';
  const status = await program(args, { environment: {}, print: (text) => void (said += text), tell: (text) => void (said += text) });
  return { status, said };
}

/** What a store and the keys in a database give of somebody's words. */
async function wordsOf(store: EventStore, database: TestDatabase, subject: string): Promise<string> {
  const events = await store.readAll(START, 10);
  const event = events.find(({ stream }) => stream === `grievance-${subject}`);
  if (event === undefined) throw new Error('not copied');
  return within(database, async ({ sealer }) => (await sealer.open(event.stream, event))['text'] ?? '');
}

describe('the keys of sealed words', () => {
  it('open what was copied to another engine, and back; what was erased there stays shut', async () => {
    expect((await command('close', here.ownerUrl)).status).toBe(0);
    const copied = await command('--from', here.appUrl, '--to', fake.url);
    expect(copied).toMatchObject({ status: 0, said: expect.stringContaining('npm run migrate -- keys') });
    const copyKeys = ['keys', '--from', here.ownerUrl, '--to', there.ownerUrl] as const;
    const unnamed = await command(...copyKeys);
    expect(unnamed).toMatchObject({ status: 1, said: expect.stringContaining('--events') });
    const keys = await command(...copyKeys, '--events', fake.url);
    expect(keys).toMatchObject({ status: 0, said: expect.stringContaining('2 keys and 1 hash of a receipt code are') });
    const store = openEventStoreDb({ url: fake.url, name: 'test' });
    expect(await wordsOf(await store, there, stays)).toBe(`words of ${stays}`);
    expect(await within(there, ({ receipts }) => receipts.subjectOf(record, code))).toBe(stays);

    const old = join(folder, 'keys.json');
    const early = join(folder, 'early');
    // What was done is done where no ledger can be told of it, and the person at the terminal is.
    const untold = { status: 0, said: expect.stringContaining('could not be recorded in the ledger') };
    expect(await backup('take', join(folder, 'of-closed'), '--from', here.appUrl)).toMatchObject(untold);
    expect(await backup('keys', old, '--from', there.ownerUrl)).toMatchObject({ status: 0 });
    expect(await backup('take', early, '--from', fake.url)).toMatchObject({ status: 0 });
    await within(there, ({ forget }) => forget(goes));
    await (await store).append(`subject-${goes}`, 'no-stream', [{ ...anEvent(3, 9), type: 'SubjectErased', data: { ground: 'objection' } }]);
    await expect(wordsOf(await store, there, goes)).rejects.toThrow(SubjectKeyGone);

    // Whoever runs the same command again, or goes back to the files of before, brings back no key of who was erased.
    expect(await command(...copyKeys, '--events', fake.url)).toMatchObject({ status: 0, said: expect.stringContaining('1 key and 1 hash of a receipt code are') });
    await expect(wordsOf(await store, there, goes)).rejects.toThrow(SubjectKeyGone);
    const restore = ['restore-keys', old, '--of', early, '--to', there.ownerUrl] as const;
    expect(await backup(...restore)).toMatchObject({ status: 1, said: expect.stringContaining('--events') });
    // Nor where the keys stand beside events that were closed, and that tell nothing of what came after.
    expect(await backup('restore-keys', old, '--of', early, '--to', here.ownerUrl)).toMatchObject({ status: 1, said: expect.stringContaining('closed to events') });
    expect(await backup(...restore, '--events', fake.url)).toMatchObject({ status: 0, said: expect.stringContaining('1 key and 1 hash of a receipt code are') });
    await expect(wordsOf(await store, there, goes)).rejects.toThrow(SubjectKeyGone);
    expect(await wordsOf(await store, there, stays)).toBe(`words of ${stays}`);
    await (await store).close();

    expect((await command('open', here.ownerUrl)).status).toBe(0);
    expect((await command('--from', fake.url, '--to', here.ownerUrl, '--source-is-stopped')).status).toBe(0);
    const unsure = await command('keys', '--from', there.ownerUrl, '--to', here.ownerUrl);
    expect(unsure).toMatchObject({ status: 1, said: expect.stringContaining('--forget-others') });
    const back = await PostgresEventStore.open({ url: here.appUrl });
    expect(await wordsOf(back, here, goes)).toBe(`words of ${goes}`);
    expect((await command('keys', '--from', there.ownerUrl, '--to', here.ownerUrl, '--forget-others')).status).toBe(0);
    expect(await wordsOf(back, here, stays)).toBe(`words of ${stays}`);
    await expect(wordsOf(back, here, goes)).rejects.toThrow(SubjectKeyGone);
    await back.close();
  });

  it('are not looked for where only events are', async () => {
    expect(await command('keys', '--from', fake.url, '--to', there.ownerUrl, '--events', fake.url)).toMatchObject({ status: 1, said: expect.stringContaining('the PostgreSQL beside it') });
  });
});
