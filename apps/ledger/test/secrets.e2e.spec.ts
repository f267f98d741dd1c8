import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIssuer } from '@covenant/access';
import { readSettings } from '@covenant/platform';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sentenceFor } from '../src/process/sentences.js';
import { startProcess, type LedgerProcess } from '../../../test/support/ledger-process.js';

jest.setTimeout(180_000);

let dataDir: string;
let ledger: LedgerProcess | undefined;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'covenant-secrets-'));
});
afterAll(async () => {
  ledger?.child.kill('SIGTERM');
  await ledger?.ended;
  await rm(dataDir, { recursive: true, force: true });
});

/** Of a file of secrets: every value in it that is long enough to be one, and for JSON each member. */
const valuesOf = (text: string): readonly string[] => [...text.matchAll(/[\w+/=-]{16,}/g)].map(([value]) => value);

const secretFiles = async (): Promise<readonly string[]> => {
  const names = (await readdir(dataDir)).filter((name) => /\.key$|secret|password|\.json$/.test(name));
  return Promise.all(names.map((name) => readFile(join(dataDir, name), 'utf8')));
};

/** What the person at the terminal reads. */
const wordsFor = (environment: Record<string, string>): string => {
  try {
    readSettings(environment);
    return '';
  } catch (error) {
    return sentenceFor(error) ?? '';
  }
};

describe('secrets', () => {
  it('stand in nothing that a ledger says, at its most talkative', async () => {
    ledger = startProcess({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'trace' });
    const address = await ledger.ready;
    const issuer = await LocalIssuer.open(dataDir);
    const who = { subject: 'office:secret-test', roles: ['focal-point'], audience: 'covenant', lifetime: 600 };
    const token = await issuer.issue(who);
    const expired = await issuer.issue({ ...who, lifetime: -600 });
    const forged = `${token.slice(0, -8)}AAAAAAAA`;
    const password = 'hunter2-of-the-form';
    const key = `key-${randomUUID()}`;
    const words = 'the stove in flat 12 is out';
    const ask = (path: string, init: RequestInit = {}): Promise<{ status: number; body: Record<string, unknown> }> =>
      fetch(address + path, { redirect: 'manual', ...init }).then(async (response) => {
        const text = await response.text();
        return { status: response.status, body: /json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as Record<string, unknown>) : {} };
      });
    const json = { 'content-type': 'application/json' };
    const bearer = (one: string): Record<string, string> => ({ authorization: `Bearer ${one}` });
    const cities = await ask('/v1/cities?limit=1');
    const [city] = cities.body['items'] as { id: string }[];
    const enrol = { name: 'Secrets', slug: 'secrets', country: 'US', languages: ['en'], timeZone: 'UTC' };
    const enrolled = await ask('/v1/cities', { method: 'POST', headers: { ...json, ...bearer(token), 'idempotency-key': key }, body: JSON.stringify(enrol) });
    const lodged = await ask('/v1/grievances', { method: 'POST', headers: json, body: JSON.stringify({ cityId: city?.id, rights: ['ICESCR-11.1'], text: words, contact: words }) });
    expect([enrolled.status, lodged.status]).toEqual([201, 201]);
    const code = String(lodged.body['code']);
    const statuses = await Promise.all(
      [
        ask(`/v1/grievances/${String(lodged.body['id'])}/own`, { headers: { 'receipt-code': code } }),
        ask(`/v1/grievances/${String(lodged.body['id'])}/own`, { headers: { 'receipt-code': `${code.slice(0, -1)}A` } }),
        ask(`/v1/cities?access_token=${token}`, { headers: bearer(expired) }),
        ask(`/${token}/${code}`, { headers: bearer(forged) }),
        ask('/v1/cities', { method: 'POST', headers: { ...json, authorization: token, cookie: `session=${password}` }, body: `{"password":"${password}"` }),
        ask('/v1/cities', { method: 'POST', headers: { ...json, ...bearer(token), 'idempotency-key': `${key}\u00e9` }, body: JSON.stringify({ ...enrol, password, [code]: token }) }),
        ask('/oidc/token', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `grant_type=client_credentials&client_id=covenant-tools&client_secret=${password}` }),
        ask('/sign-in/nobody', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `account=x&password=${password}` }),
      ].map(async (answer) => (await answer).status),
    );
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    ledger.child.kill('SIGTERM');
    const { code: status, stdout, stderr } = await ledger.ended;
    ledger = undefined;
    expect(status).toBe(0);
    const log = await readFile(join(dataDir, 'ledger.log'), 'utf8');
    const server = await Promise.all(
      (await readdir(dataDir, { recursive: true })).filter((name) => /\.log$/.test(name)).map((name) => readFile(join(dataDir, name), 'utf8')),
    );
    // The person at the terminal is told the password of the sample accounts, once, and nobody else.
    const shown = /sign in with the password (\S+)/.exec(stderr)?.[1] ?? '';
    expect(shown).not.toBe('');
    const said = [stdout, stderr.replace(`password ${shown}`, ''), log, ...server].join('\n');
    expect(log.split('\n').length).toBeGreaterThan(20);
    const files = await secretFiles();
    expect(files.length).toBeGreaterThanOrEqual(3);
    const secrets = [token, expired, forged, password, key, words, code, shown, ...files.flatMap(valuesOf)];
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
    for (const part of [token, expired, forged].map((one) => one.split('.')[2] ?? one)) expect(said).not.toContain(part);
  });

  it('stand in nothing that is said of a configuration that does not work', async () => {
    const secret = 'hunter2-of-the-database';
    const postgres = `postgres://covenant_app:${secret}@127.0.0.1:1/covenant`;
    const distributed = { PROFILE: 'distributed', PORT: '0', LOG_LEVEL: 'trace', OIDC_ISSUER: 'http://127.0.0.1:1', DATABASE_URL: postgres };
    const refused = [
      { ...distributed, DATABASE_URL: `mysql://covenant_app:${secret}@127.0.0.1:1/covenant` },
      { ...distributed, KAFKA_BROKERS: `u:${secret}@nowhere`, KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: secret },
      { ...distributed, EVENTSTORE_URL: `admin:${secret}@127.0.0.1:1`, EVENTSTORE_PASSWORD: secret, OIDC_ISSUER: `ftp://u:${secret}@x` },
    ];
    for (const environment of refused) expect(wordsFor(environment)).toMatch(/^The configuration is wrong\. (?!.*hunter2)/);
    const ended = await Promise.all(
      [distributed, { ...distributed, DATABASE_OWNER_URL: `postgres://covenant_owner:${secret}@127.0.0.1:port/covenant` }].map((environment) => startProcess(environment).ended),
    );
    expect(ended.map(({ code }) => code)).toEqual(ended.map(() => 1));
    for (const { stdout, stderr } of ended) expect([stdout, stderr].join('\n')).not.toContain(secret);
  });
});
