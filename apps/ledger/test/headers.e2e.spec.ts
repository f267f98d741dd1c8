import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type Answer, type TestLedger } from '../../../test/support/ledger.js';

const council = 'https://council.example.org';
let ledger: TestLedger;
let open: TestLedger;
let city: TestCity;

beforeAll(async () => {
  ledger = await startLedger();
  city = await madeCity(ledger);
  await ledger.parts.signIn?.begin(ledger.url);
  open = await startLedger({ beside: ledger, environment: { CORS_ORIGINS: `${council}, http://localhost:8080`, TRUST_PROXY: 'loopback' } });
}, 240_000);
afterAll(async () => {
  await open.stop();
  await ledger.stop();
});

/** Read by everybody, also by pages of other origins: the public log, and what the issuer tells of itself. */
const forAll = /^\/(log\/|oidc\/(\.well-known|jwks))/;
/** Swagger UI writes styles into the attributes of its markup; its scripts and sheets are files. */
const ownStyles = new Set(['/docs']);

const policyOf = (answer: Answer): ReadonlyMap<string, string> =>
  new Map(
    (answer.headers.get('content-security-policy') ?? '').split(';').map((directive): [string, string] => {
      const [name = '', ...sources] = directive.trim().split(' ');
      return [name, sources.join(' ')];
    }),
  );

/** What is wrong with an answer's headers, in words. */
const faults = (path: string, answer: Answer): readonly string[] => {
  const { headers, status } = answer;
  const found: string[] = [];
  const want = (name: string, form: RegExp): void => {
    if (!form.test(headers.get(name) ?? '')) found.push(`${name} is ${headers.get(name)}`);
  };
  want('x-content-type-options', /^nosniff$/);
  want('referrer-policy', /^no-referrer$/);
  want('cross-origin-opener-policy', /^same-origin$/);
  want('cross-origin-resource-policy', forAll.test(path) ? /^(same|cross)-origin$/ : /^same-origin$/);
  want('permissions-policy', /geolocation=\(\)/);
  want('cache-control', /^(no-store|no-cache|private|public)/);
  want('x-request-id', /^[0-9a-f-]{36}$/);
  const policy = policyOf(answer);
  for (const [directive, form] of [['default-src', /^'none'$/], ['base-uri', /^'none'$/], ['frame-ancestors', /^'none'$/]] as const) {
    if (!form.test(policy.get(directive) ?? '')) found.push(`the policy's ${directive} is ${policy.get(directive)}`);
  }
  if (!policy.has('form-action')) found.push('forms may be sent anywhere');
  if (/unsafe|\*(?!$)|data:|https?:(?!\/\/127\.0\.0\.1)/.test(policy.get('script-src') ?? '')) found.push(`scripts from ${policy.get('script-src')}`);
  if (/unsafe/.test([...policy].filter(([name]) => !(ownStyles.has(path) && name.startsWith('style-src'))).join())) found.push('something unsafe is allowed');
  if (status < 300 && status !== 204 && !/;\s*charset=utf-8|octet-stream|image\/|zip/.test(headers.get('content-type') ?? '')) found.push(`content-type is ${headers.get('content-type')}`);
  for (const name of ['server', 'x-powered-by', ...(forAll.test(path) ? [] : ['access-control-allow-origin'])]) {
    if (headers.has(name)) found.push(`${name} tells ${headers.get(name)}`);
  }
  return found.map((words) => `${path} (${status}): ${words}`);
};

const filled = (url: string): string =>
  url
    .replace(':id', city.cityId)
    .replace(':eventId', city.cityId)
    .replace(':code', 'not-found')
    .replace(':file', 'verify.js')
    .replace(/:\w+/g, 'x')
    .replace('tile/*', 'tile/0/000')
    .replace('oidc/*', 'oidc/.well-known/openid-configuration');

