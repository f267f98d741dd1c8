import { join } from 'node:path';
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { COVENANT_VERSION } from '@covenant/domain';
import { formatPolicy, fromUtf8, mlDsa44Signer, NO_QUORUM, utf8 } from '@covenant/transparency';
import { seeded, TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { nodeHasher } from '../node-crypto.js';
import { run } from '../cli/run.js';
import { UsageError } from '../cli/exit.js';
import { MirrorDir } from '../files/mirror-dir.js';
import { changeFiles, mirrorFiles, scratch, writeFiles, type Files } from '../testing/copies.js';
import { verify } from '../verify/verify.js';
import { keysFile, pageOf } from './remake.js';

const COUNT = 200;
const cityId = '01980000-0000-7000-a000-000000000001';
const signers = [testSigner(), mlDsa44Signer('log.example/city', new Uint8Array(32).fill(7), () => 1_800_000_000)];
const log = new TestLog({ hasher: nodeHasher, signers }).append(
  testEntry(0, { stream: `city-${cityId}`, type: 'CityEnrolled', data: { name: 'Riverbend', slug: 'riverbend' } }),
  ...Array.from({ length: 40 }, (_, n) => testEntry(4 + n)),
);
const folder = scratch();
const files: Files = new Map();
let page: string;

beforeAll(async () => {
  const copy = await mirrorFiles(log, testSigner().key, [log.size]);
  const policy = { logs: signers.map(({ key }) => ({ key })), witnesses: [], groups: [], quorum: NO_QUORUM };
  copy.set('policy', formatPolicy(policy));
  for (const [path, content] of copy) files.set(`log/${path}`, content);
  await writeFiles(folder.path, files);
  const of = { dir: new MirrorDir(join(folder.path, 'log')), origin: log.origin, size: log.size, note: await log.checkpoint(), policy };
  page = '';
  for await (const piece of pageOf(of, { language: 'es', version: COVENANT_VERSION, cityId, upTo: undefined })) page += piece;
  files.set('index.html', utf8(page)).set('keys.json', utf8(keysFile(of)));
  await writeFiles(folder.path, files);
});
afterAll(() => folder.remove());

const withPage = async <T>(text: string, look: () => Promise<T>): Promise<T> => {
  writeFileSync(join(folder.path, 'index.html'), text);
  const seen = await look();
  writeFileSync(join(folder.path, 'index.html'), page);
  return seen;
};

it('an untouched bundle holds, and says what no file can show', async () => {
  expect(await verify(folder.path)).toMatchObject({ verdict: 'held', result: [{ code: 'verified' }, { code: 'bundle-verified' }], remarks: expect.arrayContaining([{ code: 'kept-trust', data: { path: 'policy' } }]) });
  expect(page).toContain('Riverbend: el expediente');
});

it('a word changed on its page is named with its line and what was expected', async () => {
  const forged = page.replace('Sample commitment 3', 'Sample commitment 4');
  const report = await withPage(forged, () => verify(folder.path));
  const line = 1 + page.split('\n').findIndex((one, i) => one !== forged.split('\n')[i]);
  expect(report).toMatchObject({ verdict: 'failed', findings: [{ code: 'bundle-differs', data: { path: 'index.html', line, found: expect.stringContaining('commitment 4'), expected: expect.stringContaining('commitment 3') } }] });
});

it('of a long line what differs is shown', async () => {
  const at = page.lastIndexOf('</td></tr>');
  const forged = `${page.slice(0, at)} FORGED${page.slice(at)}`;
  expect(await withPage(forged, () => verify(folder.path))).toMatchObject({ findings: [{ data: { found: expect.stringContaining(' FORGED</td>'), expected: expect.not.stringContaining('FORGED') } }] });
});

it('a page of another version that words things otherwise is no alarm and no proof: status 3, and it says so', async () => {
  const other = page.replace(`Covenant ${COVENANT_VERSION}`, 'Covenant 99.0.0');
  expect(await withPage(other, () => verify(folder.path))).toMatchObject({ verdict: 'held' });
  let out = '';
  const stream = { write: (text: string) => Boolean((out += text)) };
  const status = await withPage(other.replace('Expedientes', 'Actas'), () => run(['verify', folder.path, '--lang', 'en'], stream as never, { write: () => true } as never));
  expect([status, out]).toEqual([3, expect.stringContaining('It says to be of Covenant 99.0.0')]);
});

it('a folder with a log in it and nothing of a bundle is asked about as before', async () => {
  for (const file of ['index.html', 'keys.json']) rmSync(join(folder.path, file));
  await expect(verify(folder.path)).rejects.toThrow(/no copy of a log, but there is one in it/);
  await writeFiles(folder.path, files);
});

it(`refuses each of ${COUNT} seeded mutations of every file of it`, async () => {
  const next = seeded(20_261_128);
  const random = (below: number): number => Math.floor(next() * below);
  const kinds: ((bytes: Uint8Array) => Uint8Array | undefined)[] = [
    (bytes) => bytes.map(((at, bit) => (byte: number, i: number) => (i === at ? byte ^ bit : byte))(random(bytes.length), 1 << random(8))),
    (bytes) => bytes.slice(0, random(bytes.length)),
    (bytes) => Uint8Array.of(...bytes, 32 + random(90)),
    (bytes) => utf8((fromUtf8(bytes) ?? 'none').replace(/\n/, ' \n')),
    () => undefined,
  ];
  const passed: string[] = [];
  const paths = [...files.keys()].sort();
  for (let n = 0; n < COUNT; n++) {
    const path = paths[n % paths.length] ?? '';
    const kind = Math.floor(n / paths.length) % kinds.length;
    const bytes = files.get(path) ?? utf8('');
    const made = kinds[kind]?.(bytes);
    const mutated = new Map(files);
    if (made === undefined) mutated.delete(path);
    else mutated.set(path, made);
    if (made !== undefined && Buffer.compare(made, bytes) === 0) continue;
    await changeFiles(folder.path, files, mutated);
    const verdict = await verify(folder.path).then((report) => report.verdict, (error: unknown) => {
      if (error instanceof UsageError) return 'no key';
      throw error;
    });
    if (verdict === 'held') passed.push(`${n}: ${path}, ${kind}`);
    await changeFiles(folder.path, mutated, files);
  }
  expect(passed).toEqual([]);
  writeFileSync(join(folder.path, 'more.txt'), 'x');
  expect(await verify(folder.path)).toMatchObject({ verdict: 'failed', findings: [{ code: 'stray-file', data: { path: 'more.txt' } }] });
}, 120_000);
