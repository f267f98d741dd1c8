import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { v7 } from 'uuid';
import { commitmentBody, madeCity, obligationBody, type TestCity } from '../../../test/support/city.js';
import { startLedger, type Answer, type Ask, type TestLedger } from '../../../test/support/ledger.js';

jest.setTimeout(240_000);

interface ProblemBody extends Record<string, unknown> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

let ledger: TestLedger;
let city: TestCity;
let staff: string;

beforeAll(async () => {
  ledger = await startLedger({ now: () => Date.parse('2026-03-31T12:00:00Z') });
  city = await madeCity(ledger);
  staff = await ledger.token(city.staff);
}, 240_000);
afterAll(() => ledger.stop());

/** Sends something that must be refused, and sees to it that nothing was written and nothing was given away. */
const refused = async (path: string, ask: Ask, status: number, code: string): Promise<Answer<ProblemBody>> => {
  const before = await ledger.parts.store.head();
  const answer = await ledger.ask<ProblemBody>(path, ask);
  expect({ status: answer.status, type: answer.body.type }).toEqual({ status, type: `/problems/${code}` });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.stringMatching(/\S/), instance: expect.any(String) });
  expect(answer.body.instance).toBe(answer.headers.get('x-request-id'));
  expect(answer.text).not.toMatch(/node_modules|\.ts:|\.js:|SELECT |INSERT |postgres|127\.0\.0\.1/);
  expect(await ledger.parts.store.head()).toBe(before);
  const page = await ledger.ask(answer.body.type);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  return answer;
};

const pointers = (answer: Answer<ProblemBody>): string[] => (answer.body.errors ?? []).map(({ pointer }) => pointer).sort();
const make = (body: unknown): Ask => ({ token: staff, body });
const good = (): Record<string, unknown> => commitmentBody(city, '2027-01-31');

describe('members of the body', () => {
  it('names every wrong member at once, nested ones and items of lists too', async () => {
    const answer = await refused('/v1/commitments', make({
      ...good(),
      title: 7,
      rights: ['ICESCR-11.1', 'NOPE-1'],
      dueOn: '2027-02-30',
      graceDays: 1.5,
      milestones: [{ title: 'ok' }, { title: '', dueOn: 'soon', color: 'red' }],
      forum: { session: 4 },
      colour: 'blue',
      'a/b~c': 1,
    }), 400, 'invalid-input');
    expect(pointers(answer)).toEqual([
      '/a~1b~0c',
      '/colour',
      '/dueOn',
      '/forum/name',
      '/forum/session',
      '/graceDays',
      '/milestones/1/color',
      '/milestones/1/dueOn',
      '/milestones/1/title',
      '/rights/1',
      '/title',
    ]);
  });

  it.each(['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty'])('refuses a member named %s', async (name) => {
    const raw = JSON.stringify(good()).replace(/}$/, `,${JSON.stringify(name)}:{"x":1}}`);
    expect(pointers(await refused('/v1/commitments', { token: staff, raw }, 400, 'invalid-input'))).toEqual([`/${name}`]);
  });

  it('refuses such members inside others', async () => {
    const raw = JSON.stringify({ ...good(), forum: { name: 'Council' } }).replace('"Council"', '"Council","__proto__":{"name":"x"}');
    expect(pointers(await refused('/v1/commitments', { token: staff, raw }, 400, 'invalid-input'))).toEqual(['/forum/__proto__']);
  });

  it.each([['[]'], ['[{}]'], ['null'], ['"text"'], ['7'], ['true']])('takes the body %s for no object', async (raw) => {
    expect(pointers(await refused('/v1/commitments', { token: staff, raw }, 400, 'invalid-input'))).toEqual(['']);
  });

  it('takes null for a wrong value, not for a missing one', async () => {
    expect(pointers(await refused('/v1/commitments', make({ ...good(), description: null }), 400, 'invalid-input'))).toEqual(['/description']);
  });

  it.each([
    ['a lone surrogate', '"\\ud800"'],
    ['NUL', '"a\\u0000b"'],
  ])('refuses text with %s', async (_what, text) => {
    const raw = JSON.stringify({ ...good(), title: 'HERE' }).replace('"HERE"', text);
    expect(pointers(await refused('/v1/commitments', { token: staff, raw }, 400, 'invalid-input'))).toEqual(['/title']);
  });

  it.each(['\u200b', '\u0001', '\u00ad\u200d', ' \u202e ', '\u001b'])('refuses a title of nothing that can be seen', async (title) => {
    expect(pointers(await refused('/v1/commitments', make({ ...good(), title }), 400, 'invalid-input'))).toEqual(['/title']);
  });

  it('refuses unknown members of an empty command', async () => {
    const made = await ledger.send('/v1/obligations', city.staff, obligationBody(city));
    expect(pointers(await refused(`/v1/obligations/${made.id}/accept`, make({ reason: 'x' }), 400, 'invalid-input'))).toEqual(['/reason']);
  });
});

