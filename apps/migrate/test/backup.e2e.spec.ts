// Backups of a ledger that has erased somebody, and what they give back.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { withClient } from '@covenant/platform';
import { verifyConsistency } from '@covenant/transparency';
import { takeBackup } from '../src/backup.js';
import { runBackup } from '../src/backup-cli.js';
import { madeCity, type TestCity } from '../../../test/support/city.js';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { testFolder } from '../../../test/support/folder.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';
import { expectProvenFiling, type Lodged } from '../../../test/support/lodged.js';
import { proofOf } from '../../../test/support/log/proof.js';

jest.setTimeout(100_000);

let ledger: TestLedger;
let city: TestCity;
let folder: string;
let restored: TestDatabase;
let stays: Lodged;
let goes: Lodged;
const words = { stays: 'the words of who stays 5d1f', goes: 'the words of who goes 8a2c' };

const lodge = async (text: string): Promise<Lodged> => {
  const body = { cityId: city.cityId, rights: ['ICESCR-11.1'], text };
  return (await ledger.ask<Lodged>('/v1/grievances', { body })).body;
};

beforeAll(async () => {
  ledger = await startLedger();
  city = await madeCity(ledger);
  folder = await testFolder('backup');
  restored = await freshDatabase();
  [stays, goes] = [await lodge(words.stays), await lodge(words.goes)];
}, 120_000);
afterAll(async () => {
  await ledger.stop();
  await restored.drop();
  await rm(folder, { recursive: true, force: true });
});

async function backup(...args: readonly string[]): Promise<{ readonly status: number; readonly said: string }> {
  let said = '';
  const status = await runBackup(args, { environment: {}, print: (text) => void (said += text), tell: (text) => void (said += text) });
  return { status, said };
}

/** Every byte of every file, those that are compressed as they read. */
async function bytesIn(path: string): Promise<Buffer> {
  const files = await readdir(path);
  const each = await Promise.all(files.map((file) => readFile(join(path, file)).then((bytes) => (file.endsWith('.gz') ? gunzipSync(bytes) : bytes))));
  return Buffer.concat(each);
}

const checkpointOf = async (of: TestLedger): Promise<readonly string[]> => (await of.ask('/log/checkpoint')).text.split('\n');
/** Waits until the log of a ledger covers so many entries; gives the root. */
async function rootAt(of: TestLedger, size: string): Promise<string> {
  for (;;) {
    const [, found, root = ''] = await checkpointOf(of);
    if (found === size) return root;
    await new Promise((again) => setTimeout(again, 100)); // until the log covers it
  }
}

/** What this log has published goes on from that root: nothing before it is another. */
async function goesOnFrom(of: TestLedger, size: string, fromRoot: string): Promise<boolean> {
  for (;;) {
    const [, to = '0', toRoot = ''] = await checkpointOf(of);
    if (BigInt(to) > BigInt(size)) {
      const { body } = await of.ask<{ readonly consistency: readonly string[] }>(`/log/consistency?from=${size}&to=${to}`);
      const hash = (text: string): Uint8Array => Buffer.from(text, 'base64');
      return verifyConsistency({ from: Number(size), to: Number(to), fromRoot: hash(fromRoot), toRoot: hash(toRoot), path: body.consistency.map(hash) });
    }
    await new Promise((again) => setTimeout(again, 100)); // until what came since is published
  }
}

/** What operators did, as everybody reads it: newest first. */
async function acts(of: TestLedger): Promise<readonly (readonly [unknown, unknown])[]> {
  await of.parts.reading.currentAll();
  const { body } = await of.ask<{ readonly items: readonly { readonly data: Readonly<Record<string, unknown>> }[] }>('/v1/access-trail?kind=deployment');
  return body.items.map(({ data }) => [data['act'], data['detail']] as const);
}

/** Another ledger on the restored database, with the keys of the log and what it published last. */
async function startRestored(dataDir: string, more: Readonly<Record<string, string>> = {}): Promise<TestLedger> {
  return startLedger({ beside: { ...ledger, database: restored }, environment: { DATA_DIR: dataDir, ...more } });
}

