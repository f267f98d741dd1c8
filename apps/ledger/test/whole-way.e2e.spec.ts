import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { commitmentBody, evidenceFile, madeCity, obligationBody, type TestCity } from '../../../test/support/city.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';

jest.setTimeout(240_000);

let ledger: TestLedger;
let city: TestCity;

beforeAll(async () => {
  ledger = await startLedger({ now: () => Date.parse('2026-03-31T12:00:00Z') });
  city = await madeCity(ledger);
}, 240_000);
afterAll(() => ledger.stop());

describe('the whole way of a commitment', () => {
  it('goes from the obligation to the verdict, is read at every step, and is proved', async () => {
    const { staff, oversight, cityId } = city;
    const obligation = await ledger.send('/v1/obligations', staff, obligationBody(city));
    await ledger.send(`/v1/obligations/${obligation.id}/accept`, staff, { statement: 'It is ours.' });

    const made = await ledger.send('/v1/commitments', staff, {
      ...commitmentBody(city, '2027-06-30'),
      obligations: [obligation.id],
      milestones: [{ title: 'Sites chosen', dueOn: '2026-12-31' }],
    });
    expect(made.events.map(({ type }) => type)).toEqual(['CommitmentMade']);
    const at = `/v1/commitments/${made.id}`;
    await ledger.send(`${at}/report-progress`, staff, { text: 'Forty homes are built.', share: 0.2 });
    await ledger.send(`${at}/reach-milestone`, staff, { milestone: 'm1', evidence: [evidenceFile('1')] });
    await ledger.send(`${at}/report-fulfilled`, staff, { text: 'All homes are built.', evidence: [evidenceFile('2')] });
    const verified = await ledger.send(`${at}/verify`, oversight, { grade: 'A', reasons: 'We counted them.' });

    const shown = await ledger.ask(`${at}?after=${verified.position}`);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('etag')).toBe(`"${verified.revision}"`);
    expect(shown.body).toMatchObject({
      id: made.id,
      cityId,
      state: 'verified',
      share: expect.any(Number),
      obligations: [obligation.id],
      revision: 4,
      milestones: [{ key: 'm1', reached: true }],
      verdicts: [{ grade: 'A', by: { role: 'oversight' } }],
    });

    const history = await ledger.ask<{ items: { type: string; sentence: string; role: string; proof: string }[] }>(`${at}/history`);
    expect(history.body.items.map(({ type }) => type)).toEqual([
      'CommitmentMade',
      'CommitmentProgressReported',
      'CommitmentMilestoneReached',
      'CommitmentReportedFulfilled',
      'CommitmentVerified',
    ]);
    expect(history.body.items.every(({ sentence }) => sentence.endsWith('.'))).toBe(true);
    expect(history.body.items.at(-1)?.role).toBe('oversight');

    const proof = await whenCovered(history.body.items.at(-1)?.proof ?? '');
    expect(proof).toContain('c2sp.org/tlog-proof');
  });

  it('never lets the reporter, or their duty-bearer, verify', async () => {
    const made = await ledger.send('/v1/commitments', city.staff, commitmentBody(city, '2027-01-31'));
    const report = { text: 'Done.', evidence: [evidenceFile('3')] };
    await ledger.send(`/v1/commitments/${made.id}/report-fulfilled`, city.staff, report);
    const both = { ...city.staff, roles: ['staff', 'oversight'] };
    const answer = await ledger.ask(`/v1/commitments/${made.id}/verify`, {
      token: await ledger.token(both),
      body: { grade: 'A', reasons: 'I say so.' },
    });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ type: expect.stringMatching(/^\/problems\/own-/) });
  });
});

describe('the whole way of a scrutiny', () => {
  it('goes from opening through assessment and decision to the answer', async () => {
    const { focalPoint, oversight, staff } = city;
    const opened = await ledger.send('/v1/scrutinies', focalPoint, {
      cityId: city.cityId,
      title: 'Ordinance on encampments',
      rights: ['ICESCR-11.1'],
      instrument: { title: 'Ordinance 12', kind: 'ordinance', status: 'proposed' },
      trigger: 'new',
      dutyBearerId: city.dutyBearerId,
    });
    const at = `/v1/scrutinies/${opened.id}`;
    await ledger.send(`${at}/screen`, focalPoint, { fullAssessment: true, reasons: 'It touches on housing.' });
    const early = await ledger.ask(`${at}/decide`, {
      token: await ledger.token(oversight),
      body: { outcome: 'compatible', reasons: 'None.', decidedBy: { body: 'Ombuds office', on: '2026-03-30' } },
    });
    expect(early.status).toBe(409);
    await ledger.send(`${at}/assess`, focalPoint, {
      impacts: [
        {
          right: 'ICESCR-11.1',
          group: city.groupId,
          direction: 'negative',
          severity: { scale: 4, scope: 2, irremediability: 3 },
          likelihood: 4,
          mitigation: { kind: 'avoid', text: 'Offer places first.' },
        },
      ],
    });
    await ledger.send(`${at}/decide`, oversight, {
      outcome: 'compatible-with-conditions',
      reasons: 'Only with places offered first.',
      conditions: [{ text: 'A place is offered to everybody.', dueOn: '2026-09-30' }],
      decidedBy: { body: 'Ombuds office', on: '2026-03-30' },
    });
    const answered = await ledger.send(`${at}/answer`, staff, { answer: 'amend', reasons: 'We amend it.', doneBy: '2026-08-01' });
    const shown = await ledger.ask(`${at}?after=${answered.position}`);
    expect(shown.body).toMatchObject({ state: 'answered', rounds: [{ conditions: [{ key: 'c1', fellDue: false }] }] });
  });
});

describe('the whole way of a remedy', () => {
  it('completes only when the side it is for, or oversight, has confirmed every measure', async () => {
    const { oversight, staff } = city;
    const ordered = await ledger.send('/v1/remedies', oversight, {
      cityId: city.cityId,
      title: 'Evictions of 2025',
      rights: ['ICESCR-11.1'],
      source: { kind: 'court', reference: 'Case 25-117' },
      harm: { text: 'Twelve households were evicted without notice.', link: 'caused', actuality: 'actual' },
      beneficiaries: { groups: [city.groupId] },
      dutyBearerId: city.dutyBearerId,
      measures: [{ form: 'satisfaction', subForm: '22-apology', what: 'A public apology.', dueOn: '2026-06-30' }],
    });
    const at = `/v1/remedies/${ordered.id}`;
    await ledger.send(`${at}/accept`, staff, {});
    await ledger.send(`${at}/start-measure`, staff, { measure: 'r1' });
    await ledger.send(`${at}/deliver-measure`, staff, { measure: 'r1', evidence: [evidenceFile('4')] });
    const early = await ledger.ask(`${at}/complete`, { token: await ledger.token(oversight), body: { statement: 'Done.' } });
    expect(early.status).toBe(409);
    await ledger.send(`${at}/confirm-measure`, oversight, { measure: 'r1', onBehalfOf: city.groupId });
    const completed = await ledger.send(`${at}/complete`, oversight, { statement: 'It was made good.' });
    const shown = await ledger.ask(`${at}?after=${completed.position}`);
    expect(shown.body).toMatchObject({ state: 'completed', open: false, measures: [{ key: 'r1', status: 'confirmed' }] });
  });
});

/** The notary signs once a second; its answer says when to come again. */
async function whenCovered(path: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await ledger.ask(path);
    if (answer.status === 200) return answer.text;
    expect(answer.status).toBe(409);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${path} was never covered`);
}
