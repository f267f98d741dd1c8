import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { START } from '@covenant/event-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLedger, type TestLedger } from '../../../../test/support/ledger.js';
import { run } from './run.js';

const data = join(import.meta.dirname, '..', '..', '..', '..', 'data');
const folder = mkdtempSync(join(tmpdir(), 'covenant-import-'));
let ledger: TestLedger;
let cityId: string;

beforeAll(async () => {
  ledger = await startLedger();
  const enrolled = await ledger.send('/v1/cities', { roles: ['focal-point'] }, {
    name: 'Winnipeg',
    region: 'MB',
    country: 'CA',
    declaredOn: '2003',
    languages: ['en', 'fr'],
    timeZone: 'America/Winnipeg',
  });
  cityId = enrolled.id;
}, 60_000);
afterAll(async () => {
  await ledger.stop();
  rmSync(folder, { recursive: true });
});

interface Told {
  readonly status: number;
  readonly printed: string;
  readonly told: string;
}

/** The command as a person types it, under a token of their own unless the arguments name another. */
async function importing(args: readonly string[], dutyBearerId?: string): Promise<Told> {
  const token = await ledger.token({
    roles: ['staff', 'focal-point'],
    subject: 'somebody',
    cityId,
    ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
  });
  const printed: string[] = [];
  const told: string[] = [];
  await ledger.parts.reading.currentAll();
  const status = await run([...args, '--url', ledger.url, '--token', token], {
    environment: {},
    print: (text) => printed.push(text),
    tell: (text) => told.push(text),
  });
  await ledger.parts.reading.currentAll();
  return { status, printed: printed.join('\n'), told: told.join('\n') };
}

