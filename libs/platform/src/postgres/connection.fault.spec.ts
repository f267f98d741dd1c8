import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPool } from './pool.js';
import { withClient } from './roles.js';

/** A message of PostgreSQL's protocol, version 3: its letter, its length, its fields. */
function message(letter: string, ...fields: (string | number)[]): Buffer {
  const body = Buffer.concat(
    fields.map((field) => (typeof field === 'string' ? Buffer.from(`${field}\0`) : Buffer.from([field >> 24, field >> 16, field >> 8, field]))),
  );
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const welcome = message('R', 0);
const ready = Buffer.concat([message('Z'), Buffer.from('I')]);
ready.writeUInt32BE(5, 1);
const farewell = message('E', 'SFATAL', 'VFATAL', 'C57P01', 'Mterminating connection due to unexpected postmaster exit', '');

/** Not PostgreSQL: a fake at the wire, whose server dies in the same packet in which it says that it is ready. */
async function dyingServer(): Promise<{ readonly server: Server; readonly url: string }> {
  const answer = (socket: Socket): void => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([welcome, ready, farewell])));
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `postgres://anybody@127.0.0.1:${(server.address() as AddressInfo).port}/any?sslmode=disable` };
}

describe('a server that dies just when a connection is handed out', () => {
  let server: Server;
  let url: string;
  beforeEach(async () => ({ server, url } = await dyingServer()));
  afterEach(() => void server.close());

  it('fails what is asked next, and does not end the process', async () => {
    const pool = createPool({ url, name: 'dying', onError: () => undefined });
    const client = await pool.connect();
    await expect(client.query('SELECT 1')).rejects.toThrow(/connection|terminated/i);
    client.release(true);
    await pool.end();
  });

  it('is an error of the work on a connection of its own', async () => {
    await expect(withClient(url, (client) => client.query('SELECT 1'))).rejects.toThrow(/connection|terminated/i);
  });
});
