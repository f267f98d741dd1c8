import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAdapter, createLog, ProblemFilter } from '@covenant/platform';
import {
  decodeBundle,
  leafHash,
  openCheckpoint,
  parsePolicy,
  parseProofFile,
  rootFromTiles,
  sameBytes,
  tilePath,
  trustPolicy,
  utf8,
  verifyProofFile,
} from '@covenant/transparency';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Notary, NotaryModule, OPEN_LOG, type OpenLog } from '../src/index.js';
import { asAdmin, newWorld, origin, record, type Recorded, tamper, type World } from '../../../test/support/log/world.js';

let world: World;
let app: NestFastifyApplication;
let port: string;
let notary: Notary;
let recorded: Recorded;
const SIZE = 700;

beforeAll(async () => {
  world = await newWorld();
  recorded = await record(world, SIZE);
  const { store, pool, dataDir } = world;
  const log = createLog('silent');
  const options = { store, pool, origin, dataDir, url: 'https://log.example.org/city', log, interval: 5 };
  const module = await Test.createTestingModule({ imports: [NotaryModule.register(options)] }).compile();
  app = module.createNestApplication<NestFastifyApplication>(createAdapter(), { logger: false, bodyParser: false });
  app.useGlobalFilters(new ProblemFilter(log, () => undefined));
  await app.listen(0, '127.0.0.1');
  port = new URL(await app.getUrl()).port;
  notary = app.get(Notary);
  await notary.covered(recorded.position);
});

afterAll(async () => {
  await app.close();
  await world.close();
});

interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly rawPayload: Buffer;
}

/** Plain `node:http`: no address is tidied up on the way, and nothing is unpacked. */
async function get(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port, path, headers, method }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const rawPayload = await buffer(answer);
  return { statusCode: answer.statusCode ?? 0, headers: answer.headers, body: rawPayload.toString('utf8'), rawPayload };
}

const problem = async (url: string): Promise<unknown> => {
  const { statusCode, headers, body } = await get(url);
  const document = JSON.parse(body) as { type: string; detail: string };
  return {
    status: statusCode,
    type: document.type,
    media: headers['content-type'],
    cache: headers['cache-control'],
    ...(headers['retry-after'] === undefined ? {} : { retryAfter: headers['retry-after'] }),
  };
};
const media = 'application/problem+json; charset=utf-8';

