import { randomUUID } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  announceKey,
  entryBytes,
  formatVerifierKey,
  KeyHistory,
  parseNote,
  parsePolicy,
  parseProofFile,
  policyOfKey,
  shortKey,
  trustPolicy,
  utf8,
  verifyProofFile,
} from '@covenant/transparency';
import type { KeyKind } from '../src/keys/command-key.js';
import { makeKey, placesOf, readKey } from '../src/keys/held-keys.js';
import type { LogKey } from '../src/keys/log-key.js';
import { tellKeys } from '../src/keys/told-keys.js';
import type { OpenLog } from '../src/open-log.js';
import { anEvent, asAdmin, newWorld, origin, record, type World } from '../../../test/support/log/world.js';
import { expectWholeLog } from '../../../test/support/log/whole-log.js';

let world: World;
beforeEach(async () => {
  world = await newWorld();
});
afterEach(() => world.close());

const place = (kind: KeyKind, which: 'main' | 'next') => placesOf({ dataDir: world.dataDir })[kind][which];
const keyIn = async (kind: KeyKind, which: 'main' | 'next'): Promise<LogKey> => {
  const key = await readKey(place(kind, which), kind, origin);
  if (key === undefined) throw new Error(`no ${which} key`);
  return key;
};

/** Appends what the ledger would: an entry about keys, in the stream of its change. Gives its position. */
async function told(stream: string, type: string, data: object): Promise<bigint> {
  const revision = (await world.store.readStream(stream)).length;
  const event = anEvent(0, { type, data: data as Record<string, string> });
  const { events } = await world.store.append(stream, revision === 0 ? 'no-stream' : revision - 1, [event]);
  return events[0]?.position ?? -1n;
}

async function announced(from: LogKey, to: LogKey, stream = `log-key-${randomUUID()}`): Promise<{ stream: string; position: bigint }> {
  const announcement = await announceKey({ replaces: from.key, key: to.key, bothUntil: '2030-02-01' }, { replaces: from.raw, key: to.raw });
  return { stream, position: await told(stream, 'LogKeyAnnounced', announcement) };
}

const signers = async ({ reader }: OpenLog): Promise<readonly string[]> => {
  const published = await reader.published();
  return parseNote(utf8(published?.note ?? '')).signatures.map(({ name, keyId }) => `${name}+${keyId.toString(16).padStart(8, '0')}`);
};
const shortOf = (...keys: readonly LogKey[]): readonly string[] => keys.map(({ vkey }) => shortKey(vkey));
const following = async (options = {}): Promise<OpenLog> => {
  const log = await world.open(options);
  log.notary.start();
  return log;
};

