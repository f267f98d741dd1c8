import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { announceKey, formatKeyEntries, formatVerifierKey, fromUtf8, parseEntry, rawSigner } from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { mirror } from '../mirror/mirror.js';
import { monitor } from '../monitor/monitor.js';
import { nodeHasher } from '../node-crypto.js';
import type { Report } from '../report/report.js';
import { City, origin, type kinds } from '../testing/changing-city.js';
import { scratch } from '../testing/copies.js';
import { verifyEvidence } from './verify-evidence.js';

let dir: ReturnType<typeof scratch>;
let watching: string;
beforeEach(() => {
  dir = scratch();
  watching = join(dir.path, 'watch');
});
afterEach(() => dir.remove());

const watch = (city: City, late = 1e9): Promise<Report> => monitor(city.server.url, watching, { key: city.key, late, silence: 1e9, now: () => city.clock * 1000 });
const codes = ({ findings }: Report): string[] => findings.map(({ code }) => code);
const evidenceIn = (state: string): string => join(state, 'evidence', readdirSync(join(state, 'evidence'))[0] ?? 'none');
const told = ({ remarks }: Report): string[] => remarks.map(({ code }) => code);

/** A log of 22 entries that has changed its key: the first one signs no more. */
async function changed(kind?: keyof typeof kinds): Promise<City> {
  const city = await City.of(kind);
  await city.grow(20).serve();
  await city.announce();
  await city.retire();
  return city;
}

/** Serves a tree that has another announcement in the place of the city's, signed by the key that it makes. */
async function serveOtherChange(city: City): Promise<void> {
  const other = testSigner(origin, 9);
  const { type } = other.key;
  const replaces = rawSigner(type, new Uint8Array(32).fill(7));
  const change = await announceKey({ replaces: city.old.key, key: other.key, bothUntil: '2027-01-31' }, { replaces, key: rawSigner(type, new Uint8Array(32).fill(9)) });
  const entry = testEntry(400, { stream: 'log-key-01980000-0000-7000-9000-0000000000bb', revision: 0, type: 'LogKeyAnnounced', data: change });
  await city.serve(new TestLog({ hasher: nodeHasher, origin, signers: [other] }).append(...city.log.entries.slice(0, 20), entry, testEntry(404), testEntry(408)));
  city.server.files.set('keys', formatKeyEntries([{ number: 20, entry: parseEntry(entry) }]));
}

describe('evidence against a log that changed its key', () => {
  it.each([
    ['of the same size', 0],
    ['that grew', 300],
  ])('of a fork %s is enough for whoever has only the first key', async (_how, more) => {
    await using city = await changed();
    expect((await watch(city)).verdict).toBe('held');
    await city.serve(city.fork(more));
    expect(codes(await watch(city))).toEqual(['forked']);

    const folder = evidenceIn(watching);
    const shown = await verifyEvidence(folder, { key: city.key });
    expect(shown).toMatchObject({ verdict: 'held', result: [{ code: 'evidence-forked', data: { kept: 22, size: 22 + more } }] });
    expect(told(shown)).toEqual(['key-announced', 'key-retired']);
    expect((await verifyEvidence(folder, { key: formatVerifierKey(city.next.key) })).verdict).toBe('held');
  });

  it('is found by a copy as well, and by a monitor whose server hides the changes from then on', async () => {
    await using city = await changed();
    const copy = join(dir.path, 'copy');
    expect((await mirror(city.server.url, copy, { key: city.key })).verdict).toBe('held');
    expect((await watch(city)).verdict).toBe('held');
    await city.serve(city.fork(7));
    city.server.files.delete('keys');
    expect(codes(await mirror(city.server.url, copy))).toEqual(['forked']);
    expect(codes(await watch(city))).toEqual(['forked']);
    for (const folder of [evidenceIn(copy), evidenceIn(watching)]) {
      expect(await verifyEvidence(folder, { key: city.key })).toMatchObject({ verdict: 'held', result: [{ code: 'evidence-forked' }] });
    }
  });

  it('of a fork that changed to another key tells of the changes of both sides', async () => {
    await using city = await changed();
    const copy = join(dir.path, 'copy');
    expect((await mirror(city.server.url, copy, { key: city.key })).verdict).toBe('held');
    expect((await watch(city)).verdict).toBe('held');
    await serveOtherChange(city);
    expect(codes(await mirror(city.server.url, copy))).toEqual(['forked']);
    expect(codes(await watch(city))).toEqual(['forked']);
    for (const folder of [evidenceIn(copy), evidenceIn(watching)]) {
      const shown = await verifyEvidence(folder, { key: city.key });
      expect([shown.verdict, told(shown)]).toEqual(['held', ['key-announced', 'key-retired', 'key-announced']]);
    }
  });

  it('is not missed where a monitor cannot read what it remembers: it stops, and overwrites nothing', async () => {
    await using city = await changed();
    await watch(city);
    await city.serve(city.fork(7));
    for (const [file, code] of [
      ['keys.json', 'policy-malformed'],
      ['checkpoints/22', 'checkpoint-malformed'],
    ] as const) {
      const [path, newest] = [join(watching, file), join(watching, 'checkpoint')];
      const [kept, before] = [readFileSync(path), readFileSync(newest)];
      writeFileSync(path, 'spoilt');
      expect(codes(await watch(city))).toEqual([code]);
      expect([readFileSync(path, 'utf8'), readFileSync(newest)]).toEqual(['spoilt', before]);
      writeFileSync(path, kept);
    }
    expect(codes(await watch(city))).toEqual(['forked']);
  });

  it('shows nothing without the announcements, or with one that the key before did not sign', async () => {
    await using city = await changed();
    await watch(city);
    await city.serve(city.fork(7));
    await watch(city);
    const folder = evidenceIn(watching);
    for (const side of ['kept', 'served']) {
      const file = join(folder, `${side}-keys.json`);
      const keys = readFileSync(file);
      const signature = /"signature":"(.)/.exec(fromUtf8(keys) ?? '')?.[1] ?? '';
      const bent = keys.toString('utf8').replace(`"signature":"${signature}`, `"signature":"${signature === 'A' ? 'B' : 'A'}`);
      for (const content of [bent, 'no json', '{"entries":[{"number":21}]}']) {
        writeFileSync(file, content);
        expect([side, content.slice(0, 9), (await verifyEvidence(folder, { key: city.key })).verdict]).toEqual([side, content.slice(0, 9), 'failed']);
      }
      rmSync(file);
      expect(codes(await verifyEvidence(folder, { key: city.key }))).toContain('checkpoint-unsigned');
      writeFileSync(file, keys);
    }
    expect((await verifyEvidence(folder, { key: city.key })).verdict).toBe('held');
  });

  it('of a rollback and of an entry held back too', async () => {
    await using city = await changed('ML-DSA-44');
    await city.grow(3).serve();
    await watch(city, 60);
    city.clock += 30;
    city.log.append(testEntry(4_000));
    await city.serve();
    expect(codes(await watch(city, 60))).toEqual(['covered-late']);
    expect(await verifyEvidence(evidenceIn(watching), { key: city.key })).toMatchObject({ verdict: 'held', result: [{ code: 'evidence-late', data: { entry: 25 } }] });
    rmSync(join(watching, 'evidence'), { recursive: true });
    city.clock += 30;
    await city.serve(city.log, 23);
    expect(codes(await watch(city))).toEqual(['served-older']);
    expect(await verifyEvidence(evidenceIn(watching), { key: city.key })).toMatchObject({ result: [{ code: 'evidence-rolled-back', data: { seconds: 30 } }] });
  });
});
