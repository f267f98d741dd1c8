// A council over HTTP: who declared a conflict neither votes nor approves, wherever else in the city something is approved.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { commitmentBody, evidenceFile, madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type Answer, type TestLedger, type Who } from '../../../test/support/ledger.js';

jest.setTimeout(240_000);

let ledger: TestLedger;
let beside: TestLedger;
let city: TestCity;
let at: string;
let youth: Who;
let culture: Who;
let time = Date.parse('2026-03-31T12:00:00Z');

const extension = { dueOn: '2028-01-31', reason: 'Supply.', approvedBy: { body: 'council', reference: 'Resolution 1' } };
const made = async (): Promise<string> => (await ledger.send('/v1/commitments', city.staff, commitmentBody(city, '2027-01-31'))).id;
const declare = (who: Who, seat: string, id: string) =>
  ledger.send(`${at}/declare-conflict`, who, { seat, record: { kind: 'commitment', id }, reason: 'A cousin works there.' });
const asked = async (path: string, who: Who, body: object, of: TestLedger = ledger): Promise<Answer> => of.ask(path, { token: await of.token(who), body });
const problem = ({ status, body }: Answer): readonly unknown[] => [status, body['type']];

beforeAll(async () => {
  ledger = await startLedger({ now: () => time });
  city = await madeCity(ledger);
  [youth, culture] = ['youth', 'culture'].map((seat): Who => ({ ...city.council, subject: `office-of-${seat}` })) as [Who, Who];
  const seats = [{ constituency: 'youth', number: 1 }, { constituency: 'cultural', number: 2 }];
  const council = await ledger.send('/v1/councils', city.focalPoint, { cityId: city.cityId, name: 'Human Rights Council', mandate: 'Rights.', seats });
  expect(council).toMatchObject({ id: city.cityId, stream: `council-${city.cityId}` });
  at = `/v1/councils/${council.id}`;
  for (const [seat, office] of [['s1', 'office-of-youth'], ['s2', 'office-of-culture'], ['s3', 'office-three']] as const) {
    await ledger.send(`${at}/appoint-member`, city.focalPoint, { seat, office, from: '2026-01-01' });
  }
  beside = await startLedger({ now: () => time, beside: ledger });
}, 240_000);
afterAll(async () => {
  await beside.stop();
  await ledger.stop();
});

describe('the council of a city', () => {
  it('is one, under the city’s own id', async () => {
    const again = { cityId: city.cityId, name: 'Another', mandate: 'Rights.', seats: [{ constituency: 'business', number: 3 }] };
    expect(problem(await asked('/v1/councils', city.focalPoint, again))).toEqual([409, '/problems/already-begun']);
    const unknown = { ...again, cityId: city.groupId };
    expect(problem(await asked('/v1/councils', { ...city.focalPoint, cityId: city.groupId }, unknown))).toEqual([422, '/problems/unknown-record']);
  });

  it('stands as it was at any entry, and so does the city of the same id', async () => {
    await ledger.parts.reading.currentAll();
    const now = await ledger.ask<{ entry: number; revision: number; seats: object[] }>(at);
    expect((await ledger.ask(`${at}?asOf=${now.body.entry}`)).body).toEqual(now.body);
    expect((await ledger.ask(`/v1/cities/${city.cityId}?asOf=${now.body.entry}`)).body).toMatchObject({ revision: 0, name: expect.stringContaining('Test City') });
    expect((await ledger.ask<{ items: unknown[] }>(`/v1/cities/${city.cityId}/history`)).body.items).toHaveLength(1);
    expect((await ledger.ask<{ items: unknown[] }>(`/v1/councils?cityId=${city.cityId}`)).body.items).toHaveLength(1);
  });
});

