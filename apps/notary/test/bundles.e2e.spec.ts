import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAdapter, createLog, ProblemFilter } from '@covenant/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { verify } from '../../auditor/src/verify/verify.js';
import { verifiersOf } from '../src/keys/log-keys.js';
import { Notary, NotaryModule, OPEN_LOG, type OpenLog } from '../src/index.js';
import { unzipTo } from '../../../test/support/log/unzip.js';
import { startWitness, type TestWitness } from '../../../test/support/log/witness.js';
import { anEvent, newWorld, origin, record, tamper, type World } from '../../../test/support/log/world.js';

const CITY = '01912d68-783e-7a03-8467-5661c1243ad4';
const OTHER = '01912d68-783e-7a03-8467-5661c1243ad5';

let world: World;
let app: NestFastifyApplication;
let url: string;
let notary: Notary;
let witness: TestWitness;
let folder: string;

const enrol = (id: string, name: string): Promise<unknown> => {
  const { metadata } = anEvent(0);
  return world.store.append(`city-${id}`, 'no-stream', [anEvent(0, { type: 'CityEnrolled', data: { name }, metadata: { ...metadata, cityId: id } })]);
};

beforeAll(async () => {
  [world, witness, folder] = await Promise.all([newWorld(), startWitness('ada.example', 1), mkdtemp(join(tmpdir(), 'covenant-bundle-'))]);
  await enrol(CITY, 'Riverbend <sample>');
  await record(world, 300);
  await enrol(OTHER, 'Elsewhere');
  const witnessFile = join(world.dataDir, 'witnesses');
  await writeFile(witnessFile, `${witness.line}\nquorum ada.example\n`);
  const { store, pool, dataDir } = world;
  const log = createLog('silent');
  const options = { store, pool, origin, dataDir, witnessFile, log, interval: 5 };
  const module = await Test.createTestingModule({ imports: [NotaryModule.register(options)] }).compile();
  app = module.createNestApplication<NestFastifyApplication>(createAdapter(), { logger: false, bodyParser: false });
  app.useGlobalFilters(new ProblemFilter(log, () => undefined));
  witness.trust(verifiersOf(app.get<OpenLog>(OPEN_LOG).keys));
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  notary = app.get(Notary);
  await notary.covered(301n);
});
afterAll(async () => {
  await app.close();
  await world.close();
  await witness.close();
  await rm(folder, { recursive: true });
});

async function unpacked(path: string, name: string): Promise<string> {
  const answer = await fetch(`${url}${path}`);
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'application/zip', 'no-store']);
  const target = join(folder, name);
  await unzipTo(target, Buffer.from(await answer.arrayBuffer()));
  return target;
}

describe('a bundle', () => {
  it('verifies offline with nothing but its file and the auditor', async () => {
    const dir = await unpacked(`/v1/bundles?cityId=${CITY}`, 'whole');
    const report = await verify(join(dir, 'log'));
    expect(report).toMatchObject({ verdict: 'held', findings: [] });
    expect(report.remarks.map(({ code }) => code)).toContain('witnessed');
    expect(report.result).toMatchObject([{ code: 'verified', data: { size: 302, origin } }]);
  });

  it('is covered whole: its page and its list of keys are what its entries say, in each language and up to any entry', async () => {
    for (const query of ['', '&lang=es', '&upTo=10&lang=fr']) {
      const report = await verify(await unpacked(`/v1/bundles?cityId=${CITY}${query}`, `around${query}`));
      expect([query, report.findings, report.verdict]).toEqual([query, [], 'held']);
      expect(report.result.map(({ code }) => code)).toEqual(['verified', 'bundle-verified']);
    }
    const dir = await unpacked(`/v1/bundles?cityId=${CITY}`, 'forged');
    const page = await readFile(join(dir, 'index.html'), 'utf8');
    await writeFile(join(dir, 'index.html'), page.replace('Promise 7', 'Promise 8'));
    expect(await verify(dir)).toMatchObject({ verdict: 'failed', findings: [{ code: 'bundle-differs', data: { path: 'index.html', found: expect.stringContaining('Promise 8') } }] });
    expect(await verify(join(dir, 'log'))).toMatchObject({ verdict: 'held' });
  });

  it('does not verify with one byte of an entry changed', async () => {
    const dir = await unpacked(`/v1/bundles?cityId=${CITY}`, 'changed');
    const file = join(dir, 'log', 'tile', 'entries', '000');
    const bytes = await readFile(file);
    bytes[bytes.indexOf('Promise 7')] = 0x70;
    await writeFile(file, bytes);
    expect(await verify(join(dir, 'log'))).toMatchObject({ verdict: 'failed' });
  });

  it('tells the histories of the city, and of no other, as texts whatever they hold', async () => {
    const dir = await unpacked(`/v1/bundles?cityId=${CITY}`, 'told');
    const page = await readFile(join(dir, 'index.html'), 'utf8');
    expect(page).toContain('<h1 dir="auto">Riverbend &lt;sample&gt;: the record, to keep</h1>');
    expect(page).toContain('The checkpoint was cosigned by: ada.example.');
    expect(page.match(/<tr><td>/g)).toHaveLength(301);
    expect(page).toContain('<tr><td>300</td>');
    expect(page).not.toContain('Elsewhere');
    expect(page).not.toMatch(/<script|src=/);
    expect(page).toMatch(/<code>log\.example\.org\/city\+[0-9a-f]{8}\+A/);
    expect(page.trimEnd().endsWith('</html>')).toBe(true);
  });

  it('reaches the entry asked for, in the first tree that has it', async () => {
    const { store } = world;
    await store.append(`duty-bearer-${OTHER}`, 'no-stream', [anEvent(1)]);
    await notary.covered(302n);
    const early = await unpacked(`/v1/bundles?cityId=${CITY}&upTo=10&lang=en`, 'early');
    expect(await verify(join(early, 'log'))).toMatchObject({ verdict: 'held', result: [{ data: { size: 302 } }] });
    expect(await readFile(join(early, 'index.html'), 'utf8')).toContain('It was asked for up to entry 10;');
    const late = await unpacked(`/v1/bundles?cityId=${CITY}&upTo=302&lang=es`, 'late');
    expect(await readFile(join(late, 'index.html'), 'utf8')).toContain('<h1 dir="auto">Riverbend &lt;sample&gt;: el expediente, para conservar</h1>');
    expect(await verify(join(late, 'log'))).toMatchObject({ verdict: 'held', result: [{ data: { size: 303 } }] });
  });

  it.each([
    ['', 400, 'invalid-input'],
    ['?cityId=here', 400, 'invalid-input'],
    [`?cityId=${CITY}&upTo=-1`, 400, 'invalid-input'],
    [`?cityId=${CITY}&from=1`, 400, 'invalid-input'],
    ['?cityId=01912d68-783e-7a03-8467-5661c1243aff', 404, 'not-found'],
    [`?cityId=${CITY}&upTo=303`, 404, 'not-found'],
    [`?cityId=${CITY}&upTo=1000000`, 404, 'not-found'],
    [`?cityId=${CITY}&upTo=${'9'.repeat(15)}`, 404, 'not-found'],
  ])('%s is answered %d %s', async (query, status, type) => {
    const answer = await fetch(`${url}/v1/bundles${query}`);
    expect([answer.status, await answer.json()]).toMatchObject([status, { type: `/problems/${type}` }]);
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  it('that cannot be made whole is cut off, and is no zip file', async () => {
    await tamper(world, 'DELETE FROM ledger.events WHERE position >= 280');
    const answer = await fetch(`${url}/v1/bundles?cityId=${CITY}`);
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });
});