describe('the public log over HTTP', () => {
  it('can be checked from nothing but what it serves', async () => {
    const policy = await get('/log/policy');
    expect(policy.headers['content-type']).toBe('text/plain; charset=utf-8');
    const trust = trustPolicy(parsePolicy(policy.rawPayload));
    const checkpoint = await get('/log/checkpoint');
    const { size, root } = trust.open(checkpoint.rawPayload);
    expect(size).toBe(SIZE);

    const read = async (path: string): Promise<Uint8Array> => {
      const answer = await get(`/log/${path}`);
      expect([path, answer.statusCode, answer.headers['content-type']]).toEqual([path, 200, 'application/octet-stream']);
      return new Uint8Array(answer.rawPayload);
    };
    expect(sameBytes(await rootFromTiles(size, (tile) => read(tilePath(tile))), root)).toBe(true);

    const leaves: Uint8Array[] = [];
    for (const [path, width] of [['tile/entries/000', 256], ['tile/entries/001', 256], ['tile/entries/002.p/188', 188]] as const) {
      leaves.push(...decodeBundle(await read(path), width).map((entry) => leafHash(entry)));
    }
    const tiles = [await read('tile/0/000'), await read('tile/0/001'), await read('tile/0/002.p/188')];
    expect(Buffer.concat(leaves)).toEqual(Buffer.concat(tiles));

    const id = recorded.ids[300] ?? '';
    const [entry, proof] = [await get(`/log/entries/${id}`), await get(`/log/proofs/${id}`)];
    expect(entry.headers['content-type']).toBe('application/json');
    expect(entry.headers['entry-number']).toBe('300');
    expect(verifyProofFile(parseProofFile(proof.rawPayload), entry.rawPayload, (note) => trust.open(note)).size).toBe(SIZE);
  });

  it.each([
    ['/log/checkpoint', 'text/plain; charset=utf-8', 'public, max-age=1'],
    ['/log/policy', 'text/plain; charset=utf-8', 'public, max-age=60'],
    ['/log/tile/0/000', 'application/octet-stream', 'public, max-age=31536000, immutable'],
    ['/log/tile/0/002.p/188', 'application/octet-stream', 'public, max-age=31536000, immutable'],
    ['/log/tile/1/000.p/2', 'application/octet-stream', 'public, max-age=31536000, immutable'],
    ['/log/tile/entries/000', 'application/octet-stream', 'public, max-age=31536000, immutable'],
    ['/log/consistency?from=100&to=600', 'application/json; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/log/consistency?from=100', 'application/json; charset=utf-8', 'public, max-age=1'],
  ])('%s comes as %s, %s', async (url, type, caching) => {
    const { statusCode, headers } = await get(url);
    expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([200, type, caching]);
    expect(headers['access-control-allow-origin']).toBe('*');
  });

  it('caches a proof for ever only when its tree was named', async () => {
    const id = recorded.ids[0] ?? '';
    expect((await get(`/log/proofs/${id}`)).headers['cache-control']).toBe('public, max-age=1');
    const named = await get(`/log/proofs/${id}?size=${SIZE}`);
    expect(named.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(named.headers['content-disposition']).toBe(`inline; filename="${id}.tlog-proof"`);
    expect(named.body).toBe((await get(`/log/proofs/${id}`)).body);
  });

  it('answers HEAD as GET, without the body', async () => {
    const { statusCode, headers, body } = await get('/log/tile/0/000', {}, 'HEAD');
    expect([statusCode, headers['content-length'], body]).toEqual([200, '8192', '']);
  });

  it('serves a full tile at every narrower width that was a tree of its own', async () => {
    const full = (await get('/log/tile/0/000')).rawPayload;
    for (const width of [1, 100, 255]) {
      expect((await get(`/log/tile/0/000.p/${width}`)).rawPayload).toEqual(full.subarray(0, width * 32));
    }
  });

  it('compresses bundles for who can read it so', async () => {
    const plain = await get('/log/tile/entries/001');
    const packed = await get('/log/tile/entries/001', { 'accept-encoding': 'gzip, br' });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(gunzipSync(packed.rawPayload)).toEqual(plain.rawPayload);
  });

  it.each([
    '/log/tile/0/0', '/log/tile/0/1000', '/log/tile/00/000', '/log/tile/64/000', '/log/tile/-1/000', '/log/tile/0/000.p/0',
    '/log/tile/0/000.p/256', '/log/tile/0/000.p/01', '/log/tile/0/x000/000', '/log/tile/0/x001/2', '/log/tile/0/000/', '/log/tile/0',
    '/log/tile/entries/000.p/', '/log/tile/entries/%30%30%30', '/log/tile/data/000', '/log/tile/0/000.p/1/2',
    '/log/tile/0/x999/x999/x999/x999/x999/x999/999',
  ])('400 for %s, which is no tile address', async (url) => {
    expect(await problem(url)).toEqual({ status: 400, type: '/problems/malformed-request', media, cache: 'no-store' });
  });

  it.each([
    '/log/tile/0/003', '/log/tile/0/002', '/log/tile/0/002.p/189', '/log/tile/1/000', '/log/tile/1/000.p/3', '/log/tile/2/000.p/1',
    '/log/tile/entries/002', '/log/tile/entries/002.p/189', '/log/tile/entries/x001/000', `/log/consistency?from=1&to=${SIZE + 1}`,
    '/log/proofs/01912d68-783e-7a03-8467-5661c1243ad4', '/log/entries/01912d68-783e-7a03-8467-5661c1243ad4', '/log/proofs/x',
  ])('404 for %s, which no published tree has', async (url) => {
    expect(await problem(url)).toEqual({ status: 404, type: '/problems/not-found', media, cache: 'no-store' });
  });

  it.each([['es', 'es', 'Ningún hecho tiene el id'], ['fr;q=0.5, de', 'fr', 'Aucun fait n’a l’id'], ['tlh', 'en', 'No event has the id']])('tells what it refuses in the language of %s', async (asked, language, told) => {
    const id = '01912d68-783e-7a03-8467-5661c1243ad4';
    const { headers, body } = await get(`/log/proofs/${id}`, { 'accept-language': asked });
    expect([headers['content-language'], headers['vary'], (JSON.parse(body) as { detail: string }).detail]).toEqual([language, 'accept-language', `${told} ${id}.`]);
  });

  it('404 for a proof in a tree that was never signed, or that ends before the entry', async () => {
    const id = recorded.ids[10] ?? '';
    for (const size of [SIZE - 1, SIZE + 1, 0]) {
      expect(await problem(`/log/proofs/${id}?size=${size}`)).toMatchObject({ status: 404, type: '/problems/not-found' });
    }
  });

  it.each(['from=600&to=100', 'from=x', 'to=5', 'from=1&from=2', 'from=-1', 'from=1&to=2&by=3', 'from=1.5'])(
    '400 for /log/consistency?%s',
    async (query) => {
      expect(await problem(`/log/consistency?${query}`)).toMatchObject({ status: 400 });
    },
  );

  it('409 with Retry-After for an event that is recorded and not covered, then 200', async () => {
    // Another session holds the row that every growth of the log has to lock.
    const holder = await world.pool.connect();
    await asAdmin(world, 'GRANT UPDATE ON log.state TO covenant_app');
    await holder.query('BEGIN');
    await holder.query('SELECT FROM log.state FOR UPDATE');
    const { ids, position } = await record(world, 3);
    const waiting = { status: 409, type: '/problems/not-yet-covered', media, cache: 'no-store', retryAfter: '1' };
    for (const id of ids) expect(await problem(`/log/proofs/${id}`)).toEqual(waiting);
    expect(await problem(`/log/entries/${ids[0] ?? ''}`)).toEqual(waiting);
    expect(await problem('/log/proofs/01912d68-783e-7a03-8467-5661c1243ad4')).toMatchObject({ status: 404 });
    await holder.query('ROLLBACK');
    holder.release();
    await notary.covered(position);
    for (const id of ids) expect((await get(`/log/proofs/${id}`)).statusCode).toBe(200);
    expect(openCheckpoint(utf8((await get('/log/checkpoint')).body), trustKeys()).size).toBe(SIZE + 3);
    expect((await get('/log/tile/0/002.p/188')).statusCode).toBe(200);
  });

  it('shows what the store has now, uncached, and stops signing, when that is not what was logged', async () => {
    await tamper(world, `UPDATE ledger.events SET data = '{"title":"Promise kept"}' WHERE id = $1`, [recorded.ids[20]]);
    const entry = await get(`/log/entries/${recorded.ids[20] ?? ''}`);
    expect([entry.statusCode, entry.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(entry.body).toContain('Promise kept');
    await record(world, 1);
    await expect(notary.covered(BigInt(SIZE + 3))).rejects.toMatchObject({ code: 'store-contradicts-log', entry: 20 });
    expect(notary.health()).toMatchObject({ state: 'stopped', size: SIZE + 3, entry: 20 });
    expect((await get('/log/checkpoint')).statusCode).toBe(200);
    const bundle = await get('/log/tile/entries/000.p/100');
    expect([bundle.statusCode, bundle.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(decodeBundle(bundle.rawPayload, 100)[20]).toEqual(new Uint8Array(entry.rawPayload));
  });

  it('names the first entry that it cannot show, when events are gone', async () => {
    await tamper(world, 'DELETE FROM ledger.events WHERE position >= 690');
    expect(await problem('/log/tile/entries/002.p/187')).toEqual({ status: 500, type: '/problems/log-contradicted', media, cache: 'no-store' });
    expect((await get('/log/tile/entries/002.p/187')).body).toContain('Entry 690 was logged and cannot be shown');
    expect((await get(`/log/proofs/${recorded.ids[695] ?? ''}`)).statusCode).toBe(200);
  });
});

const trustKeys = () => [app.get<OpenLog>(OPEN_LOG).key.verifier];
