import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { commitmentBody, evidenceFile, madeCity, obligationBody, type TestCity } from '../../../test/support/city.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';

jest.setTimeout(240_000);

let ledger: TestLedger;
let city: TestCity;
let time: number;
const stopped: Promise<void>[] = [];

beforeEach(async () => {
  time = Date.parse('2026-03-31T12:00:00Z');
  ledger = await startLedger({ now: () => time });
  city = await madeCity(ledger);
}, 240_000);
afterEach(() => void stopped.push(ledger.stop()));
afterAll(() => Promise.all(stopped));

const types = async (stream: string): Promise<string[]> => (await ledger.parts.store.readStream(stream)).map(({ type }) => type);
const lookAt = async (moment: string): Promise<number> => {
  time = Date.parse(moment);
  await ledger.parts.reading.currentAll();
  return ledger.parts.clock.look();
};

describe('the clock', () => {
  it('records once that a date has passed, when its day has ended in the city and not before', async () => {
    const made = await ledger.send('/v1/commitments', city.staff, { ...commitmentBody(city, '2026-04-10'), graceDays: 5 });
    // The day ends at 04:00 UTC in New York in April.
    expect(await lookAt('2026-04-11T03:59:00Z')).toBe(0);
    expect(await lookAt('2026-04-11T04:01:00Z')).toBe(1);
    expect(await lookAt('2026-04-11T04:02:00Z')).toBe(0);
    expect(await types(made.stream)).toEqual(['CommitmentMade', 'CommitmentFellDue']);
    expect(await lookAt('2026-04-17T12:00:00Z')).toBe(1);
    expect(await types(made.stream)).toEqual(['CommitmentMade', 'CommitmentFellDue', 'CommitmentBroken']);
    const [, fellDue] = await ledger.parts.store.readStream(made.stream);
    expect(fellDue?.metadata.actor).toEqual({ subject: 'system:clock', role: 'system' });
    await ledger.parts.reading.currentAll();
    const list = await ledger.ask<{ items: { id: string }[] }>(`/v1/commitments?cityId=${city.cityId}&overdue=true`);
    expect(list.body.items.map(({ id }) => id)).toEqual([made.id]);
    const now = await ledger.ask<{ entry: number }>(`/v1/commitments/${made.id}`);
    const asOf = async (entry: number): Promise<object> => (await ledger.ask(`/v1/commitments/${made.id}?asOf=${entry}`)).body;
    expect(await asOf(now.body.entry)).toEqual(now.body);
    expect(await asOf(now.body.entry - 2)).toMatchObject({ revision: 0, open: true, overdue: false });
  });

  it('catches up after any pause, and two at once write nothing twice', async () => {
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        ledger.send('/v1/commitments', city.staff, { ...commitmentBody(city, `2026-04-${String(10 + (index % 20)).padStart(2, '0')}`), graceDays: 1 }),
      ),
    );
    time = Date.parse('2027-12-31T12:00:00Z');
    await ledger.parts.reading.currentAll();
    await Promise.all([ledger.parts.clock.look(), ledger.parts.clock.look(), ledger.parts.clock.look()]);
    for (const { stream } of made) {
      expect(await types(stream)).toEqual(['CommitmentMade', 'CommitmentFellDue', 'CommitmentBroken']);
    }
  });

  it('escalates a remedy that stays late, after the days of the city’s procedure', async () => {
    const ordered = await ledger.send('/v1/remedies', city.oversight, {
      cityId: city.cityId,
      title: 'Late remedy',
      rights: ['ICESCR-11.1'],
      source: { kind: 'court' },
      harm: { text: 'Harm.' },
      beneficiaries: { groups: [city.groupId] },
      dutyBearerId: city.dutyBearerId,
      measures: [{ form: 'compensation', what: 'A sum.', dueOn: '2026-04-30' }],
    });
    expect(await lookAt('2026-05-02T12:00:00Z')).toBe(1);
    expect(await lookAt('2026-07-15T12:00:00Z')).toBe(1);
    expect(await types(ordered.stream)).toEqual(['RemedyOrdered', 'MeasureFellDue', 'RemedyEscalated']);
  });
});

describe('a duty-bearer that is dissolved', () => {
  it('needs a successor while it has open duties, and each of them passes on with an event of its own', async () => {
    const obligation = await ledger.send('/v1/obligations', city.staff, obligationBody(city));
    const commitment = await ledger.send('/v1/commitments', city.staff, commitmentBody(city, '2027-01-31'));
    const done = await ledger.send('/v1/commitments', city.staff, commitmentBody(city, '2027-02-28'));
    await ledger.send(`/v1/commitments/${done.id}/report-fulfilled`, city.staff, { text: 'Done.', evidence: [evidenceFile('6')] });
    await ledger.send(`/v1/commitments/${done.id}/verify`, city.oversight, { grade: 'A', reasons: 'Seen.' });

    const at = `/v1/duty-bearers/${city.dutyBearerId}/dissolve`;
    const token = await ledger.token(city.focalPoint);
    const bare = await ledger.ask(at, { token, body: { reason: 'Merged.' } });
    expect([bare.status, bare.body['type']]).toEqual([422, '/problems/successor-missing']);
    await ledger.send(at, city.focalPoint, { reason: 'Merged.', successorId: city.otherDutyBearerId });

    expect(await lookAt('2026-03-31T13:00:00Z')).toBe(2);
    expect(await types(obligation.stream)).toEqual(['ObligationRecorded', 'ObligationReassigned']);
    expect(await types(commitment.stream)).toEqual(['CommitmentMade', 'CommitmentReassigned']);
    expect((await types(done.stream)).at(-1)).toBe('CommitmentVerified');
    expect(await lookAt('2026-03-31T14:00:00Z')).toBe(0);
    const held = await ledger.ask<{ items: unknown[] }>(`/v1/commitments?dutyBearerId=${city.otherDutyBearerId}`);
    expect(held.body.items).toHaveLength(1);
  });
});
