import { once } from 'node:events';
import { createServer, request as send, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { quietConnections } from './quiet-connections.js';

let server: Server;
let cut: () => void;
let waiting: ServerResponse[];
const port = (): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

beforeEach(async () => {
  waiting = [];
  server = createServer((_request, response) => void waiting.push(response));
  cut = quietConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => server.closeAllConnections());

it('cuts a connection that was opened in advance and never used', async () => {
  const socket = connect(port(), '127.0.0.1');
  await once(server, 'connection');
  const closed = once(server, 'close');
  server.close();
  cut();
  await closed;
  socket.destroy();
});

it('lets a request in hand be answered first, and then ends', async () => {
  const asked = send({ port: port(), headers: { connection: 'keep-alive' } }).end();
  await once(server, 'request');
  const closed = once(server, 'close');
  server.close();
  cut();
  waiting[0]?.end('answered');
  const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  expect(body).toBe('answered');
  await closed;
});
