import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { LogServer } from './http.js';

it('comes again when the server said, and no later than it lets itself be kept', async () => {
  const comeAgain = ['7', '86400', 'tomorrow'];
  const server = createServer((_request, response) => {
    const header = comeAgain.shift();
    if (header === undefined) response.writeHead(200).end('here');
    else response.writeHead(429, { 'retry-after': header }).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const waits: number[] = [];
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = new LogServer(address, 4, (ms) => Promise.resolve(void waits.push(ms)));
  expect(Buffer.from((await log.get('checkpoint', 100)) ?? '').toString()).toBe('here');
  expect(waits).toEqual([7_000, 15_000, 4_000]);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});
