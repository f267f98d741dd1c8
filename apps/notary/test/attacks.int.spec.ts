import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { announceKey, openCheckpoint, signCheckpoint, signedAt, utf8 } from '@covenant/transparency';
import { testSigner } from '../../../libs/transparency/src/testing.js';
import { makeKey, placesOf, readKey } from '../src/keys/held-keys.js';
import type { LogKey } from '../src/keys/log-key.js';
import type { OpenLog } from '../src/open-log.js';
import { anEvent, asAdmin, newWorld, origin, record, type World } from '../../../test/support/log/world.js';
import { expectWholeLog } from '../../../test/support/log/whole-log.js';

let world: World;
beforeEach(async () => {
  world = await newWorld();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await world.close();
});

const following = async (options = {}): Promise<OpenLog> => {
  const log = await world.open(options);
  log.notary.start();
  return log;
};
const places = () => placesOf({ dataDir: world.dataDir }).ed25519;

/** The log with its Ed25519 key replaced. Gives the old key. */
async function rotated(log: OpenLog): Promise<LogKey> {
  await log.notary.covered((await record(world, 2)).position);
  const old = await readKey(places().main, 'ed25519', origin);
  if (old === undefined) throw new Error('no key');
  const next = await makeKey(places().next, 'ed25519', origin);
  const stream = `log-key-${randomUUID()}`;
  const data = await announceKey({ replaces: old.key, key: next.key, bothUntil: '2030-02-01' }, { replaces: old.raw, key: next.raw });
  const told = [anEvent(0, { type: 'LogKeyAnnounced', data: { ...data } }), anEvent(1, { type: 'LogKeyRetired', data: { key: old.vkey } })];
  const { events } = await world.store.append(stream, 'no-stream', told);
  await log.notary.covered(events.at(-1)?.position ?? -1n);
  return old;
}

describe('somebody tries the log', () => {
  it('with an older copy of the database, from before its key was replaced: nothing is signed', async () => {
    const log = await following();
    await log.notary.covered((await record(world, 1)).position);
    const tables = ['published', 'publications', 'checkpoints', 'entries', 'tiles', 'key_entries', 'state'];
    await log.notary.stop();
    for (const table of tables) await asAdmin(world, `CREATE TABLE public.old_${table} AS SELECT * FROM log.${table}`);
    const again = await following();
    await rotated(again);
    await again.notary.stop();
    await asAdmin(world, `TRUNCATE ${tables.map((table) => `log.${table}`).join(', ')}`);
    for (const table of ['state', 'checkpoints', 'entries', 'tiles', 'published', 'publications', 'key_entries']) {
      await asAdmin(world, `INSERT INTO log.${table} SELECT * FROM public.old_${table}`);
    }
    const restored = await following();
    await expect(restored.notary.covered((await record(world, 1)).position)).rejects.toMatchObject({ code: 'behind-published' });
    expect(await asAdmin(world, 'SELECT max(size) AS size FROM log.checkpoints')).toEqual([{ size: '1' }]);
    await restored.notary.stop();
    const recovered = await following({ recover: true });
    await recovered.notary.covered((await record(world, 1)).position);
    await expectWholeLog(world);
  });

  it('with a second notary that has the old key alone: it is not started', async () => {
    const log = await following();
    const old = await rotated(log);
    const elsewhere = join(world.dataDir, 'elsewhere');
    await log.notary.stop();
    await rm(places().next.file);
    await expect(world.open()).rejects.toMatchObject({ name: 'LogKeyError', message: expect.stringMatching(/^The log's key is missing: a tree of \d+ entries is signed by/) });
    await expect(world.open({ dataDir: elsewhere, keyFile: places().main.file, mlDsaKeyFile: placesOf({ dataDir: world.dataDir })['ml-dsa-44'].main.file })).rejects.toMatchObject({ name: 'LogKeyError' });
    expect(old.name).toBe(origin);
  });

  it('with a checkpoint of another log in the place of the last published: nothing is signed, and the file stays', async () => {
    const log = await following();
    await log.notary.covered((await record(world, 1)).position);
    await log.notary.stop();
    const file = join(world.dataDir, 'log-checkpoint');
    const other = await signCheckpoint({ origin: 'other.example/log', size: 7, root: new Uint8Array(32) }, [testSigner('other.example/log')]);
    await writeFile(file, other);
    const again = await following();
    await expect(again.notary.covered((await record(world, 1)).position)).rejects.toMatchObject({ code: 'wrong-key' });
    expect(await readFile(file)).toEqual(Buffer.from(other));
  });

  it('with a clock that goes back a day: the tree only grows, under signatures that say what the clock says', async () => {
    const log = await following({ renewEvery: 5 });
    await log.notary.covered((await record(world, 1)).position);
    const opened = async () => openCheckpoint(utf8((await log.publicLog.checkpoint()).note), log.ring.verifiers(1));
    const before = await opened();
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now - 86_400_000);
    await log.notary.covered((await record(world, 3)).position);
    const after = await opened();
    expect([after.size > before.size, (signedAt(after) ?? 0) < (signedAt(before) ?? 0)]).toEqual([true, true]);
    jest.restoreAllMocks();
    await log.notary.covered((await record(world, 1)).position);
    expect(log.notary.health().state).toBe('following');
    await expectWholeLog(world);
  });
});