describe.each<KeyKind>(['ed25519', 'ml-dsa-44'])('a key of kind %s that is replaced', (kind) => {
  const other: KeyKind = kind === 'ed25519' ? 'ml-dsa-44' : 'ed25519';

  it('signs beside the new one from the announcement on, and no more once it is retired; old proofs hold', async () => {
    const first = await following();
    const { ids, position } = await record(world, 3);
    await first.notary.covered(position);
    const [old, bystander] = [await keyIn(kind, 'main'), await keyIn(other, 'main')];
    const proof = await first.publicLog.proof(ids[1] ?? '');

    const next = await makeKey(place(kind, 'next'), kind, origin);
    const change = await announced(old, next);
    await first.notary.covered(change.position);
    expect([...(await signers(first))].sort()).toEqual([...shortOf(old, next, bystander)].sort());
    await first.notary.stop();

    const second = await following();
    await second.notary.covered((await record(world, 2)).position);
    expect([...(await signers(second))].sort()).toEqual([...shortOf(old, next, bystander)].sort());
    await second.notary.covered(await told(change.stream, 'LogKeyRetired', { key: old.vkey }));
    expect([...(await signers(second))].sort()).toEqual([...shortOf(next, bystander)].sort());
    await second.notary.stop();

    // The old key's file is put away, and the new one takes its place or stays where it is.
    await rm(place(kind, 'main').file);
    const third = await following();
    await third.notary.covered((await record(world, 2)).position);
    await third.notary.stop();
    await rename(place(kind, 'next').file, place(kind, 'main').file);
    const fourth = await following();
    await fourth.notary.covered((await record(world, 2)).position);
    expect([...(await signers(fourth))].sort()).toEqual([...shortOf(next, bystander)].sort());

    const event = (await world.store.readAll(-1n, 2))[1];
    if (event === undefined) throw new Error('no event');
    for (const policy of [policyOfKey(old.key), parsePolicy(utf8(await fourth.directory.policyText()))]) {
      expect(verifyProofFile(parseProofFile(proof), entryBytes(event), trustPolicy(policy).open).size).toBe(3);
    }
    const shown = await fourth.directory.shown();
    expect(shown.keys).toContainEqual({ key: old.vkey, from: 0, until: 6 });
    expect(shown.keys).toContainEqual(expect.objectContaining({ key: next.vkey, from: 4, announcedIn: 3, replaces: old.vkey }));
    expect(shown.entries.map(({ number }) => number)).toEqual([3, 6]);
    expect(await fourth.directory.policyText()).toContain(`${shortOf(old)[0] ?? ''} from 0 to 6 entries, retired in entry 6`);

    // Whoever pinned the old key follows by the entries alone.
    const keys = new KeyHistory([old.key]);
    for (const { number, entry } of shown.entries) keys.take(number, entry as Parameters<KeyHistory['take']>[1]);
    const newest = utf8((await fourth.publicLog.checkpoint()).note);
    expect(trustPolicy(policyOfKey(old.key), { keys }).open(newest).size).toBe(11);
    expect(() => trustPolicy(policyOfKey(old.key)).open(newest)).toThrow(kind === 'ed25519' ? /no signature|no known key/ : /no signature|no known key/);
    await expectWholeLog(world);
  });

  it('signs on where the change after it was cut short, and a key that nothing has announced lies in the place of the first', async () => {
    const first = await following();
    await first.notary.covered((await record(world, 1)).position);
    const [old, bystander] = [await keyIn(kind, 'main'), await keyIn(other, 'main')];
    const next = await makeKey(place(kind, 'next'), kind, origin);
    const change = await announced(old, next);
    await first.notary.covered(change.position);
    await first.notary.covered(await told(change.stream, 'LogKeyRetired', { key: old.vkey }));
    await first.notary.stop();
    await rename(place(kind, 'main').file, `${place(kind, 'main').file}.retired`);
    const third = await makeKey(place(kind, 'main'), kind, origin);

    const second = await following();
    await second.notary.covered((await record(world, 2)).position);
    expect([...(await signers(second))].sort()).toEqual([...shortOf(next, bystander)].sort());
    await second.notary.covered((await announced(next, third)).position);
    await second.notary.stop();
    const last = await following();
    await last.notary.covered((await record(world, 1)).position);
    expect([...(await signers(last))].sort()).toEqual([...shortOf(next, third, bystander)].sort());
    await expectWholeLog(world);
  });

  it('stays alone where a file lies in the next one’s place and nothing was announced', async () => {
    await makeKey(place(kind, 'next'), kind, origin);
    const log = await following();
    await log.notary.covered((await record(world, 3)).position);
    expect([...(await signers(log))].sort()).toEqual([...shortOf(await keyIn(kind, 'main'), await keyIn(other, 'main'))].sort());
    expect((await log.directory.shown()).entries).toEqual([]);
  });

  it('stops the log when its file was swapped for another’s between two starts', async () => {
    const first = await following();
    await first.notary.covered((await record(world, 1)).position);
    await first.notary.stop();
    await rm(place(kind, 'main').file);
    await makeKey(place(kind, 'main'), kind, origin);
    const log = await following();
    await expect(log.notary.covered((await record(world, 1)).position)).rejects.toMatchObject({ code: 'wrong-key' });
    expect(log.notary.health()).toMatchObject({ state: 'stopped', size: 0 });
  });
});

