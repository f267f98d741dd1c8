import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool, withClient } from '@covenant/platform';
import type { Pool } from 'pg';
import type { QueryRunner } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { EventSealer } from './event-sealer.js';
import { commandMasterKeys, MasterKeyError, masterKeysOf, newMasterLine, readMasterLines } from './master-key.js';
import { KeptFigures } from './kept-figures.js';
import { forgetSubject, SubjectKeyGone, SubjectKeys } from './subject-keys.js';
import { CoarseFigures1790000000603 } from './tables/1790000000603-coarse-figures.js';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = createPool({ url: database.appUrl, name: 'keys', size: 3, onError: () => undefined });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A key file in memory. */
const fileOf = (...lines: string[]) => ({ text: lines.join('') });
const keysOf = (file: { readonly text: string }) => new SubjectKeys(pool, masterKeysOf(() => Promise.resolve(file.text)));
const wrappedRows = (subject: string) =>
  withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ master: string; wrapped: Buffer }>('SELECT * FROM subjects.keys WHERE subject = $1', [subject]);
    return rows;
  });

/** Until some other session waits for a lock. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await pool.query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()");
    if (rows.length > 0) return;
  }
}

describe('the keys of subjects', () => {
  it('are made once, stay the same, and are gone for everybody at once', async () => {
    const subject = randomUUID();
    const [here, there] = [newMasterLine()].flatMap((line) => [keysOf(fileOf(line)), keysOf(fileOf(line))]);
    if (here === undefined || there === undefined) throw new Error('no keys');
    await Promise.all([here.make(subject), there.make(subject), here.make(subject)]);
    const key = await here.of(subject);
    expect(key).toHaveLength(32);
    await expect(there.of(subject)).resolves.toEqual(key);
    await expect(forgetSubject(pool, subject)).resolves.toBe(true);
    await expect(there.of(subject)).rejects.toThrow(SubjectKeyGone);
    await expect(forgetSubject(pool, subject)).resolves.toBe(false);
  });

  it('stand wrapped in the table, and a wrapped key under another name gives another key', async () => {
    const [subject, other] = [randomUUID(), randomUUID()];
    const keys = keysOf(fileOf(newMasterLine()));
    await keys.make(subject);
    const [row] = await wrappedRows(subject);
    expect(row?.wrapped.length).toBe(60);
    await pool.query('INSERT INTO subjects.keys (subject, master, wrapped) VALUES ($1, $2, $3)', [other, row?.master, row?.wrapped]);
    expect(await keys.of(other)).not.toEqual(await keys.of(subject));
    await expect(keysOf(fileOf(newMasterLine())).of(subject)).rejects.toThrow(MasterKeyError);
  });

  it('may be inserted, read and deleted by the application, and not changed', async () => {
    await expect(pool.query("UPDATE subjects.keys SET master = 'x'")).rejects.toThrow(/permission denied/);
    await expect(pool.query('TRUNCATE subjects.keys')).rejects.toThrow(/permission denied/);
    await expect(pool.query("UPDATE subjects.receipts SET hash = ''")).rejects.toThrow(/permission denied/);
  });

  it('are wrapped anew when the master key is rotated; then the old one opens nothing that is left', async () => {
    const subjects = [randomUUID(), randomUUID(), randomUUID()];
    const [old, fresh] = [newMasterLine(), newMasterLine()];
    const file = fileOf(old);
    const keys = keysOf(file);
    for (const subject of subjects) await keys.make(subject);
    const before = await keys.ofAll(subjects);
    file.text = fresh + old;
    // The rows that other cases left are wrapped by masters that are not in this file; they are nobody's business here.
    await expect(keys.rewrap()).resolves.toBe(3);
    await expect(keys.rewrap()).resolves.toBe(0);
    file.text = fresh;
    expect(await keys.ofAll(subjects)).toEqual(before);
    await expect(keysOf(fileOf(old)).ofAll(subjects)).rejects.toThrow(MasterKeyError);
  });

  it('are not lost to a rotation that passes between wrapping and inserting', async () => {
    const subject = randomUUID();
    const [old, fresh] = [newMasterLine(), newMasterLine()];
    let reads = 0;
    // The maker reads the file before the rotation, and again after the row is there.
    const keys = new SubjectKeys(pool, masterKeysOf(() => Promise.resolve((reads += 1) === 1 ? old : fresh + old)));
    await keys.make(subject);
    await expect(keysOf(fileOf(fresh)).of(subject)).resolves.toHaveLength(32);
    expect(await wrappedRows(subject)).toHaveLength(1);
  });

  it('stay destroyed when an erasure falls into a rotation, before or after the rotation has put its row in place', async () => {
    const [old, fresh] = [newMasterLine(), newMasterLine()];
    const [before, after] = [randomUUID(), randomUUID()];
    const [from, to] = [readMasterLines(old)[0], readMasterLines(fresh)[0]];
    if (from === undefined || to === undefined) throw new Error('no key');
    await keysOf(fileOf(old)).make(before);
    const masters = (meanwhile: () => Promise<void>) => ({
      current: () => Promise.resolve({ ...to, wrap: (keys: readonly Uint8Array[]) => meanwhile().then(() => to.wrap(keys)) }),
      named: (id: string) => Promise.resolve([from, to].find((one) => one.id === id)),
    });
    await new SubjectKeys(pool, masters(async () => void (await forgetSubject(pool, before)))).rewrap();
    expect(await wrappedRows(before)).toEqual([]);

    await keysOf(fileOf(old)).make(after);
    const client = await pool.connect();
    await client.query('BEGIN');
    await new SubjectKeys(client, masters(() => Promise.resolve())).rewrap();
    const forgotten = forgetSubject(pool, after);
    await somebodyWaits();
    await client.query('COMMIT');
    client.release();
    await expect(forgotten).resolves.toBe(true);
    expect(await wrappedRows(after)).toEqual([]);
  });

  it('can be wrapped by a program that keeps the master key to itself', async () => {
    const [inner] = readMasterLines(newMasterLine());
    if (inner === undefined) throw new Error('no key');
    const asked: string[] = [];
    const program = commandMasterKeys(async (what, input) => {
      asked.push(what);
      if (what === 'id') return 'hsm-1\n';
      const values = input.trim().split('\n').map((line) => Buffer.from(line, 'base64'));
      const answers = await inner[what](values);
      return answers.map((one) => `${Buffer.from(one).toString('base64')}\n`).join('');
    });
    const [one, two] = [randomUUID(), randomUUID()];
    const keys = new SubjectKeys(pool, program);
    await keys.make(one);
    await keys.make(two);
    expect((await keys.ofAll([one, two])).size).toBe(2);
    expect(asked).toContain('unwrap');
    const silent = new SubjectKeys(pool, commandMasterKeys((what) => Promise.resolve(what === 'id' ? 'hsm-1' : 'AAAA\n')));
    await expect(silent.ofAll([one, two])).rejects.toThrow(MasterKeyError);
  });
});

describe('sealing events', () => {
  const file = fileOf(newMasterLine());
  const sealerHere = () => new EventSealer(keysOf(file));
  const lodged = (subject: string) => ({
    id: randomUUID(),
    type: 'GrievanceLodged',
    data: { cityId: randomUUID(), text: { unsealed: 'Nobody answers.', subject }, contact: { unsealed: 'At the gate', subject } },
  });

  it('leaves no word in plain text, makes the key first, and opens at its place only', async () => {
    const subject = randomUUID();
    const event = lodged(subject);
    const sealer = sealerHere();
    const [sealed] = await sealer.seal('grievance-1', [event], true);
    if (sealed === undefined) throw new Error('nothing sealed');
    expect(await wrappedRows(subject)).toHaveLength(1);
    expect(JSON.stringify(sealed)).not.toMatch(/Nobody|gate|unsealed/);
    await expect(sealer.open('grievance-1', sealed)).resolves.toEqual({ text: 'Nobody answers.', contact: 'At the gate' });
    await expect(sealer.open('grievance-2', sealed)).rejects.toThrow(/does not open there/);
    const swapped = { ...sealed, data: { ...sealed.data, text: sealed.data.contact, contact: sealed.data.text } };
    await expect(sealer.open('grievance-1', swapped)).rejects.toThrow(/does not open there/);
  });

  it('makes no key for words that come later, and none for a subject that was erased', async () => {
    const subject = randomUUID();
    await expect(sealerHere().seal('grievance-1', [lodged(subject)], false)).rejects.toThrow(SubjectKeyGone);
    expect(await wrappedRows(subject)).toHaveLength(0);
  });

  it('gives events that hold nothing personal back as they are, and refuses what is neither sealed nor to be sealed', async () => {
    const events = [{ id: randomUUID(), type: 'CommitmentMade', data: { title: 'Homes' } }];
    const sealer = sealerHere();
    await expect(sealer.seal('commitment-1', events, true)).resolves.toBe(events);
    const bare = { id: randomUUID(), type: 'GrievanceLodged', data: { text: 'Nobody answers.' } };
    await expect(sealer.seal('grievance-1', [bare], true)).rejects.toThrow(/cannot be sealed/);
  });
});

describe('figures of earlier releases', () => {
  it('that were exact are deleted, to be made again in fives; those in fives stay', async () => {
    const [city, figures] = [randomUUID(), new KeptFigures<object>(pool)];
    const [exact, coarse] = [{ year: 2024, lodged: 12, byRight: [{ value: 'CRC-3', count: 7 }] }, { year: 2025, lodged: 12, acknowledged: 11, byRight: [] }];
    await figures.keep(city, 2024, exact);
    await figures.keep(city, 2025, coarse);
    await withClient(database.ownerUrl, (client) => new CoarseFigures1790000000603().up({ query: (text: string) => client.query(text) } as unknown as QueryRunner));
    expect([...(await figures.of(city, [2024, 2025]))]).toEqual([[2025, coarse]]);
  });
});
