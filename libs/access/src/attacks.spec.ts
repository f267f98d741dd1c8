// Tokens that somebody hostile would send, and an issuer that is down.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK, type JWTHeaderParameters } from 'jose';
import { isEmbeddedIssuer, IssuerUnavailable, LocalIssuer, remoteKeys, serveIssuer, TokenVerifier, Unauthenticated, type IssuerServer } from './index.js';

let server: Server | undefined;
let url: string;
let served: { keys: JWK[] };
let good: { publicKey: CryptoKey; privateKey: CryptoKey };

const serve = async (port = 0): Promise<number> => {
  const opened = createServer((request, answer) => {
    answer.setHeader('content-type', 'application/json').setHeader('connection', 'close');
    answer.end(JSON.stringify(request.url === '/keys' ? served : { issuer: url, jwks_uri: `${url}/keys` }));
  });
  server = opened;
  await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve));
  return (opened.address() as AddressInfo).port;
};
const silence = async (): Promise<void> => {
  const closing = server;
  if (closing === undefined) return;
  server = undefined;
  await new Promise((resolve) => {
    closing.close(resolve);
    closing.closeAllConnections();
  });
};

beforeAll(async () => {
  good = await generateKeyPair('RS256', { extractable: true });
  served = { keys: [{ ...(await exportJWK(good.publicKey)), kid: 'one', alg: 'RS256' }] };
  url = `http://127.0.0.1:${await serve()}`;
});
afterAll(silence);

const verifier = (now = Date.now, fresh = 600_000, acr?: readonly string[]): TokenVerifier<'staff'> =>
  new TokenVerifier({ keys: remoteKeys({ issuer: url, fresh }), issuer: url, audience: 'covenant', roles: ['staff'], now, acr });

