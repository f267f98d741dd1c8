import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@covenant/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { openTokens } from './tokens.js';

let server: Server;
let url: string;
let folder: string;
let key: CryptoKey;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'covenant-tokens-'));
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  key = privateKey;
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] };
  server = createServer((request, answer) => {
    answer.setHeader('content-type', 'application/json').setHeader('connection', 'close');
    answer.end(JSON.stringify(request.url === '/keys' ? keys : { issuer: url, jwks_uri: `${url}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

const token = async (claims: object): Promise<string> =>
  `Bearer ${await new SignJWT({ roles: ['council'], ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'one' }).setIssuer(url).setAudience('covenant').setSubject('council-1').setExpirationTime('5m').sign(key)}`;

describe('the tokens taken', () => {
  it('are of people who signed in as OIDC_ACR asks, where it does', async () => {
    const any = await openTokens(readSettings({ DATA_DIR: folder, OIDC_ISSUER: url }));
    const strong = await openTokens(readSettings({ DATA_DIR: folder, OIDC_ISSUER: url, OIDC_ACR: 'two-factors, 3' }));
    expect(await any.verifier.verify(await token({}))).toMatchObject({ subject: 'council-1' });
    expect(await strong.verifier.verify(await token({ acr: '3' }))).toMatchObject({ subject: 'council-1' });
    await expect(strong.verifier.verify(await token({}))).rejects.toThrow('acr');
  });

  it('cannot be asked for what the embedded issuer does not say', async () => {
    await expect(openTokens(readSettings({ DATA_DIR: folder, OIDC_ACR: '3' }))).rejects.toThrow('OIDC_ACR needs OIDC_ISSUER');
  });
});
