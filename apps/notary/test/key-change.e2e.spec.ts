import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { announceKey, formatVerifierKey, parseNote, utf8 } from '@covenant/transparency';
import { testSigner } from '../../../libs/transparency/src/testing.js';
import { madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';
import { cutOff, operator } from '../../../test/support/log/changed-key.js';
import { unzipTo } from '../../../test/support/log/unzip.js';
import { placesOf } from '../src/keys/held-keys.js';
import { mirror } from '../../auditor/src/mirror/mirror.js';
import { prove } from '../../auditor/src/prove/prove.js';
import { refold } from '../../auditor/src/refold/refold.js';
import { verify } from '../../auditor/src/verify/verify.js';
import type { ShownKeys } from '@covenant/transparency';

jest.setTimeout(120_000);

const administrator = { roles: ['administrator'] };
let ledger: TestLedger;
let city: TestCity;
let folder: string;
beforeAll(async () => {
  [ledger, folder] = await Promise.all([startLedger(), mkdtemp(join(tmpdir(), 'covenant-key-'))]);
  city = await madeCity(ledger);
}, 120_000);
afterAll(async () => {
  await ledger.stop();
  await rm(folder, { recursive: true });
});

const shown = async (): Promise<ShownKeys> => (await ledger.ask<ShownKeys>('/log/keys')).body;

/** Waits until the newest checkpoint is signed by so many keys, and covers what was recorded so far. */
async function untilSignedBy(count: number, entries: number): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    const { text } = await ledger.ask('/log/checkpoint');
    const { signatures, text: said } = parseNote(utf8(text));
    if (signatures.length === count && Number(said.split('\n')[1]) >= entries) return;
    if (Date.now() > end) throw new Error(`still signed by ${signatures.length}: ${said}`);
    await new Promise((again) => setTimeout(again, 50));
  }
}
const size = async (): Promise<number> => Number((await ledger.ask('/log/checkpoint')).text.split('\n')[1]);
const covered = async (event: string): Promise<void> => {
  const end = Date.now() + 60_000;
  while ((await ledger.ask(`/log/proofs/${event}`)).status !== 200) {
    if (Date.now() > end) throw new Error('not covered');
    await new Promise((again) => setTimeout(again, 50));
  }
};

