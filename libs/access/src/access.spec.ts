import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { IssuerUnavailable, LocalIssuer, localIssuerName, localKeys, remoteKeys, TokenVerifier, Unauthenticated } from './index.js';

const roles = ['staff', 'oversight'] as const;
const city = '01912d68-783e-7a03-8467-5661c1243ad4';
let folder: string;
let issuer: LocalIssuer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'covenant-access-'));
  issuer = await LocalIssuer.open(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const request = { subject: 'office-7', roles: ['staff', 'offline_access', 'system'], audience: 'covenant', lifetime: 600 };
const verifierWith = (more: object = {}) =>
  new TokenVerifier({ keys: localKeys(issuer.publicKeys()), issuer: localIssuerName, audience: 'covenant', roles, ...more });
const verify = async (verifier: TokenVerifier<'staff' | 'oversight'>, header: string) => verifier.verify(header);

describe('the local issuer', () => {
  it('keeps its key readable by its owner only, and is the same issuer the next time', async () => {
    expect((await stat(join(folder, 'keys', 'token-issuer.jwk'))).mode & 0o777).toBe(0o600);
    expect((await LocalIssuer.open(folder)).publicKeys()).toEqual(issuer.publicKeys());
    expect(JSON.stringify(issuer.publicKeys())).not.toContain('"d"');
  });

  it('is one issuer when opened by many at once', async () => {
    const fresh = join(folder, 'fresh');
    const opened = await Promise.all(Array.from({ length: 8 }, () => LocalIssuer.open(fresh)));
    expect(new Set(opened.map((one) => JSON.stringify(one.publicKeys()))).size).toBe(1);
  });

  it('refuses a file that is no key', async () => {
    const broken = join(folder, 'broken');
    await LocalIssuer.open(broken);
    await writeFile(join(broken, 'keys', 'token-issuer.jwk'), '{"kty":"RSA"}');
    await expect(LocalIssuer.open(broken)).rejects.toThrow('does not hold a signing key');
    expect(await readFile(join(broken, 'keys', 'token-issuer.jwk'), 'utf8')).toBe('{"kty":"RSA"}');
  });
});

describe('a token', () => {
  it('gives subject, known roles and scope', async () => {
    const token = await issuer.issue({ ...request, cityId: city, dutyBearerId: city });
    expect(await verify(verifierWith(), `Bearer ${token}`)).toEqual({ subject: 'office-7', roles: ['staff'], cityId: city, dutyBearerId: city });
  });

  it('is answered at once the second time, until it expires', async () => {
    let now = Date.now();
    const verifier = verifierWith({ now: () => now, cacheTime: 10_000 });
    const header = `Bearer ${await issuer.issue(request)}`;
    await verifier.verify(header);
    expect(verifier.verify(header)).not.toBeInstanceOf(Promise);
    now += 700_000;
    await expect(verify(verifier, header)).rejects.toThrow('expired');
  });

  it('is judged again after a while, so that a key which was withdrawn stops working', async () => {
    let now = Date.now();
    let set = issuer.publicKeys();
    const verifier = verifierWith({ now: () => now, cacheTime: 60, keys: (...given: Parameters<ReturnType<typeof localKeys>>) => localKeys(set)(...given) });
    const header = `Bearer ${await issuer.issue(request)}`;
    await verifier.verify(header);
    set = (await LocalIssuer.open(join(folder, 'another'))).publicKeys();
    expect(await verify(verifier, header)).toMatchObject({ subject: 'office-7' });
    now += 61_000;
    await expect(verify(verifier, header)).rejects.toThrow(Unauthenticated);
  });

  it('is refused for every reason there is', async () => {
    const verifier = verifierWith();
    const other = await LocalIssuer.open(join(folder, 'other'));
    const secret = new TextEncoder().encode('x'.repeat(32));
    const claims = { roles: ['staff'] };
    const signed = (key: JWK | Uint8Array | CryptoKey, alg: string) =>
      new SignJWT(claims).setProtectedHeader({ alg }).setIssuer(localIssuerName).setAudience('covenant').setSubject('x').setExpirationTime('1h').sign(key);
    const { privateKey } = await generateKeyPair('ES256');
    const good = await issuer.issue(request);
    const headers = [
      good,
      'Bearer',
      'Bearer ',
      `Basic ${good}`,
      'Bearer a.b.c',
      'Bearer not-a-token',
      `Bearer ${'x'.repeat(9_000)}`,
      `Bearer ${await issuer.issue({ ...request, lifetime: -60 })}`,
      `Bearer ${await issuer.issue({ ...request, audience: 'elsewhere' })}`,
      `Bearer ${await issuer.issue({ ...request, subject: 'two words' })}`,
      `Bearer ${await issuer.issue({ ...request, subject: 'system:clock' })}`,
      `Bearer ${await issuer.issue({ ...request, cityId: 'pittsburgh' })}`,
      `Bearer ${await other.issue(request)}`,
      `Bearer ${await signed(secret, 'HS256')}`,
      `Bearer ${await signed(privateKey, 'ES256')}`,
      `Bearer ${new UnsecuredJWT(claims).setIssuer(localIssuerName).setAudience('covenant').setSubject('x').setExpirationTime('1h').encode()}`,
    ];
    for (const header of headers) {
      await expect(verify(verifier, header).then(() => `taken: ${header.slice(0, 40)}`)).rejects.toThrow(Unauthenticated);
    }
  });
});

describe('the keys of an issuer elsewhere', () => {
  let server: Server;
  let url: string;
  let asked: string[];
  let document: unknown;
  let keys: { keys: JWK[] };
  let privateKey: CryptoKey;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256');
    privateKey = pair.privateKey;
    keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' }] };
    server = createServer((incoming, answer) => {
      asked.push(incoming.url ?? '');
      answer.setHeader('content-type', 'application/json');
      answer.end(JSON.stringify(incoming.url === '/keys' ? keys : document));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const token = () =>
    new SignJWT({ roles: ['oversight'] }).setProtectedHeader({ alg: 'RS256', kid: 'one' }).setIssuer(url).setAudience('covenant').setSubject('a').setExpirationTime('1h').sign(privateKey);

  it('are found by discovery, once', async () => {
    asked = [];
    document = { issuer: url, jwks_uri: `${url}/keys` };
    const verifier = new TokenVerifier({ keys: remoteKeys({ issuer: url }), issuer: url, audience: 'covenant', roles });
    const headers = await Promise.all([token(), token(), token()]);
    const callers = await Promise.all(headers.map((one) => verify(verifier, `Bearer ${one}`)));
    expect(callers[0]).toEqual({ subject: 'a', roles: ['oversight'] });
    expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('are not taken from a document of somebody else', async () => {
    asked = [];
    document = { issuer: 'https://elsewhere.example.org', jwks_uri: `${url}/keys` };
    const verifier = new TokenVerifier({ keys: remoteKeys({ issuer: url }), issuer: url, audience: 'covenant', roles });
    await expect(verify(verifier, `Bearer ${await token()}`)).rejects.toThrow(IssuerUnavailable);
    document = { issuer: url, jwks_uri: `${url}/keys` };
    expect(await verify(verifier, `Bearer ${await token()}`)).toMatchObject({ subject: 'a' });
  });

  it('that cannot be had say nothing about the token', async () => {
    const gone = 'http://127.0.0.1:9';
    const verifier = new TokenVerifier({ keys: remoteKeys({ issuer: gone, jwksUrl: `${gone}/keys`, timeout: 500 }), issuer: url, audience: 'covenant', roles });
    await expect(verify(verifier, `Bearer ${await token()}`)).rejects.toThrow(IssuerUnavailable);
  });
});
