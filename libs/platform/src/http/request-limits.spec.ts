import { afterAll, describe, expect, it } from '@jest/globals';
import { readSettings } from '../config/read-settings.js';
import { createAdapter } from './fastify.js';
import { addRequestLimits, RequestLimits } from './request-limits.js';

const opened: { close(): Promise<unknown> }[] = [];
afterAll(() => Promise.all(opened.map((one) => one.close())));

/** A server with room for two requests of one address, and what it told its figures. Every connection is from 127.0.0.1. */
const serve = async (trustProxy?: readonly string[]) => {
  const fastify = createAdapter({ trustProxy }).getInstance();
  opened.push(fastify);
  const told = { limited: 0, unknownProxy: 0 };
  const figures = { limited: () => void (told.limited += 1), unknownProxy: () => void (told.unknownProxy += 1) };
  addRequestLimits(fastify, new RequestLimits({ requestsPerAddress: 2, requestsPerCaller: 0 }, figures));
  fastify.get('/', (_request, reply) => reply.send('here'));
  const address = await fastify.listen({ port: 0, host: '127.0.0.1' });
  const ask = async (...forwarded: readonly string[]): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (const one of forwarded) {
      const { status, body } = await fetch(address, { headers: one === '' ? {} : { 'x-forwarded-for': one } });
      await body?.cancel();
      statuses.push(status);
    }
    return statuses;
  };
  return { address, ask, told };
};

describe('who counts as one address', () => {
  it('is whoever opened the connection, whatever they say of themselves', async () => {
    const { ask, told } = await serve();
    expect(await ask('192.0.2.1', '192.0.2.2', '192.0.2.3')).toEqual([200, 200, 429]);
    expect(told).toEqual({ limited: 1, unknownProxy: 3 });
  });

  it('is not whom a proxy asks for that was not named', async () => {
    const { ask } = await serve(['10.0.0.0/8']);
    expect(await ask('192.0.2.1', '192.0.2.2', '192.0.2.3')).toEqual([200, 200, 429]);
  });

  it('is whom a named proxy asks for, as that proxy saw it', async () => {
    const { ask, told } = await serve(['127.0.0.1']);
    expect(await ask('192.0.2.1', '192.0.2.2', '192.0.2.3')).toEqual([200, 200, 200]);
    // What a client wrote itself stands before what the proxy added.
    expect(await ask('198.51.100.1, 192.0.2.1', '198.51.100.2, 192.0.2.1')).toEqual([200, 429]);
    expect(told).toEqual({ limited: 1, unknownProxy: 0 });
  });

  it('is a network of IPv6, however its zeros are written', async () => {
    const { ask } = await serve(['127.0.0.1']);
    expect(await ask('2001:db8::1:2:3:4', '2001:db8::5:6:7:8', '2001:DB8:0:0:9::')).toEqual([200, 200, 429]);
    expect(await ask('2001:db8:1::1', '2001:db8:1:0:5:6:7:8', '2001:0db8:1::')).toEqual([200, 200, 429]);
    expect(await ask('2001:db8:0:1::1', '2001:db8:0:2::1', '::2', '64:ff9b::c000:201')).toEqual([200, 200, 200, 200]);
    expect(await ask('192.0.2.1', '::ffff:192.0.2.1', '192.0.2.1')).toEqual([200, 200, 429]);
  });

  it('is also a proxy on this machine that does not say for whom it asks, but that it is one', async () => {
    const { address, told } = await serve();
    const statuses: number[] = [];
    for (const name of ['x-real-ip', 'via', 'x-forwarded-host']) {
      const { status, body } = await fetch(address, { headers: { [name]: 'x' } });
      await body?.cancel();
      statuses.push(status);
    }
    expect([statuses, told]).toEqual([[200, 200, 429], { limited: 1, unknownProxy: 3 }]);
  });

  it('is nobody on this machine, unless they ask for somebody else', async () => {
    const { ask } = await serve();
    expect(await ask('', '', '', '', '')).toEqual([200, 200, 200, 200, 200]);
  });
});

describe('TRUST_PROXY', () => {
  it.each(['loopback', '10.0.0.0/8, ::1', 'uniquelocal,192.0.2.1'])('takes %s', (value) => {
    expect(readSettings({ TRUST_PROXY: value }).trustProxy).toEqual(value.split(',').map((part) => part.trim()));
  });

  it.each(['yes', '10.0.0.0/0', '10.0.0.0/33', 'proxy.example.org', '10.0.0.1,', '1.2.3.4/8/8'])('refuses %s', (value) => {
    expect(() => readSettings({ TRUST_PROXY: value })).toThrow('TRUST_PROXY must be addresses or networks');
  });
});

describe('CORS_ORIGINS', () => {
  it('takes origins as browsers write them', () => {
    expect(readSettings({ CORS_ORIGINS: 'https://a.example.org, http://localhost:8080' }).corsOrigins).toEqual(['https://a.example.org', 'http://localhost:8080']);
  });

  it.each(['*', 'null', 'https://a.example.org/', 'https://a.example.org/page', 'a.example.org', 'https://A.example.org', 'https://a.example.org:443'])('refuses %s', (value) => {
    expect(() => readSettings({ CORS_ORIGINS: value })).toThrow('CORS_ORIGINS must be origins');
  });
});
