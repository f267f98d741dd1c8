import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { commitmentBody, madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type Recorded, type TestLedger } from '../../../test/support/ledger.js';

jest.setTimeout(240_000);

let ledger: TestLedger;
let city: TestCity;
let staff: string;

beforeAll(async () => {
  ledger = await startLedger({ now: () => Date.parse('2026-03-31T12:00:00Z') });
  city = await madeCity(ledger);
  staff = await ledger.token(city.staff);
}, 240_000);
afterAll(() => ledger.stop());

let keys = 0;
const newKey = (): string => `key-${(keys += 1)}`;
const post = (path: string, body: unknown, headers: Record<string, string> = {}, token = staff) =>
  ledger.ask<Recorded & { type: string; revision: number }>(path, { token, body, headers });
const made = async (): Promise<Recorded> => ledger.send('/v1/commitments', city.staff, commitmentBody(city, '2027-01-31'));
const entries = async (stream: string): Promise<number> => (await ledger.parts.store.readStream(stream)).length;

describe('the same key', () => {
  it('with the same body gives the first receipt again and writes nothing', async () => {
    const key = { 'idempotency-key': newKey() };
    const first = await post('/v1/commitments', commitmentBody(city, '2027-01-31'), key);
    const again = await post('/v1/commitments', commitmentBody(city, '2027-01-31'), key);
    expect(first.status).toBe(201);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('location')).toBe(`/v1/commitments/${first.body.id}`);
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await entries(first.body.stream)).toBe(1);
  });

  it('does not mind how the body is written', async () => {
    const key = { 'idempotency-key': newKey() };
    const body = commitmentBody(city, '2027-01-31');
    const first = await post('/v1/commitments', body, key);
    const turned = Object.fromEntries(Object.entries(body).reverse());
    const raw = JSON.stringify(turned, undefined, 4);
    const again = await ledger.ask('/v1/commitments', { token: staff, raw, headers: key });
    expect(again.body).toEqual(first.body);
  });

  it('with another body, another command or another record is refused', async () => {
    const one = await made();
    const other = await made();
    const key = { 'idempotency-key': newKey() };
    const at = `/v1/commitments/${one.id}`;
    expect((await post(`${at}/report-progress`, { text: 'First.' }, key)).status).toBe(200);
    const attempts = [
      post(`${at}/report-progress`, { text: 'Second.' }, key),
      post(`${at}/report-progress`, { text: 'First.', effectiveOn: '2026-03-30' }, key),
      post(`${at}/add-milestone`, { title: 'First.' }, key),
      post(`/v1/commitments/${other.id}/report-progress`, { text: 'First.' }, key),
      post('/v1/commitments', commitmentBody(city, '2027-01-31'), key),
    ];
    for (const answer of await Promise.all(attempts)) {
      expect([answer.status, answer.body.type]).toEqual([422, '/problems/key-reused']);
    }
    expect(await entries(one.stream)).toBe(2);
    expect(await entries(other.stream)).toBe(1);
  });

  it('of another person is another key', async () => {
    const key = { 'idempotency-key': newKey() };
    const first = await post('/v1/commitments', commitmentBody(city, '2027-01-31'), key);
    const other = await post('/v1/commitments', commitmentBody(city, '2027-01-31'), key, await ledger.token({ ...city.staff, subject: 'somebody-else' }));
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
  });

  it('shows its receipt to nobody of another city, and to nobody who has lost the role', async () => {
    const key = { 'idempotency-key': newKey() };
    const first = await post('/v1/commitments', commitmentBody(city, '2027-01-31'), key);
    const elsewhere = await madeCity(ledger);
    for (const who of [{ ...city.staff, cityId: elsewhere.cityId }, { ...city.staff, roles: ['resident'] }, { roles: ['staff'], subject: city.staff.subject ?? '' }]) {
      const answer = await post('/v1/commitments', commitmentBody(city, '2027-01-31'), key, await ledger.token(who));
      expect([answer.status, answer.body.type, answer.text.includes(first.body.id)]).toEqual([422, '/problems/key-reused', false]);
    }
    const several = await ledger.token({ ...city.staff, roles: ['resident', 'staff'] });
    expect((await post('/v1/commitments', commitmentBody(city, '2027-01-31'), key, several)).body).toEqual(first.body);
  });

  it('sent many times at once writes once and answers everybody alike', async () => {
    const key = { 'idempotency-key': newKey() };
    const answers = await Promise.all(Array.from({ length: 24 }, () => post('/v1/commitments', commitmentBody(city, '2027-01-31'), key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const at = `/v1/commitments/${answers[0]?.body.id}`;
    const progress = { 'idempotency-key': newKey() };
    const later = await Promise.all(Array.from({ length: 24 }, () => post(`${at}/report-progress`, { text: 'Half.', share: 0.5 }, progress)));
    expect(new Set(later.map(({ text }) => text)).size).toBe(1);
    expect(await entries(answers[0]?.body.stream ?? '')).toBe(2);
  });

  it('sent at once with different bodies lets one win and refuses the other', async () => {
    const key = { 'idempotency-key': newKey() };
    const bodies = Array.from({ length: 12 }, (_, index) => ({ ...commitmentBody(city, '2027-01-31'), title: `Title ${index}` }));
    const answers = await Promise.all(bodies.map((body) => post('/v1/commitments', body, key)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(11);
  });

  it('still gives the first receipt when the command would be refused by now, and past If-Match', async () => {
    const one = await made();
    const key = { 'idempotency-key': newKey(), 'if-match': '"0"' };
    const extension = { dueOn: '2027-06-30', reason: 'Supply.', approvedBy: { body: 'focal-point', reference: 'Letter 4' } };
    const focalPoint = await ledger.token(city.focalPoint);
    const first = await post(`/v1/commitments/${one.id}/extend`, extension, key, focalPoint);
    const again = await post(`/v1/commitments/${one.id}/extend`, extension, key, focalPoint);
    expect(first.status).toBe(200);
    expect(again.body).toEqual(first.body);
    const afresh = await post(`/v1/commitments/${one.id}/extend`, extension, { 'idempotency-key': newKey() }, focalPoint);
    expect(afresh.status).toBe(422);
  });

  it('survives a restart of everything but the database', async () => {
    const key = { 'idempotency-key': newKey() };
    const first = await post('/v1/commitments', commitmentBody(city, '2027-01-31'), key);
    ledger.parts.forgetCached();
    expect((await post('/v1/commitments', commitmentBody(city, '2027-01-31'), key)).body).toEqual(first.body);
  });
});

describe('If-Match', () => {
  it('lets exactly one of many win, and tells the others where the record is', async () => {
    const one = await made();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => post(`/v1/commitments/${one.id}/report-progress`, { text: `Report ${index}.` }, { 'if-match': '"0"' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const lost = answers.filter(({ status }) => status === 412);
    expect(lost).toHaveLength(9);
    expect(lost.every(({ body, headers }) => body.type === '/problems/stale-revision' && body.revision === 1 && headers.get('etag') === '"1"')).toBe(true);
    expect(await entries(one.stream)).toBe(2);
  });

  it('is the ETag of a receipt and of a record', async () => {
    const one = await made();
    const answer = await post(`/v1/commitments/${one.id}/report-progress`, { text: 'Begun.' }, { 'if-match': `"${one.revision}"` });
    expect(answer.headers.get('etag')).toBe('"1"');
    const record = await ledger.ask(`/v1/commitments/${one.id}?after=${answer.body.position}`);
    expect(record.headers.get('etag')).toBe('"1"');
    const unchanged = await ledger.ask(`/v1/commitments/${one.id}`, { headers: { 'if-none-match': '"1"' } });
    expect([unchanged.status, unchanged.text]).toEqual([304, '']);
  });
});

describe('without If-Match', () => {
  it('commands that come at once are each decided on the newest state, and none is lost', async () => {
    const one = await made();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => post(`/v1/commitments/${one.id}/report-progress`, { text: `Report ${index}.` })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(answers.map(({ body }) => body.revision).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('a state that no longer allows a command refuses it, however many send it', async () => {
    const one = await made();
    const approval = { reason: 'Superseded.', approvedBy: { body: 'focal-point', reference: 'Letter 5' } };
    const focalPoint = await ledger.token(city.focalPoint);
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(`/v1/commitments/${one.id}/withdraw`, approval, {}, focalPoint)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
  });

  it('another process that is ahead is noticed, and the command decided afresh', async () => {
    const one = await made();
    const second = await startLedger({ beside: ledger, now: () => Date.parse('2026-03-31T12:00:00Z') });
    try {
      const token = await second.token(city.staff);
      const theirs = (index: number) => second.ask<Recorded>(`/v1/commitments/${one.id}/report-progress`, { token, body: { text: `Theirs ${index}.` } });
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => [theirs(index), post(`/v1/commitments/${one.id}/report-progress`, { text: `Ours ${index}.` })]).flat(),
      );
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      expect(new Set(answers.map(({ body }) => body.revision)).size).toBe(24);
    } finally {
      await second.stop();
    }
  });
});

describe('one slug', () => {
  it('goes to exactly one of many enrolments at once, in this process or another', async () => {
    const second = await startLedger({ beside: ledger });
    const body = { name: 'Twice', slug: 'twice', country: 'US', languages: ['en'], timeZone: 'UTC' };
    try {
      const who = { roles: ['focal-point'] };
      const answers = await Promise.all(
        [ledger, second, ledger, second, ledger, second].map(async (one) => one.ask<Recorded & { type: string }>('/v1/cities', { token: await one.token(who), body })),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status, body: { type } }) => status === 422 && type === '/problems/slug-taken')).toHaveLength(5);
    } finally {
      await second.stop();
    }
  });
});
