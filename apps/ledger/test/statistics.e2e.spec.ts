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

const acknowledge = ({ id }: { id: string }, dutyBearerId: string) => ledger.send(`/v1/grievances/${id}/acknowledge`, city.oversight, { dutyBearerId });

describe('figures of grievances', () => {
  it('are of years that are over, in fives, of what was acknowledged, and stay what they were when somebody is erased', async () => {
    const lodged: { id: string; subject: string }[] = [];
    // Of nine, five are told wherever the rounding begins.
    for (let made = 0; made < 9; made += 1) {
      lodged.push(await lodge(city.dutyBearerId, ['ICESCR-11.1']));
      await acknowledge(lodged[made] ?? { id: '' }, city.otherDutyBearerId);
      await acknowledge(await lodge(city.otherDutyBearerId, ['ICESCR-12', 'ICESCR-11.1']), city.dutyBearerId);
    }
    // Whoever lodges as many as they like adds nothing that nobody took up.
    for (let made = 0; made < 5; made += 1) await lodge(city.dutyBearerId, ['CRC-3']);
    const late = await lodge(city.dutyBearerId, ['CRC-3']);
    expect(await told()).toEqual([]);
    now = Date.parse('2027-01-01T18:00:00Z');
    const figures = [
      {
        year: 2026,
        lodged: 24,
        acknowledged: 18,
        byRight: [{ value: 'ICESCR-12', count: 5 }],
        byGroup: [],
        byOffice: [
          { value: city.dutyBearerId, count: 5 },
          { value: city.otherDutyBearerId, count: 5 },
        ].sort((one, other) => (one.value < other.value ? -1 : 1)),
      },
    ];
    // The year is over; a day later nothing of it can still be on its way.
    expect(await told()).toEqual([]);
    now = Date.parse('2027-01-02T18:00:00Z');
    expect(await told()).toEqual(figures);
    await acknowledge(late, city.otherDutyBearerId);
    expect(await told()).toEqual(figures);

    const [gone = { id: '', subject: '' }] = lodged;
    const ground = { cityId: city.cityId, grievanceId: gone.id, ground: 'objection', reason: 'Letter 14' };
    await ledger.send(`/v1/subjects/${gone.subject}/erase`, city.oversight, ground);
    await ledger.send(`/v1/subjects/${gone.subject}/approve-erasure`, city.focalPoint, { reason: 'Looked at' });
    now = Date.parse('2028-01-03T12:00:00Z');
    // What was lodged in one year and taken up in the next counts there.
    expect(await told()).toEqual([{ year: 2027, lodged: 0, acknowledged: 1, byRight: [], byGroup: [], byOffice: [] }, ...figures]);
  });

  it('are of one city that there is', async () => {
    expect((await ledger.ask('/v1/grievances/statistics')).status).toBe(400);
    expect((await ledger.ask(`/v1/grievances/statistics?cityId=${city.groupId}`)).status).toBe(404);
  });
});