describe('a conflict that was declared', () => {
  it('keeps its office from approving on that record, and nobody else, and on no other record', async () => {
    const [id, other] = [await made(), await made()];
    await ledger.send(`/v1/commitments/${id}/extend`, youth, { ...extension, dueOn: '2027-06-30' });
    await declare(youth, 's1', id);
    expect(problem(await asked(`/v1/commitments/${id}/extend`, youth, extension))).toEqual([403, '/problems/own-conflict']);
    expect(problem(await asked(`/v1/commitments/${id}/withdraw`, { ...youth, roles: ['focal-point', 'council'] }, { reason: 'Over.', approvedBy: extension.approvedBy }))).toEqual([
      403,
      '/problems/own-conflict',
    ]);
    await ledger.send(`/v1/commitments/${id}/extend`, culture, extension);
    await ledger.send(`/v1/commitments/${other}/extend`, youth, extension);
    await ledger.send(`/v1/commitments/${id}/report-fulfilled`, city.staff, { text: 'All.', evidence: [evidenceFile('8')] });
    expect(problem(await asked(`/v1/commitments/${id}/verify`, youth, { grade: 'A', reasons: 'Seen.' }))).toEqual([403, '/problems/own-conflict']);
    await ledger.send(`/v1/commitments/${id}/verify`, culture, { grade: 'A', reasons: 'Seen.' });
  });

  it('counts at once in every process, however long that one has remembered the council', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await made();
      expect((await asked(`/v1/commitments/${id}/extend`, youth, { ...extension, dueOn: '2027-06-30' }, beside)).status).toBe(200);
      await declare(youth, 's1', id);
      expect(problem(await asked(`/v1/commitments/${id}/extend`, youth, extension, beside))).toEqual([403, '/problems/own-conflict']);
    }
  });

  it('keeps its seat from voting, by seat or hidden in counts, and the quorum is of the others', async () => {
    const id = await made();
    await declare(youth, 's1', id);
    for (const key of ['by-seat', 'by-count']) {
      await ledger.send(`${at}/move-resolution`, city.council, { key, title: 'Homes', text: 'More.', records: [{ kind: 'commitment', id }] });
    }
    const vote = (who: Who, body: object): Promise<Answer> => asked(`${at}/vote`, who, body);
    expect(problem(await vote(youth, { resolution: 'by-seat', votes: [{ seat: 's1', vote: 'yes' }] }))).toEqual([403, '/problems/own-conflict']);
    expect(problem(await vote(city.council, { resolution: 'by-seat', votes: [{ seat: 's1', vote: 'yes' }] }))).toEqual([422, '/problems/seat-in-conflict']);
    expect(problem(await vote(culture, { resolution: 'by-seat', votes: [{ seat: 's3', vote: 'yes' }] }))).toEqual([403, '/problems/other-seat']);
    expect(problem(await vote(city.council, { resolution: 'by-count', counts: { yes: 3, no: 0, abstain: 0 } }))).toEqual([422, '/problems/too-many-votes']);
    expect((await vote(youth, { resolution: 'by-seat', votes: [{ seat: 's1', vote: 'excused' }] })).status).toBe(200);
    expect((await vote(culture, { resolution: 'by-seat', votes: [{ seat: 's2', vote: 'yes' }] })).status).toBe(200);
    // One of two who may vote is half of them, and half is no quorum.
    expect(problem(await asked(`${at}/adopt-resolution`, culture, { resolution: 'by-seat' }))).toEqual([409, '/problems/no-quorum']);
    expect((await vote(city.council, { resolution: 'by-seat', votes: [{ seat: 's3', vote: 'abstain' }] })).status).toBe(200);
    expect(problem(await asked(`${at}/adopt-resolution`, youth, { resolution: 'by-seat' }))).toEqual([403, '/problems/own-conflict']);
    const adopted = await ledger.send(`${at}/adopt-resolution`, culture, { resolution: 'by-seat' });
    const { body } = await ledger.ask<{ resolutions: readonly { readonly key: string }[] }>(`${at}?after=${adopted.position}`);
    expect(body.resolutions.find(({ key }) => key === 'by-seat')).toMatchObject({
      outcome: { adopted: true, entitled: 2, tally: { yes: 1, no: 0, abstain: 1, absent: 0, excused: 1 } },
    });
  });
});

describe('a recommendation', () => {
  it('that was not answered in time is told by the clock, and passes to a successor', async () => {
    const recommended = { dutyBearerId: city.otherDutyBearerId, text: 'Hire.', answerDueOn: '2026-04-10', key: 'hire' };
    await ledger.send(`${at}/recommend`, city.council, recommended);
    expect(problem(await asked(`/v1/duty-bearers/${city.otherDutyBearerId}/dissolve`, city.focalPoint, { reason: 'Merged.' }))).toEqual([422, '/problems/successor-missing']);
    await ledger.send(`/v1/duty-bearers/${city.otherDutyBearerId}/dissolve`, city.focalPoint, { reason: 'Merged.', successorId: city.dutyBearerId });
    time = Date.parse('2026-04-11T12:00:00Z');
    const written = async (): Promise<readonly string[]> => (await ledger.parts.store.readStream(`council-${city.cityId}`)).map(({ type }) => type);
    // In the distributed profile a clock of its own is about, on another day: this one is asked.
    for (let looks = 0; looks < 3; looks += 1) {
      await ledger.parts.reading.currentAll();
      await ledger.parts.clock.look();
    }
    expect((await written()).filter((type) => type === 'CouncilAnswerFellDue' || type === 'CouncilRecommendationsReassigned').sort()).toEqual([
      'CouncilAnswerFellDue',
      'CouncilRecommendationsReassigned',
    ]);
    await ledger.parts.reading.currentAll();
    expect((await ledger.ask(at)).body).toMatchObject({ overdue: true });
    // The first page lists it among what is late, with who is to answer now.
    const { text } = await ledger.ask('/');
    expect(text).toContain(`${at}/history`);
    expect(text.slice(text.indexOf(`${at}/history`), text.indexOf(`${at}/history`) + 600)).toContain('Department of Housing');
    expect((await ledger.ask<{ overdue: number }>(`/v1/overview?cityId=${city.cityId}`)).body.overdue).toBe(1);
    const answered = await ledger.send(`${at}/answer-recommendation`, city.staff, { recommendation: 'hire', response: 'supported', text: 'Yes.' });
    expect((await ledger.ask(`${at}?after=${answered.position}`)).body).toMatchObject({ overdue: false });
  });
});