describe('a new key of the log', () => {
  it('that is announced and not here leaves the old one signing and is asked for; it signs as soon as it is put there', async () => {
    const log = await following();
    await log.notary.covered((await record(world, 1)).position);
    const old = await keyIn('ed25519', 'main');
    const elsewhere = { ...place('ed25519', 'next'), file: join(world.dataDir, 'elsewhere.key') };
    const next = await makeKey(elsewhere, 'ed25519', origin);
    const { position, stream } = await announced(old, next);
    await log.notary.covered(position);
    expect(await signers(log)).not.toContain(shortOf(next)[0]);
    expect(log.notary.health()).toMatchObject({ state: 'following', missingKeys: shortOf(next) });
    await rename(elsewhere.file, place('ed25519', 'next').file);
    await log.notary.covered((await record(world, 1)).position);
    expect(await signers(log)).toEqual(expect.arrayContaining([...shortOf(old, next)]));
    expect(log.notary.health()).not.toHaveProperty('missingKeys');
    await expect(log.directory.expectSigning(stream.slice('log-key-'.length))).resolves.toBeUndefined();
  });

  it('that is not here when the old one is retired stops the log, and nothing is lost: put there, it goes on', async () => {
    const log = await following();
    await log.notary.covered((await record(world, 1)).position);
    const old = await keyIn('ed25519', 'main');
    const next = await makeKey(place('ed25519', 'next'), 'ed25519', origin);
    const away = join(world.dataDir, 'away.key');
    await rename(place('ed25519', 'next').file, away);
    const change = await announced(old, next);
    await log.notary.covered(change.position);
    await expect(log.directory.expectSigning(change.stream.slice('log-key-'.length))).rejects.toMatchObject({ type: { code: 'new-key-silent' } });
    await expect(log.notary.covered(await told(change.stream, 'LogKeyRetired', { key: old.vkey }))).rejects.toMatchObject({ code: 'key-missing' });
    expect(log.notary.health()).toMatchObject({ state: 'stopped', size: 2 });
    await log.notary.stop();
    await rename(away, place('ed25519', 'next').file);
    const again = await following();
    await again.notary.covered((await record(world, 1)).position);
    expect(await signers(again)).not.toContain(shortOf(old)[0]);
  });

  it.each<[string, (old: LogKey, next: LogKey) => Promise<object>]>([
    ['a stranger signed for the old one', async (old, next) => ({ ...(await announceKey({ replaces: next.key, key: next.key, bothUntil: '2030-02-01' }, { replaces: next.raw, key: next.raw })), replaces: old.vkey })],
    ['the day was changed afterwards', async (old, next) => ({ ...(await announceKey({ replaces: old.key, key: next.key, bothUntil: '2030-02-01' }, { replaces: old.raw, key: next.raw })), bothUntil: '2031-01-01' })],
    ['it is no announcement at all', () => Promise.resolve({ key: 'x' })],
  ])('changes nothing where %s', async (_what, forged) => {
    const log = await following();
    await log.notary.covered((await record(world, 1)).position);
    const [old, next] = [await keyIn('ed25519', 'main'), await makeKey(place('ed25519', 'next'), 'ed25519', origin)];
    const data = await forged(old, next);
    await expect(log.directory.admit(data as Record<string, string>)).rejects.toMatchObject({ type: { code: 'key-not-of-the-log' } });
    await log.notary.covered(await told(`log-key-${randomUUID()}`, 'LogKeyAnnounced', data));
    await log.notary.covered(await told(`log-key-${randomUUID()}`, 'LogKeyRetired', { key: old.vkey }));
    expect(await signers(log)).toContain(shortOf(old)[0]);
    expect(await signers(log)).not.toContain(shortOf(next)[0]);
  });

  it('is the same after the tables were lost and rebuilt from the store, without the old key', async () => {
    const log = await following();
    await log.notary.covered((await record(world, 2)).position);
    const [old, next] = [await keyIn('ed25519', 'main'), await makeKey(place('ed25519', 'next'), 'ed25519', origin)];
    const { stream, position } = await announced(old, next);
    await log.notary.covered(position);
    await log.notary.covered(await told(stream, 'LogKeyRetired', { key: old.vkey }));
    await log.notary.covered((await record(world, 2)).position);
    const before = await log.directory.shown();
    await log.notary.stop();
    await rm(place('ed25519', 'main').file);
    await asAdmin(world, `TRUNCATE log.published, log.publications, log.checkpoints, log.entries, log.tiles, log.key_entries;
      UPDATE log.state SET size = 0, position = -1`);
    const behind = await world.open({ recover: true });
    behind.notary.start();
    await behind.notary.covered((await record(world, 1)).position);
    expect(await behind.directory.shown()).toEqual(before);
    expect(await signers(behind)).not.toContain(shortOf(old)[0]);
    await expectWholeLog(world);
  });

  it('is known to a process that serves the log and holds no key, from the entries', async () => {
    const log = await following();
    await log.notary.covered((await record(world, 1)).position);
    const [old, next] = [await keyIn('ed25519', 'main'), await makeKey(place('ed25519', 'next'), 'ed25519', origin)];
    const { stream, position } = await announced(old, next);
    await log.notary.covered(position);
    await log.notary.covered(await told(stream, 'LogKeyRetired', { key: old.vkey }));
    await log.notary.stop();
    await rm(place('ed25519', 'main').file);
    await tellKeys(world.pool, (await world.open()).ring.roots);
    const serving = await world.open({ serveOnly: true, dataDir: join(world.dataDir, 'nothing') });
    expect(await serving.directory.shown()).toEqual(await log.directory.shown());
    expect(await serving.directory.policyText()).toBe(await log.directory.policyText());
  });

  it('is of the log by the entry, not by the line that points at it', async () => {
    const log = await following();
    await log.notary.covered((await record(world, 1)).position);
    const [old, next] = [await keyIn('ed25519', 'main'), await makeKey(place('ed25519', 'next'), 'ed25519', origin)];
    // As a write leaves it whose second half never came, and as an intruder would.
    await asAdmin(world, 'INSERT INTO log.key_entries (number, event_id) VALUES (1, $1), (0, $2)', [randomUUID(), randomUUID()]);
    await log.notary.covered((await announced(old, next)).position);
    expect((await log.directory.shown()).entries.map(({ number }) => number)).toEqual([1]);
    expect(formatVerifierKey(next.key)).toBe(next.vkey);
  });
});

describe('a key’s file', () => {
  it('that others may read is refused, in a sentence', async () => {
    const first = await following();
    await first.notary.covered((await record(world, 1)).position);
    await first.notary.stop();
    await chmod(place('ed25519', 'main').file, 0o644);
    await expect(world.open()).rejects.toMatchObject({ name: 'LogKeyError', message: expect.stringMatching(/can be read by others/) });
    await chmod(place('ed25519', 'main').file, 0o600);
    await expect(world.open()).resolves.toBeDefined();
  });

  it('that was cut off is refused, whichever it is', async () => {
    const first = await following();
    await first.notary.covered((await record(world, 1)).position);
    await first.notary.stop();
    await writeFile(place('ml-dsa-44', 'next').file, '-----BEGIN PRIVATE KEY-----\nMDQCAQ', { mode: 0o600 });
    await expect(world.open()).rejects.toMatchObject({ name: 'LogKeyError' });
  });
});
