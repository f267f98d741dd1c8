// A city with what most records need, made through the front door.
import type { TestLedger, Who } from './ledger.js';

export interface TestCity {
  readonly cityId: string;
  /** A department that owes something. */
  readonly dutyBearerId: string;
  readonly otherDutyBearerId: string;
  readonly groupId: string;
  readonly focalPoint: Who;
  readonly staff: Who;
  readonly otherStaff: Who;
  readonly council: Who;
  readonly oversight: Who;
  readonly resident: Who;
}

let made = 0;

export async function madeCity(ledger: TestLedger): Promise<TestCity> {
  made += 1;
  const slug = `test-city-${process.pid}-${made}`;
  const city = await ledger.send('/v1/cities', { roles: ['focal-point'] }, {
    name: `Test City ${made}`,
    slug,
    country: 'US',
    languages: ['en'],
    timeZone: 'America/New_York',
    declaredOn: '2011-04-19',
  });
  const of = (role: string, dutyBearerId?: string): Who => ({
    roles: [role],
    cityId: city.id,
    subject: dutyBearerId === undefined ? `${role}-of-${slug}` : `${role}-of-${dutyBearerId}`,
    ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
  });
  const focalPoint = of('focal-point');
  const register = async (name: string): Promise<string> => {
    const body = { cityId: city.id, name, kind: 'department' };
    return (await ledger.send('/v1/duty-bearers', focalPoint, body)).id;
  };
  const dutyBearerId = await register('Department of Housing');
  const otherDutyBearerId = await register('Department of Health');
  const group = await ledger.send('/v1/groups', focalPoint, {
    cityId: city.id,
    name: 'Tenants with disabilities',
    grounds: ['disability'],
    description: 'People who rent and live with a disability.',
  });
  return {
    cityId: city.id,
    dutyBearerId,
    otherDutyBearerId,
    groupId: group.id,
    focalPoint,
    staff: of('staff', dutyBearerId),
    otherStaff: of('staff', otherDutyBearerId),
    council: of('council'),
    oversight: of('oversight'),
    resident: of('resident'),
  };
}

export const evidenceFile = (digit: string): object => ({
  sha256: digit.repeat(64),
  bytes: 1_024,
  mediaType: 'application/pdf',
  name: `evidence-${digit}.pdf`,
});

export const obligationBody = (city: TestCity): Record<string, unknown> => ({
  cityId: city.cityId,
  title: 'Adequate housing for everybody',
  rights: ['ICESCR-11.1'],
  groups: [city.groupId],
  source: { instrument: 'ICESCR', provision: 'Article 11(1)' },
  dutyBearerId: city.dutyBearerId,
  dimension: 'fulfil',
  realisation: 'progressive',
});

export const commitmentBody = (city: TestCity, dueOn: string): Record<string, unknown> => ({
  cityId: city.cityId,
  title: 'Two hundred accessible homes',
  rights: ['ICESCR-11.1', 'CRPD-28'],
  principles: ['non-discrimination'],
  dutyBearerId: city.dutyBearerId,
  dueOn,
});
