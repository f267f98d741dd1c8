import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatVerifierKey, fromUtf8 } from '@covenant/transparency';
import { testEntry } from '../../../../libs/transparency/src/testing.js';
import { mirror } from '../mirror/mirror.js';
import { monitor } from '../monitor/monitor.js';
import type { Report } from '../report/report.js';
import { City, type kinds } from '../testing/changing-city.js';
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
