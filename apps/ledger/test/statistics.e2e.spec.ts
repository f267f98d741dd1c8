import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';

let ledger: TestLedger;
let city: TestCity;
let now = Date.parse('2026-06-01T12:00:00Z');

beforeAll(async () => {
  ledger = await startLedger({ now: () => now, environment: { LODGINGS_PER_HOUR: '1000' } });
  city = await madeCity(ledger);
}, 240_000);
afterAll(() => ledger.stop());

const lodge = async (dutyBearerId: string, rights: readonly string[]): Promise<{ id: string; subject: string }> => {
  const body = { cityId: city.cityId, rights, dutyBearerId, groups: [city.groupId], text: 'It is cold.' };
  // Slow hashes are limited in a second; whoever is told to wait waits.
  for (;;) {
    const answer = await ledger.ask<{ id: string; subject: string }>('/v1/grievances', { body });
    if (answer.status === 201) return answer.body;
    expect(answer.status).toBe(429);
    await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(answer.headers.get('retry-after'))));
  }
};
const told = async () => (await ledger.ask<{ years: unknown[] }>(`/v1/grievances/statistics?cityId=${city.cityId}`)).body.years;

describe('figures of grievances', () => {
  it('are of years that are over, without small numbers, and stay what they were when somebody is erased', async () => {
    const lodged: { id: string; subject: string }[] = [];
    for (let made = 0; made < 6; made += 1) lodged.push(await lodge(city.dutyBearerId, ['ICESCR-11.1']));
    for (let made = 0; made < 5; made += 1) await lodge(city.otherDutyBearerId, ['ICESCR-12', 'ICESCR-11.1']);
    expect(await told()).toEqual([]);
    now = Date.parse('2027-01-01T18:00:00Z');
    const figures = [
      {
        year: 2026,
        lodged: 11,
        byRight: [{ value: 'ICESCR-12', count: 5 }],
        byGroup: [],
        byOffice: [
          { value: city.dutyBearerId, count: 6 },
          { value: city.otherDutyBearerId, count: 5 },
        ].sort((one, other) => (one.value < other.value ? -1 : 1)),
      },
    ];
    // The year is over; a day later nothing of it can still be on its way.
    expect(await told()).toEqual([]);
    now = Date.parse('2027-01-02T18:00:00Z');
    expect(await told()).toEqual(figures);

    const [gone = { id: '', subject: '' }] = lodged;
    const ground = { cityId: city.cityId, grievanceId: gone.id, ground: 'objection', reason: 'Letter 14' };
    await ledger.send(`/v1/subjects/${gone.subject}/erase`, city.oversight, ground);
    await ledger.send(`/v1/subjects/${gone.subject}/approve-erasure`, city.focalPoint, { reason: 'Looked at' });
    now = Date.parse('2028-01-03T12:00:00Z');
    expect(await told()).toEqual(figures);
  });

  it('are of one city that there is', async () => {
    expect((await ledger.ask('/v1/grievances/statistics')).status).toBe(400);
    expect((await ledger.ask(`/v1/grievances/statistics?cityId=${city.groupId}`)).status).toBe(404);
  });
});
