import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAdapter } from './fastify.js';
import { addLoadShed } from './load-shed.js';

const open = createAdapter().getInstance();
const shedding = createAdapter().getInstance();

beforeAll(async () => {
  addLoadShed(shedding, { commandsFull: () => true, reads: 10, streams: 10, streamsPerAddress: 10, onLimited: () => undefined, late: () => false, onShed: () => undefined });
  for (const one of [open, shedding]) one.get('/here', (_request, reply) => reply.send('here'));
  await Promise.all([open, shedding].map((one) => one.listen({ port: 0, host: '127.0.0.1' })));
});
afterAll(() => Promise.all([open, shedding].map((one) => one.close())));

const to = ({ server }: typeof open) => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  // The server may hang up while we write.
  socket.on('error', () => undefined);
  return { socket, said: () => text, closed: once(socket, 'close') };
};

const large = 'Content-Length: 99999999999\r\n\r\n[';
const endless = 'Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n';

describe('who was refused and goes on sending', () => {
  it.each([
    ['a large body, under load', shedding, 503, `Host: x\r\n${large}`],
    ['chunks without end, under load', shedding, 503, `Host: x\r\n${endless}`],
    ['a large body for a page under load', shedding, 503, `Host: x\r\nOrigin: https://city.example\r\n${large}`],
    ['a large body to no address', open, 404, `Host: x\r\n${large}`],
    ['chunks without end to no address', open, 404, `Host: x\r\n${endless}`],
  ])('%s, is cut off with the answer', async (_what, at, status, rest) => {
    const { socket, said, closed } = to(at);
    socket.write(`POST /nowhere HTTP/1.1\r\n${rest}`);
    await closed;
    const [head = ''] = said().split('\r\n\r\n');
    expect(head.toLowerCase().split('\r\n')).toEqual(expect.arrayContaining([expect.stringMatching(`^http/1.1 ${status} `), 'connection: close']));
  });

  it('a body that could be taken keeps the connection', async () => {
    const { socket, said, closed } = to(shedding);
    socket.write('POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n');
    while (!said().includes('overloaded')) await once(socket, 'data');
    socket.write('{}GET /here HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await closed;
    expect(said()).toMatch(/^HTTP\/1\.1 503 .*HTTP\/1\.1 200 OK/s);
  });
});
