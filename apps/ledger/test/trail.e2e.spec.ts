import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { subjectKeysCommand } from '../src/privacy/cli.js';
import { madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';

jest.setTimeout(120_000);

let ledger: TestLedger;
let city: TestCity;
let grievance: { readonly id: string; readonly subject: string; readonly code: string };

beforeAll(async () => {
  ledger = await startLedger();
  city = await madeCity(ledger);
  const body = { cityId: city.cityId, rights: ['ICESCR-11.1'], text: 'words that stay sealed' };
  grievance = (await ledger.ask<typeof grievance>('/v1/grievances', { body })).body;
}, 120_000);
afterAll(() => ledger.stop());

interface Trail {
  readonly items: readonly { readonly type: string; readonly role: string; readonly sentence: string; readonly data: Readonly<Record<string, unknown>> }[];
  readonly next: string | null;
}
const trail = async (query: string): Promise<Trail> => {
  await ledger.parts.reading.currentAll();
  return (await ledger.ask<Trail>(`/v1/access-trail${query}`)).body;
};

describe('the access trail', () => {
  it('holds who read what is sealed and what for, and who had it erased', async () => {
    await ledger.send(`/v1/grievances/${grievance.id}/acknowledge`, city.oversight, { dutyBearerId: city.otherDutyBearerId });
    const read = await ledger.ask(`/v1/grievances/${grievance.id}/unseal`, { token: await ledger.token(city.oversight), body: { purpose: 'To find who handles it' } });
    expect(read.text).toContain('words that stay sealed');
    const erasure = { cityId: city.cityId, grievanceId: grievance.id, ground: 'objection', reason: 'Letter 4' };
    await ledger.send(`/v1/subjects/${grievance.subject}/erase`, city.oversight, erasure);
    const { items } = await trail(`?cityId=${city.cityId}&kind=sealed`);
    expect(items.map(({ type, role }) => [type, role])).toEqual([
      ['SubjectErasureRequested', 'oversight'],
      ['GrievanceUnsealed', 'oversight'],
    ]);
    expect(items[1]?.sentence).toContain('To find who handles it');
    expect(await trail(`?cityId=${city.cityId}&kind=deployment`)).toMatchObject({ items: [], next: null });
    expect((await ledger.ask('/v1/access-trail?kind=everything')).status).toBe(400);
  });

  it('holds what an operator did at the machine, without a word of the machine’s', async () => {
    const environment = { PROFILE: 'distributed', OIDC_ISSUER: 'https://issuer.example', DATABASE_URL: ledger.database.appUrl, DATA_DIR: ledger.dataDir, ...ledger.around?.environment };
    const said: string[] = [];
    expect(await subjectKeysCommand(['rotate'], environment, (line) => void said.push(line))).toBe(0);
    expect(await subjectKeysCommand(['rewrap'], environment, (line) => void said.push(line))).toBe(0);
    expect(said.join('\n')).not.toContain('could not be recorded');
    const { items } = await trail('?kind=deployment&limit=2');
    expect(items.map(({ type, role, data }) => [type, role, data['act']])).toEqual([
      ['UpkeepDone', 'system', 'subject-keys-rewrapped'],
      ['UpkeepDone', 'system', 'master-key-rotated'],
    ]);
    expect(JSON.stringify(items)).not.toContain(ledger.dataDir);
  });
});

describe('what an operator did', () => {
  it('comes by no address', () => {
    expect(ledger.routes.get('/v1/upkeeps')?.has('GET')).toBe(true);
    expect(ledger.routes.get('/v1/upkeeps')?.has('POST')).not.toBe(true);
  });
});
