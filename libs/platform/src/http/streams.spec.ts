import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../problems/problem.js';
import { createAdapter } from './fastify.js';
import { addLoadShed } from './load-shed.js';
import { refuse } from './refuse.js';
import { beginStream } from './streams.js';

const [streams, streamsPerAddress, reads] = [3, 2, 5];
const fastify = createAdapter({ trustProxy: ['loopback'] }).getInstance();
const refused: string[] = [];
/** Sent without end, until a test says so. */
let made: Readable[] = [];
let port: number;
let room = reads;

beforeAll(async () => {
  addLoadShed(fastify, {
    commandsFull: () => false,
    get reads() {
      return room;
    },
    streams,
    streamsPerAddress,
    late: () => false,
    onShed: (what) => void refused.push(what),
    onLimited: () => void refused.push('address'),
  });
  fastify.setErrorHandler((error, _request, reply) => {
    if (error instanceof Problem) return refuse(reply, error);
    throw error;
  });
  fastify.get('/stream', (request, reply) => {
    beginStream(request, reply);
    const stream = new Readable({ read: () => undefined });
    stream.push('begun');
    made.push(stream);
    return reply.send(stream);
  });
  fastify.get('/here', (_request, reply) => reply.send('here'));
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  port = (fastify.server.address() as AddressInfo).port;
});
afterAll(() => fastify.close());

const ask = (path: string, address?: string, method = 'GET'): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { connection: 'close', ...(address === undefined ? {} : { 'x-forwarded-for': address }) } });
const end = async (some: readonly Response[]): Promise<void> => {
  for (const stream of made.splice(0)) stream.push(null);
  await Promise.all(some.map((one) => one.text()));
};
/** The place of what has ended is free a moment later. */
const taken = async (address?: string): Promise<Response> => {
  for (let tries = 0; tries < 3_000; tries += 1) {
    const answer = await ask('/stream', address);
    if (answer.status === 200) return answer;
    await answer.text();
    await pause(20);
  }
  throw new Error('no place was free again');
};

beforeEach(() => {
  made = [];
  refused.length = 0;
});

describe('streams', () => {
  it('are bounded for the whole process, and free again when they end', async () => {
    const begun = [await taken(), await taken(), await taken()];
    const above = await ask('/stream');
    expect([above.status, above.headers.get('retry-after'), refused.at(-1)]).toEqual([503, '5', 'streams']);
    expect((await ask('/here')).status).toBe(200);
    await end(begun);
    await end([await taken()]);
  });

  it('are bounded by address, and not those of another', async () => {
    const begun = [await taken('203.0.113.7'), await taken('203.0.113.7')];
    const above = await ask('/stream', '203.0.113.7');
    expect([above.status, above.headers.get('retry-after'), refused.at(-1)]).toEqual([429, '5', 'address']);
    begun.push(await taken('203.0.113.8'));
    await end(begun);
    await end([await taken('203.0.113.7'), await taken('203.0.113.7')]);
  });

  it('are free again when the client is gone, and what was made for it is let go', async () => {
    const sockets: Socket[] = [];
    for (let one = 0; one < streams; one += 1) {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      socket.write('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n');
      const [first] = (await once(socket, 'data')) as [Buffer];
      expect(first.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    }
    const gone = made.splice(0);
    for (const socket of sockets) socket.resetAndDestroy();
    const again = await taken();
    while (!gone.every(({ destroyed }) => destroyed)) await pause(20);
    await end([again]);
  });

  it('take places of reads until they end', async () => {
    const begun = [await taken(), await taken()];
    expect((await ask('/here')).status).toBe(200);
    room = begun.length;
    expect([(await ask('/here')).status, refused.at(-1)]).toEqual([503, 'reads']);
    await end(begun);
    while ((await ask('/here')).status !== 200) await pause(20);
    room = reads;
  });

  it('are not read for who asks with HEAD', async () => {
    for (let asked = 0; asked < streams * 3; asked += 1) {
      while ((await ask('/stream', undefined, 'HEAD')).status !== 200) await pause(20);
    }
    expect(made.every(({ destroyed }) => destroyed)).toBe(true);
  });
});