describe('a key of the log is replaced', () => {
  it('by an operator, in three commands; an auditor that pinned the old key follows it, offline proofs and all', async () => {
    const { events } = await ledger.send(`/v1/groups/${city.groupId}/amend`, { roles: ['focal-point'], cityId: city.cityId }, { name: 'Tenants of all kinds' });
    const event = events[0]?.id ?? '';
    await covered(event);
    const copy = join(folder, 'copy');
    expect((await mirror(ledger.url, copy)).verdict).toBe('held');
    const oldProof = (await ledger.ask(`/log/proofs/${event}`)).text;
    const oldKey = (await shown()).keys[0]?.key ?? '';

    const before = await size();
    expect((await operator(ledger, 'rotate', '--reason', 'Yearly'))[0]).toMatch(/^Announced: .* takes the place of .*/);
    await untilSignedBy(3, before + 1);
    await expect(operator(ledger, 'rotate')).rejects.toThrow(/A change is under way/);
    await expect(operator(ledger, 'retire')).rejects.toThrow(/409|422/); // the promised time is not over
    expect((await mirror(ledger.url, copy)).remarks.map(({ code }) => code)).toContain('key-announced');
    expect((await operator(ledger, 'retire', '--reason', 'Tried out'))[0]).toMatch(/^Retired: /);
    await untilSignedBy(2, before + 2);
    expect((await operator(ledger, 'list')).join('\n')).toMatch(/signed from 0 to \d+ entries/);

    const late = await mirror(ledger.url, copy);
    expect([late.verdict, late.remarks.map(({ code }) => code)]).toEqual(['held', expect.arrayContaining(['key-retired'])]);
    expect((await verify(copy)).verdict).toBe('held');
    await writeFile(join(folder, 'event.json'), (await ledger.ask(`/log/entries/${event}`)).text);
    await writeFile(join(folder, 'old'), oldProof);
    await writeFile(join(folder, 'new'), (await ledger.ask(`/log/proofs/${event}`)).text);
    expect(prove(join(folder, 'event.json'), join(folder, 'old'), { key: oldKey }).verdict).toBe('held');
    expect(prove(join(folder, 'event.json'), join(folder, 'new'), { mirror: copy }).verdict).toBe('held');
    expect((await ledger.ask('/log/policy')).text).toContain('retired in entry');
  });

  it('and the record of it is public: a history, a page of the audit, and what refold compares', async () => {
    const { body } = await ledger.ask<{ items: { id: string; state: string }[] }>('/v1/log-keys');
    expect(body.items).toMatchObject([{ state: 'completed', open: false, reason: 'Yearly', ended: { reason: 'Tried out' } }]);
    const history = await ledger.ask<{ items: { sentence: string; role: string }[] }>(`/v1/log-keys/${body.items[0]?.id ?? ''}/history`);
    expect(history.body.items.map(({ role }) => role)).toEqual(['administrator', 'administrator']);
    const copy = join(folder, 'copy');
    expect((await mirror(ledger.url, copy)).verdict).toBe('held');
    expect(await refold(copy, { against: ledger.url })).toMatchObject({ verdict: 'held', findings: [] });
  });

  it('and a bundle from before, from between and from after verifies, with the keys of its time beside it', async () => {
    const { keys } = await shown();
    const announcedIn = keys.find((key) => key.announcedIn !== undefined)?.announcedIn ?? 0;
    for (const upTo of [announcedIn - 1, announcedIn, new Date().toISOString()]) {
      const answer = await fetch(`${ledger.url}/v1/bundles?cityId=${city.cityId}&upTo=${upTo}`);
      expect(answer.status).toBe(200);
      const dir = join(folder, `bundle-${String(upTo).replace(/\W/g, '-')}`);
      await unzipTo(dir, Buffer.from(await answer.arrayBuffer()));
      expect((await verify(join(dir, 'log'))).verdict).toBe('held');
      expect((await verify(join(dir, 'log'), { key: keys[0]?.key ?? '' })).verdict).toBe('held'); // the first key is enough
    }
    const early = await ledger.ask(`/v1/bundles?cityId=${city.cityId}&upTo=1999-01-01T00:00:00Z`);
    expect([early.status, early.body['detail']]).toEqual([404, 'Nothing had been recorded by then.']);
    expect((await ledger.ask(`/v1/bundles?cityId=${city.cityId}&upTo=yesterday`)).status).toBe(400);
  });
});

describe('a change of a key is refused', () => {
  const stranger = testSigner('other.example/log', 1);
  const announcement = async () => {
    const { keys } = await shown();
    const replaces = keys.find(({ until }) => until === undefined)?.key ?? '';
    const forged = await announceKey({ replaces: stranger.key, key: testSigner('other.example/log', 2).key, bothUntil: '2099-01-01' }, { replaces: (m) => stranger.sign(m), key: (m) => stranger.sign(m) });
    const key = formatVerifierKey(testSigner((await shown()).origin, 9).key);
    return { ...forged, replaces, key, signatures: [{ key: replaces, signature: forged.signatures[0]?.signature }, { key, signature: forged.signatures[1]?.signature }] };
  };
  const send = async (who: { roles: readonly string[]; cityId?: string }, body: unknown, path = '/v1/log-keys', headers = {}) =>
    ledger.ask(path, { method: 'POST', token: await ledger.token(who), body, headers });

  it('from anybody but an administrator of no city', async () => {
    const body = await announcement();
    for (const role of ['resident', 'staff', 'focal-point', 'council', 'oversight', 'administrator']) {
      expect((await send({ roles: [role], cityId: city.cityId }, body)).status).toBe(403);
    }
    expect((await ledger.ask('/v1/log-keys', { method: 'POST', body })).status).toBe(401);
  });

  it('without the signature of a key that signs the log now', async () => {
    const { status, body } = await send(administrator, await announcement());
    expect([status, body['type']]).toEqual([422, '/problems/key-not-of-the-log']);
    expect((await send(administrator, { key: 'x' })).status).toBe(400);
  });

  it('however its address is written, and under whatever Idempotency-Key', async () => {
    const body = await announcement();
    const { keys } = await shown();
    const retired = keys.find(({ until }) => until !== undefined)?.key ?? '';
    const [byOld, byNew] = body.signatures;
    const known = { ...body, key: retired, signatures: [byOld, { ...byNew, key: retired }] };
    const refused = await Promise.all([
      send(administrator, body, '/v1/log-keys?/log-keys/x/y'),
      send(administrator, body, '/v1/log-key%73'),
      send(administrator, body, '/v1/log-keys', { 'idempotency-key': 'never-used' }),
      send(administrator, known, '/v1/log-keys', { 'idempotency-key': 'never-used' }),
    ]);
    expect(refused.map((answer) => answer.body['type'])).toEqual(refused.map(() => '/problems/key-not-of-the-log'));
  });
});

