import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
/** Who asked whether a token is active. */
const askedBy: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'covenant-tokens-'));
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  key = privateKey;
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] };
  server = createServer((request, answer) => {
    answer.setHeader('content-type', 'application/json').setHeader('connection', 'close');
    if (request.url !== '/introspect') return answer.end(JSON.stringify(request.url === '/keys' ? keys : { issuer: url, jwks_uri: `${url}/keys` }));
    askedBy.push(request.headers.authorization ?? '');
    return answer.end(JSON.stringify({ active: false }));
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

  it('are those that the issuer stands by, where it is asked', async () => {
    const [secretFile, asking] = [join(folder, 'secret'), { DATA_DIR: folder, OIDC_ISSUER: url, OIDC_INTROSPECTION_URL: `${url}/introspect` }];
    expect(() => readSettings(asking)).toThrow(/OIDC_INTROSPECTION_CLIENT must be set.*OIDC_INTROSPECTION_SECRET_FILE must be set/s);
    const settings = readSettings({ ...asking, OIDC_INTROSPECTION_CLIENT: 'city:ledger', OIDC_INTROSPECTION_SECRET_FILE: secretFile });
    await expect(openTokens(settings)).rejects.toThrow('OIDC_INTROSPECTION_SECRET_FILE cannot be read');
    await writeFile(secretFile, 'p+ss\n');
    const { verifier } = await openTokens(settings);
    await expect(verifier.verify(await token({}))).rejects.toThrow('taken back');
    // Each part as a form has it (RFC 6749 §2.3.1).
    expect(askedBy).toEqual([`Basic ${Buffer.from('city%3Aledger:p%2Bss').toString('base64')}`]);
  });

  it('cannot be asked for what the embedded issuer does not do', async () => {
    await expect(openTokens(readSettings({ DATA_DIR: folder, OIDC_ACR: '3' }))).rejects.toThrow('OIDC_ACR needs OIDC_ISSUER');
    const asking = { OIDC_INTROSPECTION_URL: url, OIDC_INTROSPECTION_CLIENT: 'a', OIDC_INTROSPECTION_SECRET_FILE: 'b' };
    await expect(openTokens(readSettings({ DATA_DIR: folder, ...asking }))).rejects.toThrow('OIDC_INTROSPECTION_URL needs OIDC_ISSUER');
  });
});