describe('a backup', () => {
  it('holds no word, no code and no key; restored, it is the same log, and who was erased stays so', async () => {
    const [events, keys, old] = [join(folder, 'events-1'), join(folder, 'keys.json'), join(folder, 'old-keys.json')];
    expect(await backup('keys', old, '--from', ledger.database.appUrl)).toMatchObject({ status: 0 });
    const early = await backup('take', join(folder, 'early'), '--from', ledger.database.appUrl);
    expect(early).toMatchObject({ status: 0, said: expect.stringContaining('No key is among them') });

    const filed = goes.events[0]?.id ?? '';
    const receipt = await proofOf(ledger, filed);

    const erasure = { cityId: city.cityId, grievanceId: goes.id, ground: 'objection', reason: 'Letter 7' };
    await ledger.send(`/v1/subjects/${goes.subject}/erase`, city.oversight, erasure);
    const last = await ledger.send(`/v1/subjects/${goes.subject}/approve-erasure`, city.focalPoint, { reason: 'Looked at' });
    const checkpoint = join(ledger.dataDir, 'log-checkpoint');
    const taken = await backup('take', events, '--from', ledger.database.appUrl, '--checkpoint', checkpoint);
    // After the beginning of the erasure, its end and the entry of the backup are in it: nothing that the log publishes of it is
    // ahead of the newest backup.
    const size = String(BigInt(last.position) + 3n);
    const root = await rootAt(ledger, size);
    expect(taken).toMatchObject({ status: 0, said: expect.stringContaining(root) });
    expect(await backup('keys', keys, '--from', ledger.database.appUrl)).toMatchObject({ status: 0 });
    expect(await backup('take', events, '--from', ledger.database.appUrl)).toMatchObject({ status: 1, said: expect.stringContaining('there already') });

    // The backup of before the erasure is among what must give no word away.
    const bytes = Buffer.concat([await bytesIn(join(folder, 'early')), await bytesIn(events), await readFile(keys)]);
    expect(bytes.includes(goes.id)).toBe(true);
    const secrets = [words.stays, words.goes, stays.code, goes.code, (await readFile(join(ledger.dataDir, 'subjects.key'), 'utf8')).trim()];
    for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
    expect((await readFile(keys)).includes(goes.subject)).toBe(false);

    expect(await backup('restore', events, '--to', restored.ownerUrl)).toMatchObject({ status: 0, said: expect.stringContaining(root) });
    // It is followed by the entry that says so, and not restored again over that.
    expect(await backup('restore', events, '--to', restored.ownerUrl)).toMatchObject({ status: 1, said: expect.stringContaining('(upkeep-') });
    // Even from keys of before: the events say who was erased, those of the backup or those that are there already. The key
    // besides that of who stays is the ledger’s own.
    for (const by of [events, join(folder, 'early')]) {
      expect(await backup('restore-keys', old, '--of', by, '--to', restored.ownerUrl)).toMatchObject({ status: 0, said: expect.stringMatching(/^2 keys and 1 hash of a receipt code are there, /) });
      const { rowCount } = await withClient(restored.ownerUrl, (client) => client.query('SELECT FROM subjects.keys WHERE subject = $1', [goes.subject]));
      expect(rowCount).toBe(0);
    }
    expect(await backup('restore-keys', keys, '--of', events, '--to', restored.ownerUrl)).toMatchObject({ status: 0 });

    const dataDir = join(folder, 'data');
    await copyKeys(dataDir, join(events, 'log-checkpoint'));
    const again = await startRestored(dataDir, { LOG_START: 'recover' });
    try {
      expect(await goesOnFrom(again, size, root)).toBe(true);
      await expectProvenFiling(again, goes, await proofOf(again, filed));
      // Who was erased proves the filing to the restored log, with their own copy and the receipt of that day.
      await expectProvenFiling(again, goes, receipt);
      const own = await again.ask(`/v1/grievances/${stays.id}/own`, { headers: { 'receipt-code': stays.code } });
      expect([own.status, own.text.includes(words.stays)]).toEqual([200, true]);
      expect((await again.ask(`/v1/grievances/${goes.id}/own`, { headers: { 'receipt-code': goes.code } })).status).toBe(401);
      const taken = [['backup-begun', undefined], ['backup-begun', undefined]];
      expect(await acts(ledger)).toEqual(taken);
      expect(await acts(again)).toEqual([...['2', '2', '2'].map((keys) => ['subject-keys-restored', keys]), ['backup-restored', size], ...taken]);
    } finally {
      await again.stop();
    }
  });

  it('that is older than what was published is restored, and nothing is signed over it', async () => {
    const older = await freshDatabase();
    expect(await backup('restore', join(folder, 'early'), '--to', older.ownerUrl)).toMatchObject({ status: 0 });
    // Its events do not know of the erasure; the keys that were copied again after it do.
    expect(await backup('restore-keys', join(folder, 'keys.json'), '--of', join(folder, 'early'), '--to', older.ownerUrl)).toMatchObject({ status: 0 });
    const { rows } = await withClient(older.ownerUrl, (client) => client.query<{ subject: string }>('SELECT subject::text FROM subjects.keys'));
    expect(rows.map(({ subject }) => subject)).toContain(stays.subject);
    expect(rows.map(({ subject }) => subject)).not.toContain(goes.subject);
    const dataDir = join(folder, 'older');
    await copyKeys(dataDir, join(ledger.dataDir, 'log-checkpoint'));
    const started = await startLedger({ beside: { ...ledger, database: older }, environment: { DATA_DIR: dataDir, LOG_START: 'recover' } });
    try {
      const ready = async (): Promise<string> => (await started.ask('/health/ready')).text;
      for (let look = 0; look < 600 && !(await ready()).includes('"state":"stopped"'); look += 1) {
        await new Promise((again) => setTimeout(again, 100)); // until it has looked
      }
      expect(await ready()).toMatch(/and no further|an older copy/);
      expect((await started.ask('/')).text).toMatch(/role="alert">The log has stopped: .*(?:and no further|an older copy)/);
    } finally {
      await started.stop();
      await older.drop();
    }
  });

  it('that was changed, or is none, is refused', async () => {
    await writeFile(join(folder, 'early', 'events.ndjson.gz'), 'x');
    expect(await backup('restore', join(folder, 'early'), '--to', restored.ownerUrl)).toMatchObject({ status: 1, said: expect.stringContaining('is not as it was') });
    expect(await backup('restore', folder, '--to', restored.ownerUrl)).toMatchObject({ status: 1, said: expect.stringContaining('is no backup') });
    const [events, odd] = [join(folder, 'events-1'), join(folder, 'odd.json')];
    for (const text of ['', '{}', '{"format":2,"keys":[],"receipts":[],"figures":[]}']) {
      await writeFile(odd, text);
      const refused = await backup('restore-keys', odd, '--of', events, '--to', restored.ownerUrl, '--forget-others');
      expect(refused).toMatchObject({ status: 1, said: expect.stringContaining('no backup that this version can read') });
    }
  });

  it('is asked for with what it takes and from what is there, or nothing is done', async () => {
    const x = join(folder, 'x');
    expect(await backup('take', x)).toMatchObject({ status: 2, said: expect.stringContaining('needs --from') });
    expect(await backup('seal', x)).toMatchObject({ status: 2, said: expect.stringContaining('restore-keys') });
    for (const [verb, option, ...value] of [['restore', '--checkpoint', 'f'], ['take', '--forget-others'], ['keys', '--to', 'f'], ['restore', '--events', 'f']]) {
      const refused = await backup(verb ?? '', x, '--from', ledger.database.appUrl, option ?? '', ...value);
      expect(refused).toMatchObject({ status: 2, said: expect.stringContaining('takes no --') });
    }
    const typed = join(folder, 'covenat');
    expect(await backup('keys', x, '--from', typed)).toMatchObject({ status: 1, said: expect.stringContaining('no ledger in the folder') });
    const names = await readdir(folder);
    expect(names).not.toContain('x');
    expect(names).not.toContain('covenat');
  });

  it('that could not be finished leaves nothing behind', async () => {
    const store = { head: () => Promise.resolve(1n), readAll: () => Promise.resolve([]) };
    const source = { name: 'a store that ends too soon', store, writable: () => Promise.resolve(undefined), close: () => Promise.resolve() };
    await expect(takeBackup(source, join(folder, 'unfinished'), 'none', () => Promise.resolve())).rejects.toThrow('the store ended');
    expect((await readdir(folder)).filter((name) => name.startsWith('unfinished'))).toEqual([]);
  });
});

async function copyKeys(to: string, checkpoint: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(ledger.dataDir)) if (name.endsWith('.key')) await copyFile(join(ledger.dataDir, name), join(to, name));
  await copyFile(checkpoint, join(to, 'log-checkpoint'));
}