describe('the body itself', () => {
  it.each([
    ['cut short', '{"title": "x"'],
    ['with a comma too many', '{"title": "x",}'],
    ['in single quotes', "{'title': 'x'}"],
    ['with NaN', '{"share": NaN}'],
    ['empty', ''],
    ['with a member twice', '{"title":"a","title":"b"}'],
    ['with a member twice, once escaped', '{"title":"a","\\u0074itle":"b"}'],
    ['nested too deeply', `{"a":${'['.repeat(20)}${']'.repeat(20)}}`],
    ['nested without end', `${'['.repeat(30_000)}`],
  ])('is refused when it is %s', async (_what, raw) => {
    await refused('/v1/commitments', { method: 'POST', token: staff, raw, headers: { 'content-type': 'application/json' } }, 400, 'malformed-json');
  });

  it('is refused when it is not UTF-8', async () => {
    await refused('/v1/commitments', { token: staff, raw: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }, 400, 'malformed-json');
  });

  it('is refused over 64 KiB, whether its length is announced or not', async () => {
    await refused('/v1/commitments', make({ ...good(), description: 'x'.repeat(70_000) }), 413, 'too-large');
    const head = `POST /v1/commitments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${staff}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`;
    expect(await rawly(head + chunk.repeat(6) + '0\r\n\r\n')).toMatch(/^HTTP\/1\.1 413 .*\/problems\/too-large/s);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'text/html', 'application/jsonp', 'multipart/form-data; boundary=x'])('is refused as %s', async (type) => {
    await refused('/v1/commitments', { ...make(good()), headers: { 'content-type': type } }, 415, 'unsupported-media-type');
  });
});

describe('what the body says of itself', () => {
  it.each(['application/json; charset=latin1', 'application/json;charset="utf-16"'])('is refused as %s', async (type) => {
    await refused('/v1/commitments', { ...make(good()), headers: { 'content-type': type } }, 415, 'unsupported-media-type');
  });

  it('is refused when it comes packed', async () => {
    await refused('/v1/commitments', { ...make(good()), headers: { 'content-encoding': 'gzip' } }, 415, 'unsupported-media-type');
  });

  it('is taken as UTF-8, however that is written', async () => {
    const headers = { 'content-type': 'application/json; Charset="UTF-8"', 'content-encoding': 'identity' };
    expect((await ledger.ask('/v1/commitments', { ...make(good()), headers })).status).toBe(201);
  });

  it('has no revision to match when it begins a record', async () => {
    const answer = await refused('/v1/commitments', { ...make(good()), headers: { 'if-match': '"5"' } }, 412, 'stale-revision');
    expect([answer.body.detail, answer.headers.get('etag')]).toEqual([expect.stringContaining('leave If-Match out'), null]);
  });
});

describe('times and states that do not exist', () => {
  it.each(['9999-12-31T23:59:59-23:59', '1000-01-01T00:00:00+00:01'])('are refused: %s', async (time) => {
    const at = encodeURIComponent(time);
    expect(pointers(await refused(`/v1/audit?to=${at}`, {}, 400, 'invalid-input'))).toEqual(['/to']);
    expect(pointers(await refused(`/v1/commitments/${city.cityId}?asOf=${at}`, {}, 400, 'invalid-input'))).toEqual(['/asOf']);
  });

  it.each(['2026-03-31T12:00:00+17:15', '2026-03-31T12:00:00.123456789-23:59'])('are not those of a far offset: %s', async (time) => {
    const at = encodeURIComponent(time);
    expect((await ledger.ask(`/v1/audit?from=${at}&to=${at}`)).status).toBe(200);
    await refused(`/v1/commitments/${city.cityId}?asOf=${at}`, {}, 404, 'not-found');
  });

  it.each(['nope', 'none', 'constructor'])('are refused: the state %s', async (state) => {
    expect(pointers(await refused(`/v1/commitments?state=${state}`, {}, 400, 'invalid-input'))).toEqual(['/state']);
  });
});