interface Forged {
  readonly header?: Partial<JWTHeaderParameters>;
  readonly claims?: Record<string, unknown>;
  readonly key?: CryptoKey | Uint8Array;
}
const seconds = (): number => Math.floor(Date.now() / 1000);
const token = ({ header, claims, key }: Forged = {}): Promise<string> =>
  new SignJWT({ roles: ['staff'], iss: url, aud: 'covenant', sub: 'office-7', iat: seconds(), exp: seconds() + 600, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one', ...header })
    .sign(key ?? good.privateKey);
const judged = async (one: TokenVerifier<'staff'>, jwt: string) => one.verify(`Bearer ${jwt}`);

describe('a token of somebody hostile', () => {
  it('is told apart from a good one', async () => {
    expect(await judged(verifier(), await token())).toEqual({ subject: 'office-7', roles: ['staff'] });
  });

  it('is refused when it is signed with the public key as if that were a secret', async () => {
    const pem = new TextEncoder().encode(await exportSPKI(good.publicKey));
    const jwt = await token({ header: { alg: 'HS256' }, key: pem });
    await expect(judged(verifier(), jwt)).rejects.toThrow('signed in a way that is not taken here');
  });

  it.each(['../../../dev/null', "one' OR '1'='1", 'one\0', '/keys', 'https://elsewhere.example.org/keys', '', '__proto__', 'x'.repeat(2_000)])(
    'is refused with the key id %j',
    async (kid) => {
      const { privateKey } = await generateKeyPair('RS256');
      await expect(judged(verifier(), await token({ header: { kid }, key: privateKey }))).rejects.toThrow(Unauthenticated);
    },
  );

  it('cannot bring its own key, nor say where one is', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const jwk = await exportJWK(publicKey);
    for (const header of [{ jwk }, { jku: 'https://elsewhere.example.org/keys' }, { x5u: 'https://elsewhere.example.org/cert' }, { x5c: ['MAA='] }]) {
      await expect(judged(verifier(), await token({ header, key: privateKey }))).rejects.toThrow(Unauthenticated);
    }
  });

  it('is refused when it demands what we do not know (RFC 7515 §4.1.11)', async () => {
    const key = await importJWK(await exportJWK(good.privateKey), 'RS256');
    const jwt = await new SignJWT({ iss: url, aud: 'covenant', sub: 'a', exp: seconds() + 600 })
      .setProtectedHeader({ alg: 'RS256', kid: 'one', crit: ['more'], more: true })
      .sign(key, { crit: { more: true } });
    await expect(judged(verifier(), jwt)).rejects.toThrow(Unauthenticated);
  });

  it.each([
    ['not yet good', () => ({ nbf: seconds() + 3_600 }), 'nbf'],
    ['of another issuer', () => ({ iss: `${url}/other` }), 'iss'],
    ['for somebody else', () => ({ aud: ['elsewhere'] }), 'aud'],
    ['without an end', () => ({ exp: undefined }), 'exp'],
    ['of nobody', () => ({ sub: undefined }), 'sub'],
    ['of the clock', () => ({ sub: 'system:clock' }), 'sub'],
  ])('is refused when it is %s', async (_what, claims, named) => {
    await expect(judged(verifier(), await token({ claims: claims() }))).rejects.toThrow(named);
  });

  it.each<[string, Forged]>([
    ['an ID token', { claims: { at_hash: 'x' } }],
    ['an ID token, by its name', { claims: { typ: 'ID' } }],
    ['an ID token, by another name', { claims: { token_use: 'id' } }],
    ['a refresh token', { claims: { typ: 'Refresh' } }],
    ['a notice of logging out', { header: { typ: 'logout+jwt' } }],
    ['an event', { claims: { events: {} } }],
    ['the proof of a key', { header: { typ: 'dpop+jwt' } }],
    ['of a kind that is no text', { claims: { typ: { Bearer: true } } }],
  ])('is refused where it is %s of the same issuer and audience', async (_what, forged) => {
    await expect(judged(verifier(), await token(forged))).rejects.toThrow('The token is no access token.');
  });

  it.each<[string, Forged]>([
    ['RFC 9068 has it', { header: { typ: 'at+jwt' } }],
    ['with its whole media type', { header: { typ: 'application/at+jwt' } }],
    ['was usual before', { header: { typ: 'JWT' }, claims: { typ: 'Bearer' } }],
    ['others name it', { claims: { token_use: 'access' } }],
  ])('is taken where its kind is named as %s', async (_what, forged) => {
    expect(await judged(verifier(), await token(forged))).toMatchObject({ subject: 'office-7' });
  });

  it('is refused when its owner signed in less strongly than is asked for, or the issuer does not say how', async () => {
    const strict = verifier(Date.now, 600_000, ['gold', '2']);
    expect(await judged(strict, await token({ claims: { acr: '2' } }))).toMatchObject({ subject: 'office-7' });
    for (const acr of [undefined, '1', 'gol', ['gold'], 2]) {
      await expect(judged(strict, await token({ claims: { acr } }))).rejects.toThrow('acr');
    }
  });

  it('may be as early or late as two clocks differ, and no more', async () => {
    const expired = await token({ claims: { exp: seconds() - 20 } });
    expect(await judged(verifier(), expired)).toMatchObject({ subject: 'office-7' });
    await expect(judged(verifier(() => Date.now() + 60_000), expired)).rejects.toThrow('expired');
  });

  it('is refused when a letter of any part was changed', async () => {
    const jwt = await token();
    const parts = jwt.split('.');
    for (const index of [0, 1, 2]) {
      const changed = parts.map((part, at) => (at === index ? part.slice(0, 8) + (part[8] === 'A' ? 'B' : 'A') + part.slice(9) : part)).join('.');
      await expect(judged(verifier(), changed)).rejects.toThrow(Unauthenticated);
    }
  });
});

describe('a token that was taken back', () => {
  let now: number;
  let asked: number;
  let answers: () => Promise<boolean>;
  const asking = (): TokenVerifier<'staff'> =>
    new TokenVerifier({
      keys: remoteKeys({ issuer: url }), issuer: url, audience: 'covenant', roles: ['staff'], now: () => now,
      isActive: () => ((asked += 1), answers()),
    });
  beforeEach(() => {
    [now, asked, answers] = [Date.now(), 0, () => Promise.resolve(true)];
  });

  it('is good for a minute more at the most', async () => {
    const [one, jwt] = [asking(), await token()];
    for (let times = 0; times < 3; times += 1) expect(await judged(one, jwt)).toMatchObject({ subject: 'office-7' });
    expect(asked).toBe(1);
    answers = () => Promise.resolve(false);
    now += 59_000;
    expect(await judged(one, jwt)).toMatchObject({ subject: 'office-7' });
    now += 1_001;
    // And is not asked about again with each request.
    for (let times = 0; times < 3; times += 1) await expect(async () => judged(one, jwt)).rejects.toThrow('taken back');
    expect(asked).toBe(2);
  });

  it('is asked about once by many who come with it at the same time, and again where there was no answer', async () => {
    const [one, jwt] = [asking(), await token()];
    const together = (): Promise<readonly PromiseSettledResult<unknown>[]> => Promise.allSettled(Array.from({ length: 20 }, async () => judged(one, jwt)));
    answers = () => Promise.reject(new IssuerUnavailable());
    expect(new Set((await together()).map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(asked).toBe(1);
    answers = () => Promise.resolve(true);
    expect(new Set((await together()).map(({ status }) => status))).toEqual(new Set(['fulfilled']));
    expect(asked).toBe(2);
  });

  it('is not asked about where the issuer never signed it', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    for (const forged of [{ key: privateKey }, { claims: { aud: 'elsewhere' } }, { claims: { typ: 'ID' } }]) {
      await expect(judged(asking(), await token(forged))).rejects.toThrow(Unauthenticated);
    }
    expect(asked).toBe(0);
  });
});

describe('an issuer', () => {
  it('that renews its keys is followed', async () => {
    const one = verifier(Date.now, 0); // asks for the keys every time, as one does after a while
    const next = await generateKeyPair('ES256');
    const renewed = await token({ header: { alg: 'ES256', kid: 'two' }, key: next.privateKey });
    await judged(one, await token());
    await expect(judged(one, renewed)).rejects.toThrow(Unauthenticated);
    const before = served;
    served = { keys: [{ ...(await exportJWK(next.publicKey)), kid: 'two', alg: 'ES256' }] };
    expect(await judged(one, renewed)).toMatchObject({ subject: 'office-7' });
    await expect(judged(one, await token({ claims: { sub: 'office-9' } }))).rejects.toThrow(Unauthenticated); // the old key is gone
    served = before;
  });

  it('that sends elsewhere for its description or its keys is not followed there', async () => {
    let issuer = '';
    const elsewhere = createServer((request, answer) => {
      if (request.url === '/moved') answer.setHeader('connection', 'close').end(JSON.stringify({ issuer, jwks_uri: `${url}/keys` }));
      else answer.writeHead(302, { location: request.url === '/keys' ? `${url}/keys` : '/moved', connection: 'close' }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    try {
      // What stands behind both redirects is good: by its own address it is taken below.
      for (const jwksUrl of [`${issuer}/keys`, undefined]) {
        const keys = remoteKeys({ issuer, ...(jwksUrl === undefined ? {} : { jwksUrl }) });
        await expect(judged(new TokenVerifier({ keys, issuer: url, audience: 'covenant', roles: ['staff'] }), await token())).rejects.toThrow(IssuerUnavailable);
      }
      const direct = new TokenVerifier({ keys: remoteKeys({ issuer, jwksUrl: `${url}/keys` }), issuer: url, audience: 'covenant', roles: ['staff'] });
      expect(await judged(direct, await token())).toMatchObject({ subject: 'office-7' });
    } finally {
      await new Promise((resolve) => elsewhere.close(resolve));
    }
  });

  it('that is down leaves the keys known from before, and says nothing of new ones', async () => {
    // Each asks for the keys every time, or once.
    const [often, once] = [verifier(Date.now, 0), verifier()];
    for (const one of [often, once]) await judged(one, await token());
    await silence();
    try {
      for (const one of [often, once]) {
        expect(await judged(one, await token({ claims: { sub: 'office-8' } }))).toMatchObject({ subject: 'office-8' });
      }
      await expect(judged(often, await token({ header: { kid: 'two' } }))).rejects.toThrow(IssuerUnavailable);
      await expect(judged(verifier(), await token())).rejects.toThrow(IssuerUnavailable);
    } finally {
      await serve(Number(new URL(url).port));
    }
  });
});

describe('the key of an embedded ledger', () => {
  let folder: string;
  let embedded: IssuerServer;
  let issuer: LocalIssuer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'covenant-embedded-'));
    issuer = await LocalIssuer.open(folder);
    embedded = await serveIssuer(issuer, '127.0.0.1', 0);
  });
  afterAll(async () => {
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is taken nowhere else, though its issuer be named as the one to trust', async () => {
    const elsewhere = new TokenVerifier({ keys: remoteKeys({ issuer: embedded.issuer }), issuer: embedded.issuer, audience: 'covenant', roles: ['staff'] });
    const jwt = await issuer.issue({ subject: 'sample:staff', roles: ['staff'], audience: 'covenant', lifetime: 600, issuer: embedded.issuer });
    await expect((async () => elsewhere.verify(`Bearer ${jwt}`))()).rejects.toThrow(Unauthenticated);
    expect(await isEmbeddedIssuer({ issuer: embedded.issuer })).toBe(true);
    expect(await isEmbeddedIssuer({ issuer: url })).toBe(false);
    expect(await isEmbeddedIssuer({ issuer: 'http://127.0.0.1:9', timeout: 500 })).toBe(false);
  });
});
