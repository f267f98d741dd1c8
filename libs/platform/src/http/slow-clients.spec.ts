import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAdapter } from './fastify.js';

const times = { headersTime: 300, requestTime: 600, silence: 3_000, look: 50 };
const most = 20;
const whole = 64 * 1024 * 1024;
const fastify = createAdapter({ times }).getInstance();
/** With time to open all of them. */
const narrow = createAdapter({ connections: most }).getInstance();
const sockets: Socket[] = [];
let reached = 0;

beforeAll(async () => {
  fastify.get('/here', (_request, reply) => reply.send('here'));
  fastify.get('/large', (_request, reply) => reply.header('content-type', 'text/plain').send('x'.repeat(whole)));
  fastify.post('/here', (_request, reply) => {
    reached += 1;
    return reply.send('taken');
  });
  narrow.get('/here', (_request, reply) => reply.send('here'));
  await Promise.all([fastify, narrow].map((one) => one.listen({ port: 0, host: '127.0.0.1' })));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all([fastify, narrow].map((one) => one.close()));
});

/** A connection, and all that is said on it. */
const open = async (at: typeof fastify = fastify): Promise<{ socket: Socket; said: () => string; closed: Promise<unknown> }> => {
  const socket = connect((at.server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  // The server may hang up while we write.
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  return { socket, said: () => text, closed };
};

/** One byte after the other, for as long as anybody listens. */
const trickle = async (socket: Socket, first: string, byte: string): Promise<void> => {
  socket.write(first);
  while (!socket.destroyed && socket.writable) {
    await pause(20);
    socket.write(byte);
  }
};

const head = 'Host: x\r\nContent-Type: application/json\r\n';
const isTimeout = (text: string): void => {
  expect(text).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(text.toLowerCase()).toContain('content-type: application/problem+json');
  expect(text).toContain('"type":"/problems/timeout"');
};

describe('who takes too long', () => {
  it.each([
    ['with the headers', 'GET /here HTTP/1.1\r\nHost: x\r\nX: ', 'y'],
    ['with the request line', 'GET /he', 'r'],
    ['with one header after the other', 'GET /here HTTP/1.1\r\n', 'X: y\r\n'],
    ['with the body', `POST /here HTTP/1.1\r\n${head}Content-Length: 60000\r\n\r\n[`, ' '],
    ['with the body in chunks', `POST /here HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n`, '1\r\n \r\n'],
  ])('%s is told so and cut off', async (_, first, byte) => {
    const { socket, said, closed } = await open();
    await Promise.all([trickle(socket, first, byte), closed]);
    isTimeout(said());
    expect(reached).toBe(0);
  });

  it('and says nothing at all is cut off', async () => {
    const { closed } = await open();
    await closed;
  });

  it('to read the answer is cut off', async () => {
    const { socket, said, closed } = await open();
    socket.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
    await Promise.race([once(socket, 'data'), closed]);
    socket.pause();
    while ((await connectionsOpen(fastify)) > 0) await pause(50);
    socket.resume();
    await closed;
    expect(said().length).toBeLessThan(whole);
  });
});

const connectionsOpen = ({ server }: typeof fastify): Promise<number> =>
  new Promise((resolve, reject) => server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))));

describe('connections', () => {
  it('are limited: one too many is told so and closed, and those that were there go on', async () => {
    const ask = 'GET /here HTTP/1.1\r\nHost: x\r\n\r\n';
    const first = await open(narrow);
    const others = await Promise.all(Array.from({ length: most - 1 }, () => open(narrow)));
    const tooMany = await open(narrow);
    first.socket.write(ask);
    tooMany.socket.write(ask);
    await tooMany.closed;
    expect(tooMany.said()).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
    expect(tooMany.said().toLowerCase()).toContain('retry-after: 5');
    expect(tooMany.said()).toContain('"type":"/problems/overloaded"');
    first.socket.write(ask);
    while (first.said().split('HTTP/1.1 200 OK').length < 3) await pause(20);
    for (const { socket } of others) socket.destroy();
    while ((await connectionsOpen(narrow)) > 1) await pause(20);
    const later = await open(narrow);
    later.socket.write(ask);
    while (later.said() === '') await pause(20);
    expect(later.said()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});