describe('tokens', () => {
  const make401 = async (token: string | undefined, headers: Record<string, string> = {}) => {
    const answer = await refused('/v1/commitments', { token, body: good(), headers }, 401, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    return answer;
  };

  it('are needed to record', async () => void (await make401(undefined)));
  it('are refused when they are no tokens', async () => void (await make401('x.y.z')));
  it('are refused under another scheme', async () => void (await make401(undefined, { authorization: 'Basic dXNlcjpwYXNz' })));
  it('are refused when they have expired', async () => {
    const answer = await make401(await ledger.token({ ...city.staff, lifetime: -120 }));
    expect(answer.body.detail).toContain('expired');
  });
  it('are refused when they are forged', async () => {
    const [header, payload = '', signature = ''] = staff.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const other = Buffer.from(JSON.stringify({ ...claims, roles: ['oversight'] })).toString('base64url');
    await make401([header, other, signature].join('.'));
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    await make401([none, payload, ''].join('.'));
    // Not at its end, where one signature in sixteen has just these letters: the highest byte of Ed25519's number is small.
    await make401([header, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.'));
  });
  it('that are bad are refused even where none is needed', async () => {
    await refused('/v1/commitments', { token: 'x.y.z' }, 401, 'unauthenticated');
  });
  it('never give the role of the ledger itself', async () => {
    const token = await ledger.token({ ...city.staff, roles: ['system'] });
    await refused('/v1/commitments', { token, body: good() }, 403, 'role-not-allowed');
  });
  it('do not reach another city', async () => {
    const token = await ledger.token({ ...city.staff, cityId: v7() });
    await refused('/v1/commitments', { token, body: good() }, 403, 'other-city');
  });
  it('do not speak for another duty-bearer', async () => {
    await refused('/v1/commitments', { token: await ledger.token(city.otherStaff), body: good() }, 403, 'other-duty-bearer');
  });
});

describe('addresses and records', () => {
  it('that do not exist are 404', async () => {
    await refused('/v1/nothing', {}, 404, 'not-found');
    await refused(`/v1/commitments/${v7()}`, {}, 404, 'not-found');
    await refused(`/v1/commitments/${v7()}/history`, {}, 404, 'not-found');
    await refused('/v1/commitments/not-an-id', {}, 404, 'not-found');
    await refused(`/v1/commitments/${v7()}/report-progress`, make({ text: 'x' }), 404, 'not-found');
    await refused(`/v1/commitments/${v7()}/fall-due`, make({ dueOn: '2027-01-31' }), 404, 'not-found');
  });

  it('that are named must exist in the same city', async () => {
    const elsewhere = await madeCity(ledger);
    const body = { ...good(), obligations: [v7()], groups: [elsewhere.groupId] };
    const answer = await refused('/v1/commitments', make(body), 422, 'unknown-record');
    expect(pointers(answer)).toEqual(['/groups/0', '/obligations/0']);
  });

  it('that do not take a method say which they take', async () => {
    const answer = await refused(`/v1/commitments/${v7()}`, { method: 'DELETE', token: staff }, 405, 'method-not-allowed');
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
    const asked = await refused('/v1/commitments', { method: 'OPTIONS' }, 405, 'method-not-allowed');
    expect(asked.headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it('take no method that is known nowhere', async () => {
    const asked = (method: string): Promise<string> => rawly(`${method} /v1/commitments HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(await asked('TRACE')).toMatch(/^HTTP\/1\.1 405 .*allow: GET, HEAD, POST.*\/problems\/method-not-allowed/s);
    expect(await asked('PROPFIND')).toMatch(/^HTTP\/1\.1 501 .*\/problems\/method-unknown/s);
    expect(await asked('BREW')).toMatch(/^HTTP\/1\.1 400 .*\/problems\/malformed-request/s);
  });

  it('answer HEAD as they answer GET, without the body', async () => {
    const get = await ledger.ask('/v1/commitments?limit=1');
    const head = (query: string): Promise<Response> => fetch(`${ledger.url}/v1/commitments?${query}`, { method: 'HEAD' });
    const answer = await head('limit=1');
    expect([answer.status, await answer.text(), answer.headers.get('content-length')]).toEqual([200, '', String(Buffer.byteLength(get.text))]);
    expect((await head('limit=0')).status).toBe(400);
  });

  it.each(['%00', '%C0%AF', '..%2F..%2Fetc%2Fpasswd', '%252e', '%F0%9F%8F%A0', "'%20OR%201=1"])('hold nothing under %s', async (part) => {
    const answer = await ledger.ask<ProblemBody>(`/v1/commitments/${part}`);
    expect([400, 404]).toContain(answer.status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('that cannot be read are malformed', async () => {
    const answer = await ledger.ask<ProblemBody>('/v1/commitments/%ZZ');
    expect([answer.status, answer.body.type]).toEqual([400, '/problems/malformed-request']);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('that are not HTTP at all get a problem too', async () => {
    expect(await rawly('THIS IS NOT HTTP\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*\/problems\/malformed-request/s);
    expect(await rawly(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 .*\/problems\/headers-too-large/s);
  });
});

describe('headers and queries', () => {
  it('names every wrong header at once', async () => {
    const made = await ledger.send('/v1/commitments', city.staff, good());
    const headers = { 'idempotency-key': 'with blanks in it', 'if-match': '3', 'x-correlation-id': 'é'.normalize('NFC') };
    const answer = await refused(`/v1/commitments/${made.id}/report-progress`, { ...make({ text: 'x' }), headers }, 400, 'invalid-input');
    expect(pointers(answer)).toEqual(['/headers/idempotency-key', '/headers/if-match', '/headers/x-correlation-id']);
    const long = { ...make({ text: 'x' }), headers: { 'idempotency-key': 'k'.repeat(256) } };
    await refused(`/v1/commitments/${made.id}/report-progress`, long, 400, 'invalid-input');
  });

  it.each([
    ['limit=0&sort=colour&right=NOPE&overdue=perhaps&cityId=7', ['/cityId', '/limit', '/overdue', '/right', '/sort']],
    ['limit=201', ['/limit']],
    ['limit=99999999999999999999', ['/limit']],
    ['limit=1e2', ['/limit']],
    ['limit=0x10', ['/limit']],
    ['limit=1.5', ['/limit']],
    ['limit=-1&q=a&q=b', ['/limit', '/q']],
    ['limit=10&limit=20', ['/limit']],
    ['color=red', ['/color']],
    ['constructor=1', ['/constructor']],
    ['__proto__=1', ['/__proto__']],
    ['cursor=never-given', ['/cursor']],
    ['q=%00', ['/q']],
    ['after=abc', ['/after']],
    ['after=99999999999', ['/after']],
  ])('names every wrong parameter of ?%s', async (query, expected) => {
    expect(pointers(await refused(`/v1/commitments?${query}`, {}, 400, 'invalid-input'))).toEqual(expected);
  });

  it('refuses forms that are not offered', async () => {
    await refused('/v1/commitments', { headers: { accept: 'application/xml' } }, 406, 'not-acceptable');
  });
});

describe('what the domain refuses', () => {
  it('names every broken rule of a body at once, with what would have been right', async () => {
    const late = { title: 'Late', dueOn: '2028-01-01' };
    const body = { ...good(), milestones: [late, { title: 'In time', dueOn: '2026-12-31' }, late] };
    const answer = await refused('/v1/commitments', make(body), 422, 'milestone-after-due');
    expect(pointers(answer)).toEqual(['/milestones/0/dueOn', '/milestones/2/dueOn']);
  });

  it('says which state would allow it', async () => {
    const made = await ledger.send('/v1/commitments', city.staff, good());
    const token = await ledger.token(city.oversight);
    const verdict = { token, body: { grade: 'A', reasons: 'Seen.' } };
    const answer = await refused(`/v1/commitments/${made.id}/verify`, verdict, 409, 'wrong-state');
    expect(answer.body.detail).toContain('reported fulfilled');
  });
});

/** Bytes to the server and back, without an HTTP client in between. */
function rawly(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(ledger.url);
    const socket = connect(Number(port), hostname, () => socket.write(request));
    const said: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => {
      said.push(chunk);
      if (Buffer.concat(said).includes('}')) socket.end();
    });
    socket.on('close', () => resolve(Buffer.concat(said).toString()));
    socket.on('error', reject);
  });
}
