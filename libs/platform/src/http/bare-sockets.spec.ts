import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { createAdapter } from './fastify.js';

// What Node hands over as a bare socket is outside its care: it listens for no error there and closes nothing.

const fastify = createAdapter({ times: { headersTime: 300, requestTime: 600, look: 50, lastWords: 200 } }).getInstance();
const waiting: FastifyReply[] = [];
const sockets: Socket[] = [];

beforeAll(async () => {
  fastify.get('/here', (_request, reply) => reply.send('here'));
  fastify.post('/here', (_request, reply) => reply.send('taken'));
  // Answered when a test says so.
  fastify.get('/later', (_request, reply) => {
    waiting.push(reply);
    return reply;
  });
  await fastify.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => fastify.close());

const open = async (bytes: string): Promise<{ socket: Socket; said: () => string }> => {
  // Half open: it does not hang up because the other side did.
  const arrived = once(fastify.server, 'connection');
  const socket = connect({ port: (fastify.server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  // The server may cut it, which is what is asked for here.
  socket.on('error', () => undefined);
  await Promise.all([arrived, once(socket, 'connect')]);
  socket.write(bytes);
  return { socket, said: () => text };
};

const connectionsOpen = (): Promise<number> =>
  new Promise((resolve, reject) => fastify.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))));
const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await pause(20);
};
const allClosed = (): Promise<void> => until(async () => (await connectionsOpen()) === 0);
const answers = async (): Promise<void> => {
  const { socket, said } = await open('GET /here HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await once(socket, 'end');
  socket.end();
  expect(said()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
};

const head = 'Host: x\r\n';
const ways: [string, string][] = [
  ['a tunnel', `CONNECT a:1 HTTP/1.1\r\n${head}\r\n`],
  ['a tunnel with bytes for its other end', `CONNECT a:1 HTTP/1.1\r\n${head}\r\n${'x'.repeat(100_000)}`],
  ['another protocol', `GET /here HTTP/1.1\r\n${head}Connection: upgrade\r\nUpgrade: websocket\r\n\r\n`],
  ['no HTTP', 'THIS IS NOT HTTP\r\n\r\n'],
  ['large headers', `GET /here HTTP/1.1\r\n${head}X: ${'y'.repeat(100_000)}\r\n\r\n`],
  ['a broken body', `POST /here HTTP/1.1\r\n${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ['headers without an end', `GET /here HTTP/1.1\r\n${head}`],
  ['an expectation that nobody meets', `POST /here HTTP/1.1\r\n${head}Expect: miracle\r\nContent-Length: 100000\r\n\r\n`],
  ['a wait to be told to go on', `POST /here HTTP/1.1\r\n${head}Expect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n`],
];

describe.each(ways)('who asks for %s', (what, bytes) => {
  it('and resets the connection harms nobody else', async () => {
    for (const moment of ['at once', 'when answered'] as const) {
      const { socket } = await open(bytes);
      if (moment === 'when answered') await once(socket, 'data');
      socket.resetAndDestroy();
    }
    await allClosed();
    await answers();
  });

  it('and hangs up is let go', async () => {
    const { socket } = await open(bytes);
    await once(socket, 'data');
    socket.end();
    await allClosed();
    await answers();
  });

  // Whose connection goes on after the answer is not bare: the times of all connections hold for it.
  if (what === 'another protocol') return;
  it('and never hangs up is cut off, told why', async () => {
    const { said } = await open(bytes);
    await allClosed();
    expect(said()).toMatch(/^HTTP\/1\.1 (4[0-9]{2}|100) /);
    await answers();
  });

  it('and reads nothing and goes on sending is cut off', async () => {
    const { socket } = await open(bytes);
    socket.pause();
    const more = async (): Promise<void> => {
      while (!socket.destroyed && socket.writable) {
        if (!socket.writableNeedDrain) socket.write('x'.repeat(1_000));
        await pause(20);
      }
    };
    const sending = more();
    await until(async () => (await connectionsOpen()) === 0);
    socket.destroy();
    await sending;
    await answers();
  });
});

describe('what is broken behind a request that is still in hand', () => {
  it.each(ways.filter(([what]) => ['a tunnel', 'no HTTP', 'large headers'].includes(what)))('%s cuts the connection, and is not told in the place of its answer', async (_, bytes) => {
    const { said } = await open(`GET /later HTTP/1.1\r\n${head}\r\n${bytes}`);
    await allClosed();
    expect(said()).toBe('');
    await until(() => waiting.length > 0);
    await waiting.pop()?.send('too late');
    await answers();
  });

  it('nor in the midst of it', async () => {
    const { socket, said } = await open(`GET /later HTTP/1.1\r\n${head}\r\n`);
    await until(() => waiting.length > 0);
    const reply = waiting.pop();
    reply?.raw.writeHead(200, { 'content-type': 'text/plain' }).write('half of it');
    await until(() => said().includes('half of it'));
    socket.write('THIS IS NOT HTTP\r\n\r\n');
    await allClosed();
    expect(said().match(/HTTP\/1\.1/g)).toHaveLength(1);
    await answers();
  });
});
