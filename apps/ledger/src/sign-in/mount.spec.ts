import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { LocalIssuer } from '@covenant/access';
import { createAdapter } from '@covenant/platform';
import { expect, it, jest } from '@jest/globals';
import { testFolder } from '../../../../test/support/folder.js';
import { mountSignIn } from './mount.js';
import { SignIn } from './sign-in.js';

const form = 'Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\n';

it('a body that breaks off, or is broken, is told to the log and nowhere else, and the next one is answered', async () => {
  const dataDir = await testFolder('mount');
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const told: unknown[] = [];
  const signIn = new SignIn({ keys: await LocalIssuer.open(dataDir), dataDir, audience: 'covenant' });
  const fastify = createAdapter().getInstance();
  mountSignIn(fastify, () => signIn.site(), (error) => void told.push(error));
  try {
    const address = await fastify.listen({ port: 0, host: '127.0.0.1' });
    await signIn.begin(address);
    await signIn.site();
    for (const path of ['/oidc/token', '/sign-in/nobody']) {
      for (const rest of ['Content-Length: 100\r\n\r\na=', 'Transfer-Encoding: chunked\r\n\r\nzz\r\n', 'Content-Length: 100000\r\n\r\na=']) {
        const arrived = once(fastify.server, 'request');
        const socket = connect((fastify.server.address() as AddressInfo).port, '127.0.0.1');
        socket.on('error', () => undefined).resume();
        socket.write(`POST ${path} HTTP/1.1\r\n${form}${rest}`);
        const [, response] = (await arrived) as [unknown, NodeJS.EventEmitter & { readonly destroyed: boolean }];
        const over = response.destroyed ? Promise.resolve() : once(response, 'close');
        socket.resetAndDestroy();
        await over;
      }
    }
    for (let tries = 0; told.length === 0 && tries < 600; tries += 1) await pause(50);
    expect(told.length).toBeGreaterThan(0);
    expect(printed.mock.calls).toEqual([]);
    expect((await fetch(`${address}/oidc/.well-known/openid-configuration`)).status).toBe(200);
  } finally {
    printed.mockRestore();
    await fastify.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
