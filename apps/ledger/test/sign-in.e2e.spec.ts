// The embedded profile's own issuer: people sign in with a code and PKCE, programs with client credentials.
import { createHash, randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';
import { isDistributed } from '../../../test/support/distributed.js';
import { peopleClient, toolsClient, writeScope } from '../src/sign-in/index.js';
import { tokenBySigningIn } from '../src/token/by-sign-in.js';
import { sampleAccounts } from '../src/sign-in/accounts.js';

let ledger: TestLedger;
let password: string;

beforeAll(async () => {
  ledger = await startLedger();
  password = (await ledger.parts.signIn?.begin(ledger.url)) ?? '';
});
afterAll(() => ledger.stop());

/** A browser as far as it matters: it keeps cookies and does not follow redirects by itself. */
class Browser {
  private readonly cookies = new Map<string, string>();
  /** As they came, with what they say of themselves. */
  readonly set: string[] = [];

  async open(url: string, form?: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(url, ledger.url), {
      redirect: 'manual',
      headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const set of response.headers.getSetCookie()) {
      this.set.push(set);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}

const verifier = 'a'.repeat(50);
const port = 52_731;
const redirect = `http://127.0.0.1:${port}/signed-in`;
const request = (more: Record<string, string> = {}): string =>
  `/oidc/auth?${new URLSearchParams({
    client_id: peopleClient.id,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirect,
    state: 'st',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }).toString()}`;

const begin = async (browser: Browser): Promise<string> => {
  const response = await browser.open(request());
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
};

const finish = async (browser: Browser, submitted: Response): Promise<URL> => {
  const resumed = await browser.open(submitted.headers.get('location') ?? '');
  return new URL(resumed.headers.get('location') ?? '');
};

const tokenFor = (body: Record<string, string>): Promise<Response> =>
  fetch(`${ledger.url}/oidc/token`, { method: 'POST', body: new URLSearchParams(body) });

const newCity = (slug: string) => ({ name: slug, slug, country: 'US', languages: ['en'], timeZone: 'UTC' });

if (isDistributed) {
  it('serves nobody outside the embedded profile', async () => {
    expect(ledger.parts.signIn).toBeUndefined();
    expect((await ledger.ask('/oidc/.well-known/openid-configuration')).status).toBe(404);
  });
} else {
  describe('the issuer', () => {
    it('describes itself at its own address, whatever the caller writes into Host', async () => {
      const { body } = await ledger.ask('/oidc/.well-known/openid-configuration', { headers: { host: 'elsewhere.example.org' } });
      expect(body).toMatchObject({ issuer: `${ledger.url}/oidc`, token_endpoint: `${ledger.url}/oidc/token`, code_challenge_methods_supported: ['S256'] });
      const keys = await ledger.ask('/oidc/jwks');
      expect(keys.text).not.toContain('"d"');
    });

    it('keeps its secrets for their owner', async () => {
      for (const name of ['sample-password', 'tools-secret', 'cookie-secret', 'token-issuer.jwk']) {
        expect((await stat(join(ledger.dataDir, 'keys', name))).mode & 0o777).toBe(0o600);
      }
    });
  });

  describe('a person', () => {
    it.each(sampleAccounts.map(({ id }) => id))('signs in as %s and gets a token of that office', async (id) => {
      const browser = new Browser();
      const form = await begin(browser);
      const back = await finish(browser, await browser.open(form, { account: id, password, act: 'sign-in' }));
      expect([back.origin, back.searchParams.get('state')]).toEqual([new URL(redirect).origin, 'st']);
      const code = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', client_id: peopleClient.id, redirect_uri: redirect };
      const answer = await tokenFor({ ...code, code_verifier: verifier });
      const { access_token: token } = (await answer.json()) as { access_token: string };
      const { role, cityId, dutyBearerId } = sampleAccounts.find((one) => one.id === id) ?? sampleAccounts[0]!;
      const { sub, roles, city, duty_bearer: duty } = decodeJwt(token);
      expect({ sub, roles, city, duty }).toEqual({ sub: id, roles: [role], city: cityId, duty: dutyBearerId });
      // The ledger takes it: what it refuses, it refuses for the role and not for the token.
      const refused = await ledger.ask<{ type: string }>('/v1/cities', { token, body: newCity('not-theirs'), headers: { 'idempotency-key': randomUUID() } });
      expect([refused.status, refused.body.type]).not.toContain(401);
      expect((await tokenFor({ ...code, code_verifier: verifier })).status).toBe(400); // a code is good once
    });

    it('who types a wrong password is asked again, with the reason, in their language', async () => {
      const browser = new Browser();
      const form = await begin(browser);
      const again = await browser.open(form, { account: 'sample:council', password: 'guess', act: 'sign-in' }, { 'accept-language': 'fr' });
      const page = await again.text();
      expect(again.status).toBe(422);
      expect(page).toContain('<html lang="fr">');
      expect(page).toContain('role="alert"');
      expect(page).toMatch(/value="sample:council" checked/);
      expect(page).not.toContain('guess');
      const [, policy] = [again.headers.get('cache-control'), again.headers.get('content-security-policy')];
      expect(policy).toContain("default-src 'none'");
    });

    it('names every field of the form for those who do not see it', async () => {
      const browser = new Browser();
      const page = await (await browser.open(await begin(browser))).text();
      const ids = [...page.matchAll(/<input [^>]*id="([^"]+)"/g)].map((found) => found[1]);
      expect(ids.length).toBe(sampleAccounts.length + 1);
      for (const id of ids) expect(page).toContain(`<label for="${id}">`);
      expect(page).toMatch(/<input type="password" id="password" name="password" autocomplete="current-password"/);
      expect(page).not.toMatch(/<script|maxlength| on\w+=/);
      expect(page).toContain('<fieldset><legend>');
    });

    it('has cookies that no script reads and no form of another site sends', async () => {
      const browser = new Browser();
      await finish(browser, await browser.open(await begin(browser), { account: 'sample:council', password, act: 'sign-in' }));
      expect(browser.set.length).toBeGreaterThan(3);
      for (const cookie of browser.set) {
        expect(cookie).toMatch(/; samesite=(lax|strict)(;|$)/i);
        expect(cookie).toMatch(/; httponly(;|$)/i);
      }
    });

    it('is asked each time, also in a browser that has signed in before', async () => {
      const browser = new Browser();
      await finish(browser, await browser.open(await begin(browser), { account: 'sample:council', password, act: 'sign-in' }));
      expect(await begin(browser)).toMatch(/^\/sign-in\//);
    });

    it('who cancels goes back with the reason', async () => {
      const browser = new Browser();
      const form = await begin(browser);
      const back = await finish(browser, await browser.open(form, { act: 'cancel' }));
      expect(back.searchParams.get('error')).toBe('access_denied');
    });

    it('is known by the browser only: the address of a form alone, or a form from elsewhere, gives nothing', async () => {
      const form = await begin(new Browser());
      expect((await new Browser().open(form)).status).toBe(400);
      expect((await new Browser().open(form, { account: 'sample:council', password, act: 'sign-in' })).status).toBe(400);
      const browser = new Browser();
      const own = await begin(browser);
      const forged = await browser.open(own, { account: 'sample:council', password, act: 'sign-in' }, { origin: 'http://elsewhere.example.org' });
      expect(forged.status).toBe(400);
    });

    it.each([
      ['without PKCE', { code_challenge: '' }, 'invalid_request'],
      ['with a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
      ['for a token in the address', { response_type: 'token' }, 'unsupported_response_type'],
    ])('is not signed in %s', async (_how, more, error) => {
      const response = await new Browser().open(request(more));
      const { search, hash } = new URL(response.headers.get('location') ?? '');
      expect(new URLSearchParams(search.slice(1) || hash.slice(1)).get('error')).toBe(error);
    });

    it.each([
      ['another address', { redirect_uri: 'https://elsewhere.example.org/signed-in' }],
      ['an unknown program', { client_id: 'nobody' }],
    ])('is not sent to %s', async (_where, more) => {
      const response = await new Browser().open(request(more));
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
      expect(await response.text()).toContain('<h1>Signing in did not work</h1>');
    });
  });

  describe('a program', () => {
    it('gets a token for the role and the scope that it asks for', async () => {
      const secret = await readFile(join(ledger.dataDir, 'keys', 'tools-secret'), 'utf8');
      const scope = writeScope({ subject: 'office-7', roles: ['focal-point'] });
      const asked = { grant_type: 'client_credentials', scope };
      const answer = await fetch(`${ledger.url}/oidc/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${toolsClient}:${secret.trim()}`).toString('base64')}` },
        body: new URLSearchParams(asked),
      });
      const { access_token: token } = (await answer.json()) as { access_token: string };
      expect(decodeJwt(token)).toMatchObject({ sub: 'office-7', roles: ['focal-point'], iss: `${ledger.url}/oidc`, aud: 'covenant' });
      const recorded = await ledger.ask('/v1/cities', { token, body: newCity('by-a-program'), headers: { 'idempotency-key': randomUUID() } });
      expect(recorded.status).toBe(201);
      expect((await tokenFor({ ...asked, client_id: toolsClient, client_secret: 'guess' })).status).toBe(401);
      expect((await tokenFor({ ...asked, client_id: peopleClient.id })).status).toBe(400);
    });

    it('gets no role that is nobody’s to give', async () => {
      const secret = (await readFile(join(ledger.dataDir, 'keys', 'tools-secret'), 'utf8')).trim();
      const basic = { authorization: `Basic ${Buffer.from(`${toolsClient}:${secret}`).toString('base64')}` };
      const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'role:system role:king as:x' });
      const { access_token: token } = (await (await fetch(`${ledger.url}/oidc/token`, { method: 'POST', headers: basic, body })).json()) as { access_token: string };
      expect(decodeJwt(token)['roles']).toEqual([]);
    });
  });

  describe('npm run token -- --sign-in', () => {
    it('shows an address, and prints the token of who signed in there', async () => {
      let address = '';
      let refused = 0;
      const browser = new Browser();
      const token = await tokenBySigningIn(ledger.url, (url) => {
        address = url;
        void (async () => {
          const form = (await browser.open(url)).headers.get('location') ?? '';
          const back = await finish(browser, await browser.open(form, { account: 'sample:council', password, act: 'sign-in' }));
          const strange = new URL(back);
          strange.searchParams.set('state', 'of-another');
          strange.searchParams.set('code', 'of-another');
          refused = (await fetch(strange)).status;
          await fetch(back);
        })();
      });
      expect(address).toContain(`${ledger.url}/oidc/auth?`);
      expect(refused).toBe(404); // an answer to a question that it has not asked
      expect(decodeJwt(token)).toMatchObject({ sub: 'sample:council', roles: ['council'] });
    });

    it('says when no ledger answers, or nobody signed in', async () => {
      await expect(tokenBySigningIn('http://127.0.0.1:9', () => undefined)).rejects.toThrow('No ledger that signs people in answers');
      const browser = new Browser();
      const cancelled = tokenBySigningIn(ledger.url, (url) => {
        void (async () => {
          const form = (await browser.open(url)).headers.get('location') ?? '';
          await fetch(await finish(browser, await browser.open(form, { act: 'cancel' })));
        })();
      });
      await expect(cancelled).rejects.toThrow('the person did not sign in');
    });
  });

  describe('guessing', () => {
    it('is stopped after so many wrong passwords, and the right one waits too', async () => {
      const browser = new Browser();
      const form = await begin(browser);
      const statuses: number[] = [];
      for (let guess = 0; guess < 25; guess += 1) {
        statuses.push((await browser.open(form, { account: 'sample:council', password: `guess-${guess}`, act: 'sign-in' })).status);
      }
      expect(statuses.at(0)).toBe(422);
      expect(statuses.at(-1)).toBe(429);
      expect((await browser.open(form, { account: 'sample:council', password, act: 'sign-in' })).status).toBe(429);
    });
  });
}