describe('a command of the operator that is cut off, and given again', () => {
  const changes = async (): Promise<readonly { state: string }[]> => {
    await ledger.parts.reading.currentAll();
    return (await ledger.ask<{ items: { state: string }[] }>('/v1/log-keys?limit=200')).body.items;
  };
  const entriesOf = async (type: string): Promise<number> => (await shown()).entries.filter(({ entry }) => 'type' in entry && entry.type === type).length;
  /** Done already, by what was cut off: the ledger gives the same receipt, or what it shows says so. */
  const again = async (refusal: RegExp, ...words: readonly string[]): Promise<void> => {
    await operator(ledger, ...words).catch((error: unknown) => expect(String(error)).toMatch(refusal));
  };
  const keyFiles = async (): Promise<readonly string[]> => {
    const names = (await readdir(ledger.dataDir)).filter((name) => name.endsWith('.key'));
    return Promise.all(names.sort().map(async (name) => `${name} ${await readFile(join(ledger.dataDir, name), 'utf8')}`));
  };

  it.each(['ed25519', 'ml-dsa-44'] as const)('announces one new key of kind %s, and retires the old one once', async (kind) => {
    const before = { changes: (await changes()).length, announced: await entriesOf('LogKeyAnnounced'), retired: await entriesOf('LogKeyRetired') };
    // The first kind was changed above: its place for a new key holds the retired one.
    if (kind === 'ed25519') await expect(cutOff(ledger, 'after the retired key was put aside', 'rotate', '--kind', kind)).rejects.toThrow('cut off');
    await expect(cutOff(ledger, 'before it is sent', 'rotate', '--kind', kind)).rejects.toThrow('cut off');
    const files = await keyFiles();
    const { main, next } = placesOf({ dataDir: ledger.dataDir })[kind];
    expect(files.filter((file) => [main.file, next.file].some((place) => place.endsWith(`/${file.split(' ')[0] ?? ''}`)))).toHaveLength(2);
    expect(await changes()).toHaveLength(before.changes);
    await expect(cutOff(ledger, 'after it was sent', 'rotate', '--kind', kind)).rejects.toThrow('cut off');
    await again(/A change is under way|The ledger answered/, 'rotate', '--kind', kind);
    await untilSignedBy(3, 1);
    await expect(operator(ledger, 'rotate', '--kind', kind)).rejects.toThrow('A change is under way');
    expect(await changes()).toHaveLength(before.changes + 1);
    expect(await keyFiles()).toEqual(files);

    const retire = ['retire', '--kind', kind, '--reason', 'Tried out'];
    await expect(cutOff(ledger, 'before it is sent', ...retire)).rejects.toThrow('cut off');
    expect((await changes()).filter(({ state }) => state === 'announced')).toHaveLength(1);
    await expect(cutOff(ledger, 'after it was sent', ...retire)).rejects.toThrow('cut off');
    await again(/No change of a key/, ...retire);
    await untilSignedBy(2, 1);
    const after = { changes: (await changes()).length, announced: await entriesOf('LogKeyAnnounced'), retired: await entriesOf('LogKeyRetired') };
    expect(after).toEqual({ changes: before.changes + 1, announced: before.announced + 1, retired: before.retired + 1 });
    const copy = join(folder, 'copy');
    expect((await mirror(ledger.url, copy)).verdict).toBe('held');
    expect((await verify(copy)).verdict).toBe('held');
  });
});