const office = async (): Promise<string> => {
  const body = { cityId, name: 'Human rights office', kind: 'department' };
  const receipt = await ledger.send('/v1/duty-bearers', { roles: ['focal-point'], cityId }, body, { 'idempotency-key': 'office' });
  return receipt.id;
};
const inAll = async (): Promise<number> => (await ledger.parts.store.readAll(START, 100_000)).length;
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('importing real rows through the front door', () => {
  it('makes obligations of the calls that name municipalities, once', async () => {
    const calls = join(data, 'trc', 'trc_calls_to_action.csv');
    expect(await importing(['trc', calls, '--city', 'winnipeg-mb'], await office())).toEqual({
      status: 0,
      printed: '22 taken, 0 repeated, 0 refused, 163 left aside',
      told: '',
    });
    const before = await inAll();
    const again = await importing(['trc', calls, '--city', cityId], await office());
    expect(again).toMatchObject({ status: 0, printed: '0 taken, 22 repeated, 0 refused, 163 left aside' });
    expect(await inAll()).toBe(before);
  });

  it('makes obligations of recommendations and commitments of pledges, packed or not, once', async () => {
    const packed = file('upr.csv.gz', gzipSync(readFileSync(join(data, 'upr', 'upr-north-america.csv'))));
    const first = await importing(['upr', packed, '--city', 'winnipeg-mb'], await office());
    expect(first).toMatchObject({ status: 0, printed: '359 taken, 0 repeated, 0 refused, 280 left aside' });
    const before = await inAll();
    const again = await importing(['upr', join(data, 'upr', 'upr-north-america.csv'), '--city', 'winnipeg-mb'], await office());
    expect(again).toMatchObject({ status: 0, printed: '0 taken, 359 repeated, 0 refused, 280 left aside' });
    expect(await inAll()).toBe(before);

    const count = async (path: string): Promise<number> => {
      const answer = await ledger.ask<{ items: unknown[] }>(`${path}&cityId=${cityId}&limit=200`);
      return answer.body.items.length;
    };
    expect(await count('/v1/obligations?state=disputed')).toBe(111);
    expect(await count('/v1/commitments?state=open')).toBe(29);
    const found = await ledger.ask<{ items: object[] }>(`/v1/obligations?cityId=${cityId}&q=${encodeURIComponent('"excessive use of force by the police and prosecute"')}`);
    expect(found.body.items).toMatchObject([
      {
        state: 'accepted',
        response: 'supported',
        rights: ['UDHR-8'],
        source: { instrument: 'UPR', provision: expect.stringContaining('UPR Info database'), recommendation: { id: 'UPR16-0909', session: '16' } },
      },
    ]);
  }, 60_000);

  it('writes nothing when somebody else imports the same rows', async () => {
    const before = await inAll();
    const dutyBearerId = await office();
    const token = await ledger.token({ roles: ['staff', 'focal-point'], subject: 'somebody-else', cityId, dutyBearerId });
    const printed: string[] = [];
    const args = ['upr', join(data, 'upr', 'upr-north-america.csv'), '--city', 'winnipeg-mb', '--url', ledger.url, '--token', token];
    expect(await run(args, { environment: {}, print: (text) => printed.push(text), tell: () => undefined })).toBe(0);
    expect(printed).toEqual(['0 taken, 359 repeated, 0 refused, 280 left aside']);
    expect(await inAll()).toBe(before);
  }, 60_000);

  it('names broken rows by line and reason, takes the others, and counts rows that repeat', async () => {
    const header = 'id,session,state_under_review,recommending_state,response,action_category,issues,text';
    const rows = file(
      'untidy.csv',
      [
        header,
        'X1,16,Canada,Norway,Accepted,4,Right to housing,"Count them, “all” of them."',
        'X2,16,Canada,Norway,Accepted,4,Right to housing,"Count them, “all” of them."',
        'X3,16,Canada,Norway,Perhaps,4,Right to housing,Do something.',
        'X4,16,Canada,Norway,Accepted,4,Right to housing',
        'X5,16,Canada,Norway,Accepted,4,Telepathy,Read minds.',
        `X6,16,Canada,Norway,Accepted,4,Poverty,${'long '.repeat(900)}`,
        'X7,16,Canada,Norway,Accepted,4,Poverty,"Never closed',
        'X8,16,Canada,Norway,Noted,4,Poverty,Last one.',
      ].join('\r\n'),
    );
    const told = await importing(['upr', rows, '--city', 'winnipeg-mb'], await office());
    expect(told.status).toBe(1);
    expect(told.printed).toBe(
      '3 taken, 1 repeated, 4 refused\nWords without a mapping, recorded under a general right: “Telepathy” (1)',
    );
    const lines = told.told.split('\n').sort();
    expect(lines).toEqual([
      'line 4: the response is “Perhaps”; it should be one of Accepted, Noted, Voluntary Pledge',
      'line 5: it has 7 values where the header names 8',
      expect.stringMatching(/^line 7: .*\/source\/recommendation\/text/),
      'line 8: a quoted value is opened and never closed',
    ]);
  });

  it('registers “City administration” where nobody was named, and leaves what only it may say unsaid', async () => {
    const rows = file('one.csv', 'call_id,parent_call,section,addressed_to,text_en\n99,,Health,municipal,Build a clinic.\n');
    expect(await importing(['trc', rows, '--city', 'winnipeg-mb'])).toMatchObject({ status: 0, printed: '1 taken, 0 repeated, 0 refused' });
    const found = await ledger.ask<{ items: object[] }>(`/v1/duty-bearers?cityId=${cityId}&q=administration`);
    expect(found.body.items).toMatchObject([{ name: 'City administration', kind: 'other' }]);
  });

  it.each([
    [['upr'], 'Name what to import and one file.'],
    [['csv', 'x.csv', '--city', 'winnipeg-mb'], 'There is no import of “csv”; there are: upr, trc.'],
    [['upr', 'x.csv'], 'Name the city: --city <id or slug>.'],
    [['upr', 'x.csv', '--city', 'atlantis'], 'There is no city “atlantis” here; there are: winnipeg-mb.'],
    [['upr', 'no-such-file.csv', '--city', 'winnipeg-mb'], 'There is no file no-such-file.csv.'],
  ])('says in a sentence what is wrong with %j', async (args, sentence) => {
    const told = await importing(args, await office());
    expect(told.status).toBe(1);
    expect(told.told).toContain(sentence);
    expect(told.printed).toBe('');
  });

  it('says in a sentence that there is no ledger', async () => {
    const told: string[] = [];
    const args = ['upr', 'x.csv', '--city', 'winnipeg-mb', '--url', 'http://127.0.0.1:9', '--token', await ledger.token({ roles: ['staff'] })];
    expect(await run(args, { environment: {}, print: () => undefined, tell: (text) => told.push(text) })).toBe(1);
    expect(told).toEqual(['There is no answer from http://127.0.0.1:9. Is the ledger running?']);
  }, 30_000);
});
