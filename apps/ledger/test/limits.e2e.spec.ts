import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { madeCity } from '../../../test/support/city.js';
import { startLedger, type Answer, type TestLedger } from '../../../test/support/ledger.js';

let ledger: TestLedger;
const most = 20;
const lodgings = 3;

beforeAll(async () => {
  ledger = await startLedger({ environment: { TRUST_PROXY: 'loopback', REQUESTS_PER_ADDRESS: String(most), REQUESTS_PER_CALLER: '5', LODGINGS_PER_HOUR: String(lodgings) } });
}, 240_000);
afterAll(() => ledger.stop());

const from = (address: string, path = '/v1/cities', token?: string, language = 'en'): Promise<Answer> =>
  ledger.ask(path, { token, headers: { 'x-forwarded-for': address, 'accept-language': language } });

/** Asks until it is told to wait. A window that ended meanwhile begins anew, so the number of tries is not told. */
const untilRefused = async (ask: () => Promise<Answer>): Promise<Answer> => {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const answer = await ask();
    if (answer.status === 429) return answer;
    expect(answer.status).toBe(200);
  }
  throw new Error('it was never told to wait');
};

const isTooMany = ({ headers, body }: Answer): void => {
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(body).toMatchObject({ type: '/problems/too-many-requests', status: 429 });
  expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(10);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
};

describe('requests are limited', () => {
  it('by address, whatever they ask for, and nobody else waits for it', async () => {
    const paths = ['/v1/cities', '/nowhere', '/health/live', '/', '/log/checkpoint'];
    const answers = await Promise.all(Array.from({ length: most * 3 }, (_, index) => from('203.0.113.7', paths[index % paths.length])));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(most * 2);
    refused.forEach(isTooMany);
    expect((await from('198.51.100.9')).status).toBe(200);
  });

  it.each([['es', 'Demasiadas peticiones'], ['fr', 'Trop de demandes'], ['tlh', 'Too many requests']])('and told so in %s', async (language, title) => {
    const refused = await untilRefused(() => from('203.0.113.8', '/health/live', undefined, language));
    isTooMany(refused);
    expect([refused.headers.get('content-language'), refused.body]).toEqual([language === 'tlh' ? 'en' : language, expect.objectContaining({ title })]);
  });

  it('by network, of IPv6: whoever has one address has them all', async () => {
    let last = 0;
    isTooMany(await untilRefused(() => from(`2001:db8:0:7::${(last += 1).toString(16)}`)));
    expect((await from('2001:db8:0:8::1')).status).toBe(200);
  });

  it('by caller, from wherever', async () => {
    const token = await ledger.token({ roles: ['staff'], subject: 'office:busy' });
    let last = 0;
    isTooMany(await untilRefused(() => from(`192.0.2.${(last = (last + 1) % 250)}`, '/v1/cities', token)));
    expect((await from('192.0.2.251', '/v1/cities', await ledger.token({ roles: ['staff'], subject: 'office:quiet' }))).status).toBe(200);
  });

  it('save those of programs on this machine', async () => {
    const token = await ledger.token({ roles: ['staff'], subject: 'office:here' });
    const answers = await Promise.all(Array.from({ length: most * 3 }, () => ledger.ask('/v1/cities', { token })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('and counted in the figures, without a word about who', async () => {
    isTooMany(await untilRefused(() => from('203.0.113.8')));
    const { text } = await ledger.ask('/metrics');
    expect(text).toMatch(/covenant_requests_limited_total\{by="address"\} [1-9]/);
    expect(text).not.toMatch(/203\.0\.113|office:/);
  });
});

describe('lodgings are limited by address', () => {
  const lodge = (address: string, body: object): Promise<Answer> => ledger.ask('/v1/grievances', { body, headers: { 'x-forwarded-for': address } });

  it('and what is no grievance takes nobody’s place, however often it is sent', async () => {
    const { cityId, dutyBearerId, groupId } = await madeCity(ledger);
    const whole = { cityId, dutyBearerId, groups: [groupId], rights: ['ICESCR-11.1'], text: 'The stove is cold.' };
    const [here, there] = ['203.0.113.20', '203.0.113.21'];
    for (const wrong of [{}, { ...whole, text: '' }, { ...whole, more: 1 }, { ...whole, rights: [] }]) expect((await lodge(here, wrong)).status).toBe(400);
    for (let lodged = 0; lodged < lodgings; lodged += 1) expect((await lodge(here, whole)).status).toBe(201);
    const above = await lodge(here, whole);
    expect([above.status, above.body]).toMatchObject([429, { type: '/problems/too-many-requests' }]);
    expect(Number(above.headers.get('retry-after'))).toBeGreaterThan(60);
    // A flood of them is one of requests like any other, and ends as soon.
    for (let sent = 0; ; sent += 1) {
      const answer = await lodge(there, {});
      if (answer.status === 429) {
        isTooMany(answer);
        break;
      }
      expect([answer.status, sent < 1_000]).toEqual([400, true]);
    }
  });
});
