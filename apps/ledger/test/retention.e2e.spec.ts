import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openCommands } from '@covenant/commands';
import { Metrics, withClient } from '@covenant/platform';
import { forgettingGuard } from '../../clock/src/forgetting.js';
import { madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';
import type { Lodged } from '../../../test/support/lodged.js';

jest.setTimeout(120_000);

let ledger: TestLedger;
let city: TestCity;
let time = Date.parse('2026-03-02T12:00:00Z');

beforeAll(async () => {
  ledger = await startLedger({ now: () => time, environment: { LODGINGS_PER_HOUR: '1000' } });
  city = await madeCity(ledger);
}, 120_000);
afterAll(() => ledger.stop());

interface Previewed {
  readonly items: readonly { readonly grievanceId: string; readonly goesOn?: string; readonly announcedOn?: string; readonly erasedAt?: string; readonly heldBy: readonly string[]; readonly holds?: readonly object[] }[];
}

const lodge = async (text: string): Promise<Lodged> =>
  (await ledger.ask<Lodged>('/v1/grievances', { body: { cityId: city.cityId, rights: ['ICESCR-11.1'], text } })).body;
const withdraw = async ({ id, code }: Lodged): Promise<void> => {
  const answer = await ledger.ask(`/v1/grievances/${id}/withdraw`, { body: {}, headers: { 'receipt-code': code } });
  expect(answer.status).toBe(200);
};
const lookOn = async (day: string): Promise<void> => {
  time = Date.parse(`${day}T18:00:00Z`);
  await ledger.parts.reading.currentAll();
  await ledger.parts.clock.look();
  await ledger.parts.reading.currentAll();
};
const types = async (subject: string): Promise<string[]> => (await ledger.parts.store.readStream(`subject-${subject}`)).map(({ type }) => type);
const preview = async (rules: string, { id }: Lodged) => {
  const { body, text } = await ledger.ask<Previewed>(`/v1/retention?cityId=${city.cityId}&rules=${rules}`);
  return { found: body.items.find(({ grievanceId }) => grievanceId === id), text };
};
const keysOf = ({ subject }: Lodged): Promise<number> =>
  withClient(ledger.database.ownerUrl, async (client) => {
    const keys = await client.query('SELECT FROM subjects.keys WHERE subject = $1', [subject]);
    const receipts = await client.query('SELECT FROM subjects.receipts WHERE subject = $1', [subject]);
    return (keys.rowCount ?? 0) + (receipts.rowCount ?? 0);
  });

describe('rules of retention', () => {
  it('are previewed, announced and carried out by the clock, once; what is open is kept', async () => {
    const [goes, stays] = [await lodge('the lift in block nine'), await lodge('the ramp in block ten')];
    await withdraw(goes);
    const rules = [{ kind: 'grievance', outcome: 'withdrawn', days: 60 }];
    await ledger.send(`/v1/cities/${city.cityId}/propose-retention`, city.focalPoint, { rules, reason: 'So little is kept' });
    await ledger.parts.reading.currentAll();

    const proposed = await preview('proposed', goes);
    expect(proposed.found).toMatchObject({ outcome: 'withdrawn', endedOn: '2026-03-02', goesOn: '2026-05-01', rule: { version: 1 }, heldBy: [] });
    expect(proposed.text).not.toMatch(/lift|block/);
    expect((await preview('proposed', stays)).found).toMatchObject({ heldBy: ['case-open'] });
    expect((await preview('adopted', goes)).found).not.toHaveProperty('goesOn');

    const own = await ledger.ask(`/v1/cities/${city.cityId}/adopt-retention`, { token: await ledger.token(city.focalPoint), body: { version: 1 } });
    expect([own.status, own.body['type']]).toEqual([403, '/problems/own-proposal']);
    await ledger.send(`/v1/cities/${city.cityId}/adopt-retention`, city.oversight, { version: 1 });

    await lookOn('2026-04-16');
    expect(await types(goes.subject)).toEqual([]);
    await lookOn('2026-04-20');
    await lookOn('2026-05-02');
    expect(await types(goes.subject)).toEqual(['SubjectErasureAnnounced']);
    expect((await preview('adopted', goes)).found).toMatchObject({ goesOn: '2026-05-04', announcedOn: '2026-05-04' });
    const early = await ledger.ask(`/v1/subjects/${goes.subject}/approve-erasure`, { token: await ledger.token(city.oversight), body: { reason: 'Now' } });
    expect(early.status).toBe(409);
    expect(await keysOf(goes)).toBe(2);

    time = Date.parse('2026-05-04T18:00:00Z');
    await ledger.parts.reading.currentAll();
    await Promise.all([ledger.parts.clock.look(), ledger.parts.clock.look()]);
    await lookOn('2026-05-05');
    expect(await types(goes.subject)).toEqual(['SubjectErasureAnnounced', 'SubjectErasureBegun', 'SubjectErased']);
    const [, , erased] = await ledger.parts.store.readStream(`subject-${goes.subject}`);
    expect(erased).toMatchObject({ data: { ground: 'retention-over', rule: { version: 1, ...rules[0] } }, metadata: { actor: { role: 'system' } } });
    expect([await keysOf(goes), await keysOf(stays)]).toEqual([0, 2]);
    expect((await preview('adopted', goes)).found).toMatchObject({ erasedAt: expect.any(String) as unknown });
    const view = await ledger.ask(`/v1/subjects/${goes.subject}`);
    expect(view.body).toMatchObject({ state: 'erased', ground: 'retention-over', rule: { version: 1 }, announced: { on: '2026-05-04' } });
    expect((await ledger.ask(`/v1/grievances/${goes.id}/own`, { headers: { 'receipt-code': goes.code } })).status).toBe(401);
    expect((await ledger.ask(`/v1/grievances/${stays.id}/own`, { headers: { 'receipt-code': stays.code } })).text).toContain('the ramp');
  });

  it('are carried out by a clock that is a process of its own, which has no master key', async () => {
    const lodged = await lodge('the door in block eleven');
    const { rows } = await withClient(ledger.database.appUrl, async (client) => {
      const guard = forgettingGuard(client);
      const event = { id: lodged.id, type: 'SubjectErased', data: {}, metadata: {} } as never;
      await guard.before(`subject-${lodged.subject}`, [event], false);
      const bare = { id: lodged.id, type: 'GrievanceAnswered', data: {}, metadata: {} } as never;
      await expect(guard.before(`grievance-${lodged.id}`, [bare], false)).rejects.toThrow(/cannot seal/);
      return client.query('SELECT FROM subjects.keys WHERE subject = $1', [lodged.subject]);
    });
    expect(rows).toEqual([]);
  });

  it('are carried out to the end whose key is gone already, with nothing recorded of it, by the clock and by who approves', async () => {
    const [byRule, byPerson] = [await lodge('the bell of flat one'), await lodge('the bell of flat two')];
    await withdraw(byRule);
    await lookOn('2026-06-25');
    await lookOn('2026-06-26');
    const announced = (await preview('adopted', byRule)).found?.announcedOn ?? '';
    const request = { cityId: city.cityId, grievanceId: byPerson.id, ground: 'objection', reason: 'Letter 9' };
    await ledger.send(`/v1/subjects/${byPerson.subject}/erase`, city.oversight, request);
    await withClient(ledger.database.appUrl, async (client) => {
      for (const { subject } of [byRule, byPerson]) await forgettingGuard(client).before(`subject-${subject}`, [{ type: 'SubjectErased' } as never], false);
    });
    expect([await keysOf(byRule), await keysOf(byPerson)]).toEqual([0, 0]);
    expect([await types(byRule.subject), await types(byPerson.subject)]).toEqual([['SubjectErasureAnnounced'], ['SubjectErasureRequested']]);
    await ledger.send(`/v1/subjects/${byPerson.subject}/approve-erasure`, city.focalPoint, { reason: 'Looked at' });
    await lookOn(announced);
    expect((await types(byRule.subject)).at(-1)).toBe('SubjectErased');
    expect((await types(byPerson.subject)).at(-1)).toBe('SubjectErased');
  });

  it('that changed are announced anew, on the day that the preview gives, also where the time is the same', async () => {
    const lodged = await lodge('the bell of flat four');
    await withdraw(lodged);
    const day = (days: number): string => new Date(time + days * 86_400_000).toISOString().slice(0, 10);
    const [notice, next] = [day(50), day(51)];
    await lookOn(notice);
    const first = (await preview('adopted', lodged)).found;
    await ledger.send(`/v1/cities/${city.cityId}/propose-retention`, city.focalPoint, { rules: [{ kind: 'grievance', outcome: 'withdrawn', days: 60 }] });
    await ledger.send(`/v1/cities/${city.cityId}/adopt-retention`, city.oversight, { version: 2 });
    time = Date.parse(`${next}T18:00:00Z`);
    await ledger.parts.reading.currentAll();
    const previewed = (await preview('adopted', lodged)).found?.goesOn;
    await lookOn(next);
    const announced = (await preview('adopted', lodged)).found?.announcedOn;
    expect(announced).not.toBe(first?.announcedOn);
    expect(previewed).toBe(announced);
    await lookOn(announced ?? '');
    expect(await types(lodged.subject)).toEqual(['SubjectErasureAnnounced', 'SubjectErasureAnnounced', 'SubjectErasureBegun', 'SubjectErased']);
  });

  it('wait while an office holds the case, and so does a request; lifted, everybody has the notice again', async () => {
    const lodged = await lodge('the bell of flat five');
    await withdraw(lodged);
    const day = (days: number): string => new Date(time + days * 86_400_000).toISOString().slice(0, 10);
    await lookOn(day(50));
    const first = (await preview('adopted', lodged)).found?.announcedOn ?? '';
    const at = `/v1/grievances/${lodged.id}`;
    const refused = async (path: string, who: TestCity['staff'], body: object) => {
      const { status, body: problem } = await ledger.ask(path, { token: await ledger.token(who), body });
      return [status, problem['type']];
    };
    expect(await refused(`${at}/place-hold`, city.staff, { ground: 'court', reason: 'File 7' })).toEqual([403, '/problems/other-duty-bearer']);
    expect(await refused(`${at}/place-hold`, city.focalPoint, { ground: 'court', reason: 'File 7' })).toEqual([403, '/problems/role-not-allowed']);
    await ledger.send(`${at}/place-hold`, city.oversight, { ground: 'court', reason: 'File 7' });
    await lookOn(first);
    const held = await preview('adopted', lodged);
    expect(held.found).toMatchObject({ heldBy: ['legal-hold'], holds: [{ key: 'h1', ground: 'court', reason: 'File 7', by: { role: 'oversight' } }] });
    const request = { cityId: city.cityId, grievanceId: lodged.id, ground: 'objection', reason: 'Letter 11' };
    await ledger.send(`/v1/subjects/${lodged.subject}/erase`, city.oversight, request);
    expect(await refused(`/v1/subjects/${lodged.subject}/approve-erasure`, city.focalPoint, { reason: 'Yes' })).toEqual([409, '/problems/kept-by-a-hold']);
    await lookOn(day(30));
    expect([await keysOf(lodged), await types(lodged.subject)]).toEqual([2, ['SubjectErasureAnnounced', 'SubjectErasureRequested']]);

    await ledger.send(`${at}/lift-hold`, city.oversight, { hold: 'h1', reason: 'The court has decided' });
    await ledger.parts.reading.currentAll();
    expect((await ledger.ask(at)).body).toMatchObject({ holds: [{ key: 'h1', lifted: { reason: 'The court has decided', by: { role: 'oversight' } } }] });
    const trail = await ledger.ask<{ readonly items: readonly { readonly type: string }[] }>(`/v1/access-trail?cityId=${city.cityId}&kind=sealed&limit=3`);
    expect(trail.body.items.map(({ type }) => type)).toEqual(['GrievanceHoldLifted', 'SubjectErasureRequested', 'GrievanceHoldPlaced']);
    await lookOn(day(1));
    const { found } = await preview('adopted', lodged);
    expect(found).toMatchObject({ heldBy: [], announcedOn: day(14), goesOn: day(14) });
    expect(found).not.toHaveProperty('holds');
    await lookOn(day(13));
    expect(await keysOf(lodged)).toBe(2);
    await lookOn(day(1));
    expect([await keysOf(lodged), (await types(lodged.subject)).slice(2)]).toEqual([0, ['SubjectErasureAnnounced', 'SubjectErasureBegun', 'SubjectErased']]);
  });

  it('are judged by what is recorded, whatever the process that carries them out remembers', async () => {
    const lodged = await lodge('the bell of flat three');
    await withdraw(lodged);
    const day = (days: number): string => new Date(time + days * 86_400_000).toISOString().slice(0, 10);
    const [notice, over] = [day(50), day(70)];
    await lookOn(notice);
    expect(await types(lodged.subject)).toEqual(['SubjectErasureAnnounced']);
    await withClient(ledger.database.appUrl, async (client) => {
      const answers = { openDuties: () => Promise.resolve(0) };
      const { commands } = await openCommands({ store: ledger.parts.store, answers, metrics: new Metrics(), cacheRecords: 100, now: () => time, guard: forgettingGuard(client) });
      const erase = () => commands.execute({ aggregate: 'subject', id: lodged.subject, command: { type: 'erase-by-rule', data: { remedies: [] } }, actor: { subject: 'system:clock', roles: ['system'] }, correlationId: 'test' });
      await expect(erase()).rejects.toThrow('refused: retention-runs');
      // It watches nobody, so that it does not see what follows.
      await ledger.send(`/v1/cities/${city.cityId}/propose-retention`, city.focalPoint, { rules: [{ kind: 'grievance', outcome: 'withdrawn', days: 600 }] });
      await ledger.send(`/v1/cities/${city.cityId}/adopt-retention`, city.oversight, { version: 3 });
      time = Date.parse(`${over}T18:00:00Z`);
      await expect(erase()).rejects.toThrow('refused: retention-runs');
    });
    expect([await keysOf(lodged), await types(lodged.subject)]).toEqual([2, ['SubjectErasureAnnounced']]);
  });

  it('of a city are asked for by its id', async () => {
    expect((await ledger.ask('/v1/retention')).status).toBe(400);
    expect((await ledger.ask('/v1/retention?cityId=018f0000-0000-7000-8000-00000000abcd')).status).toBe(404);
  });
});