describe('every answer', () => {
  it('has the headers that keep a browser from doing what nobody meant', async () => {
    const found: string[] = [];
    const seen = new Set<number>();
    for (const [url, methods] of ledger.routes) {
      const path = filled(url);
      for (const method of methods) {
        if (method === 'HEAD' || !['GET', 'POST'].includes(method)) continue;
        const answer = await ledger.ask(path, { method, headers: { origin: council }, ...(method === 'POST' ? { body: { wrong: true } } : {}) });
        seen.add(answer.status);
        found.push(...faults(path, answer));
      }
    }
    expect(found).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining([200, 400, 401, 404]));
  }, 120_000);

  it('that refuses has them too', async () => {
    const refused = await Promise.all([
      ledger.ask('/nowhere'),
      ledger.ask('/v1/cities', { method: 'DELETE' }),
      ledger.ask('/v1/cities', { method: 'OPTIONS', headers: { origin: council, 'access-control-request-method': 'POST' } }),
      ledger.ask('/v1/cities?limit=x'),
      ledger.ask('/v1/cities', { raw: '{', method: 'POST' }),
      ledger.ask('/%E0%A4%A'),
      ledger.ask('/v1/cities', { headers: { authorization: 'Bearer nonsense' } }),
      ledger.ask('/v1/cities', { headers: { accept: 'image/png' } }),
      ledger.ask('/v1/cities', { headers: { accept: 'text/csv' } }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([404, 405, 405, 400, 400, 400, 401, 406, 200]);
    // One of them was no request yet, so nothing has given it an id but the problem itself.
    expect(refused.flatMap((answer) => faults('/v1', answer)).filter((fault) => !fault.includes('x-request-id'))).toEqual([]);
  });

  it('says that TLS must be used where it was, and not where it was not', async () => {
    const over = (proto: string): Promise<Answer> => open.ask('/', { headers: { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': proto } });
    expect((await over('https')).headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
    expect((await over('http')).headers.has('strict-transport-security')).toBe(false);
    // Nobody said that this one may tell.
    expect((await ledger.ask('/', { headers: { 'x-forwarded-proto': 'https' } })).headers.has('strict-transport-security')).toBe(false);
  });
});

describe('what is for those who run the ledger', () => {
  it.each(['/metrics', '/metric%73', '/metrics?from=outside', '/health/ready'])('is not there for who comes through a proxy: %s', async (path) => {
    const ways: readonly Readonly<Record<string, string>>[] = [
      { 'x-forwarded-for': '192.0.2.1' },
      { forwarded: 'for=192.0.2.1' },
      { 'x-real-ip': '192.0.2.1' },
      { via: '1.1 proxy' },
      { 'x-forwarded-host': 'city.example' },
    ];
    for (const through of ways) {
      for (const one of [ledger, open]) {
        const answer = await one.ask(path, { headers: through });
        expect([answer.status, answer.body['type'], faults(path, answer)]).toEqual([404, '/problems/not-found', []]);
      }
    }
    expect((await ledger.ask(path)).text).toMatch(/covenant_|"parts"/);
  });

  it('is more than whether it runs, which everybody may ask', async () => {
    const { status, text } = await ledger.ask('/health/live', { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect([status, text]).toEqual([200, '{"status":"up"}']);
  });
});

describe('a page of another origin', () => {
  it.each([
    ['/log/checkpoint', 200],
    ['/log/proofs/018f0000-0000-7000-8000-00000000abcd', 404],
    ['/log/consistency?from=x', 400],
    ['/log/nowhere', 404],
  ])('reads %s, also where nobody is named and the answer is %i', async (path, status) => {
    for (const one of [ledger, open]) {
      const answer = await one.ask(path, { headers: { origin: 'https://elsewhere.example' } });
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([status, '*']);
      expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After');
    }
  });

  const asked = { origin: council, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type,idempotency-key' };

  it('may use the interface where it is named, without cookies', async () => {
    const before = await open.ask('/v1/groups', { method: 'OPTIONS', headers: asked });
    expect([before.status, before.headers.get('access-control-allow-origin'), before.headers.get('access-control-allow-methods')]).toEqual([204, council, 'GET, HEAD, POST']);
    for (const name of ['authorization', 'content-type', 'idempotency-key', 'if-match']) {
      expect(before.headers.get('access-control-allow-headers')?.toLowerCase()).toContain(name);
    }
    const read = await open.ask('/v1/groups', { headers: { origin: council } });
    expect([read.status, read.headers.get('access-control-allow-origin')]).toEqual([200, council]);
    expect(read.headers.get('access-control-expose-headers')).toContain('ETag');
    expect(read.headers.get('vary')).toBe('accept, origin');
    expect((await open.ask('/v1/groups', { body: {}, headers: { origin: council } })).headers.get('access-control-allow-origin')).toBe(council);
    for (const { headers } of [before, read]) expect(headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each(['https://council.example.org.evil.example', 'http://council.example.org', 'https://council.example.org:8443', 'null', 'https://COUNCIL.example.org'])(
    'may not as %s',
    async (origin) => {
      const before = await open.ask('/v1/groups', { method: 'OPTIONS', headers: { ...asked, origin } });
      expect([before.status, before.headers.has('access-control-allow-origin')]).toEqual([405, false]);
      const read = await open.ask('/v1/groups', { headers: { origin } });
      expect([read.headers.has('access-control-allow-origin'), read.headers.get('vary')]).toEqual([false, 'accept, origin']);
    },
  );
});
