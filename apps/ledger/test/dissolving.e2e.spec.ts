import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { commitmentBody, madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type Answer, type Recorded, type TestLedger } from '../../../test/support/ledger.js';

jest.setTimeout(240_000);

let ledger: TestLedger;
let city: TestCity;

beforeAll(async () => {
  ledger = await startLedger({ now: () => Date.parse('2026-03-31T12:00:00Z') });
  city = await madeCity(ledger);
}, 240_000);
afterAll(() => ledger.stop());

it('no office is dissolved as free of duties while it is given one', async () => {
  const token = await ledger.token(city.focalPoint);
  for (let round = 0; round < 10; round += 1) {
    const { id } = await ledger.send('/v1/duty-bearers', city.focalPoint, { cityId: city.cityId, name: `Office ${round}`, kind: 'department' });
    const dissolve = () => ledger.ask<Recorded>(`/v1/duty-bearers/${id}/dissolve`, { token, body: { reason: 'Merged.' } });
    const make = () =>
      ledger.ask<Recorded>('/v1/commitments', { token, body: { ...commitmentBody(city, '2027-01-31'), dutyBearerId: id } });
    const sent: readonly (() => Promise<Answer<Recorded>>)[] = round % 2 === 0 ? [dissolve, make, make] : [make, dissolve, make];
    const answers = await Promise.all(sent.map((send) => send()));
    const ended = answers.some(({ body }) => body.events?.[0]?.type === 'DutyBearerDissolved');
    const given = answers.some(({ body }) => body.events?.[0]?.type === 'CommitmentMade');
    expect({ round, ended, given }).toEqual({ round, ended: !given, given });
  }
});

it('two offices are not each other’s successors', async () => {
  const token = await ledger.token(city.focalPoint);
  const register = (name: string) => ledger.send('/v1/duty-bearers', city.focalPoint, { cityId: city.cityId, name, kind: 'department' });
  const [one, other] = [await register('One'), await register('Other')];
  const dissolve = (id: string, successorId: string) =>
    ledger.ask(`/v1/duty-bearers/${id}/dissolve`, { token, body: { reason: 'Merged.', successorId } });
  const answers = await Promise.all([dissolve(one.id, other.id), dissolve(other.id, one.id)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
});
