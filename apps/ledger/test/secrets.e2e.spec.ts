import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIssuer } from '@covenant/access';
import { readSettings } from '@covenant/platform';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sentenceFor } from '../src/process/sentences.js';
import { filesIn, found } from '../../../test/support/bytes.js';
import { startProcess, type LedgerProcess } from '../../../test/support/ledger-process.js';
import type { Lodged } from '../../../test/support/lodged.js';

jest.setTimeout(180_000);

let dataDir: string;
/** Where the process and its PostgreSQL put temporary files. */
let temporary: string;
let ledger: LedgerProcess | undefined;

beforeAll(async () => {
  [dataDir, temporary] = [await mkdtemp(join(tmpdir(), 'covenant-secrets-')), await mkdtemp(join(tmpdir(), 'covenant-temporary-'))];
  // PostgreSQL may run under another account, and is elsewhere where that one cannot enter.
  await chmod(dataDir, 0o755);
  await chmod(temporary, 0o1777);
});
afterAll(async () => {
  ledger?.child.kill('SIGTERM');
  await ledger?.ended;
  for (const folder of [dataDir, temporary]) await rm(folder, { recursive: true, force: true });
});

const started = (): LedgerProcess => startProcess({ DATA_DIR: dataDir, TMPDIR: temporary, PORT: '0', LOG_LEVEL: 'trace' });

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
    ledger = started();
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

  it('that were erased stand in no byte of what the embedded profile keeps, its temporary files and its whole PostgreSQL included', async () => {
    ledger = started();
    const address = await ledger.ready;
    const issuer = await LocalIssuer.open(dataDir);
    const sent = async <T extends object>(path: string, body: object, who?: { readonly role: string; readonly cityId?: string }): Promise<T> => {
      const token = who === undefined ? undefined : await issuer.issue({ subject: `office:${who.role}-of-erasures`, roles: [who.role], audience: 'covenant', lifetime: 600, ...(who.cityId === undefined ? {} : { cityId: who.cityId }) });
      const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(path.endsWith('/unseal') ? {} : { 'idempotency-key': randomUUID() }) };
      const response = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
      return JSON.parse(text) as T;
    };
    const { id: cityId } = await sent<{ id: string }>('/v1/cities', { name: 'Erasures', slug: 'erasures', country: 'US', languages: ['en'], timeZone: 'UTC' }, { role: 'focal-point' });
    const words = { text: 'the boiler in flat 31 has been cold since May', contact: 'under the thirty-first bell', purpose: 'a purpose that everybody may read 5e2b' };
    const { text, contact, purpose } = words;
    const lodged = await sent<Lodged>('/v1/grievances', { cityId, rights: ['ICESCR-11.1'], text, contact });
    const opened = await sent<object>(`/v1/grievances/${lodged.id}/unseal`, { purpose }, { role: 'oversight', cityId });
    expect(JSON.stringify(opened)).toContain(text);
    const master = (await readFile(join(dataDir, 'subjects.key'), 'utf8')).trim();
    await sent(`/v1/subjects/${lodged.subject}/erase`, { cityId, grievanceId: lodged.id, ground: 'consent-withdrawn', reason: 'Letter 31' }, { role: 'oversight', cityId });
    const done = await sent<{ position: string }>(`/v1/subjects/${lodged.subject}/approve-erasure`, { reason: 'Looked at' }, { role: 'focal-point', cityId });
    // Whatever is made of files and tables to be read or taken along.
    for (const path of [`/v1/grievances?cityId=${cityId}&after=${done.position}`, `/v1/rows/grievances?cityId=${cityId}&after=${done.position}`, `/v1/bundles?cityId=${cityId}`]) {
      await (await fetch(address + path, { headers: { accept: 'text/csv, */*' } })).arrayBuffer();
    }
    ledger.child.kill('SIGTERM');
    expect((await ledger.ended).code).toBe(0);
    ledger = undefined;
    const needles = { text: Buffer.from(text), contact: Buffer.from(contact), code: Buffer.from(lodged.code), master: Buffer.from(master), masterBytes: Buffer.from(master, 'base64'), purpose: Buffer.from(purpose) };
    // The search finds what is there: what is public, and what this test puts among the temporary files.
    const kept = [...(await filesIn(dataDir)), ...(await filesIn(await realpath(join(dataDir, 'postgres'))))];
    expect(await found(kept, needles)).toEqual(['purpose']);
    expect(await found(await filesIn(temporary), needles)).toEqual([]);
    await writeFile(join(temporary, 'left-behind'), contact);
    expect(await found(await filesIn(temporary), needles)).toEqual(['contact']);
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
