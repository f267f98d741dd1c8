import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generalProblems, type GeneralProblem } from '../problems/general.js';
import { createAdapter } from './fastify.js';

const fastify = createAdapter().getInstance();
let port: number;

beforeAll(async () => {
  fastify.get('/here', (_request, reply) => reply.send('here'));
  fastify.post('/here', (_request, reply) => reply.send('taken'));
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  port = (fastify.server.address() as AddressInfo).port;
});
afterAll(() => fastify.close());

/** Everything that the server says to these bytes until it closes the connection. */
async function said(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(socket, 'close');
  return text;
}

const head = 'Host: x\r\nConnection: close\r\n';

describe('what Node would answer by itself is a problem, and the connection is closed', () => {
  it.each<[string, string, GeneralProblem]>([
    ['no HTTP', 'THIS IS NOT HTTP\r\n\r\n', 'malformed-request'],
    ['an unknown method', `BREW /here HTTP/1.1\r\n${head}\r\n`, 'malformed-request'],
    ['a header without a colon', 'GET /here HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n', 'malformed-request'],
    ['two lengths', `POST /here HTTP/1.1\r\n${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`, 'malformed-request'],
    ['a length and chunks', `POST /here HTTP/1.1\r\n${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 'malformed-request'],
    ['no Host', 'GET /here HTTP/1.1\r\n\r\n', 'malformed-request'],
    ['two of them', 'GET /here HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n', 'malformed-request'],
    ['a Host that is none', 'GET /here HTTP/1.1\r\nHost: x/y z\r\n\r\n', 'malformed-request'],
    ['two of them by the older protocol', 'GET /here HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n', 'malformed-request'],
    ['large headers', `GET /here HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 'headers-too-large'],
    ['large chunk extensions', `POST /here HTTP/1.1\r\n${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1;${'y'.repeat(20_000)}\r\n1\r\n0\r\n\r\n`, 'too-large'],
    ['an expectation that nobody meets', `POST /here HTTP/1.1\r\n${head}Expect: miracle\r\nContent-Length: 1\r\n\r\n1`, 'expectation-failed'],
    ['a tunnel', `CONNECT x:1 HTTP/1.1\r\n${head}\r\n`, 'method-not-allowed'],
    ['an address with broken percent signs', `GET /%E0%A4%A HTTP/1.1\r\n${head}\r\n`, 'malformed-request'],
  ])('%s', async (_, bytes, code) => {
    const answer = await said(bytes);
    const { status } = generalProblems[code];
    const [headers = '', body = ''] = answer.split('\r\n\r\n');
    expect(headers).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [A-Z][A-Za-z -]+\\r\\n`));
    expect(headers.toLowerCase()).toContain('content-type: application/problem+json');
    expect(headers.toLowerCase()).toContain('connection: close');
    expect(headers.toLowerCase()).toContain('x-content-type-options: nosniff');
    expect(JSON.parse(body)).toMatchObject({ type: `/problems/${code}`, status });
  });

  it.each(['x', 'x:80', '[::1]:3000', '', 'a_b.example.', 'x:'])('takes the Host %j', async (host) => {
    expect(await said(`GET /here HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it('goes on for who waits to be told to', async () => {
    const answer = await said(`POST /here HTTP/1.1\r\n${head}Expect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`);
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });
});
