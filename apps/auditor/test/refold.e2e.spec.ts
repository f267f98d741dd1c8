import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { recordUpkeep } from '@covenant/commands';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitmentBody, evidenceFile, madeCity, obligationBody } from '../../../test/support/city.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';
import type { Lodged } from '../../../test/support/lodged.js';
import { operator } from '../../../test/support/log/changed-key.js';
import { proofOf } from '../../../test/support/log/proof.js';
import { mirror } from '../src/mirror/mirror.js';
import { refold } from '../src/refold/refold.js';
import type { Row } from '../src/refold/interface.js';
import type { Report } from '../src/report/report.js';
import { rowsOf, Tables, withAnswer, type Column, type Lie } from './lies.js';

jest.setTimeout(300_000);

const records = ['cities', 'duty_bearers', 'groups', 'obligations', 'commitments', 'scrutinies', 'remedies', 'grievances', 'subjects', 'log_keys', 'upkeeps', 'councils'];
const tables = [...records, 'entries', 'tallies', 'city_clocks'];

let ledger: TestLedger;
let dir: string;
/** The ledger's clock. */
let now = Date.parse('2025-12-20T12:00:00Z');
let lies: Tables;
/** What was found when there was no record yet of most kinds, and the city showed one of each all the same. */
let early: readonly string[];
const emptyAtFirst = ['commitments', 'scrutinies', 'remedies', 'grievances', 'subjects', 'log_keys', 'upkeeps', 'councils'];

async function ofNoRecords(): Promise<readonly string[]> {
  const at = await mkdtemp(join(tmpdir(), 'covenant-refold-early-'));
  try {
    expect((await mirror(ledger.url, at)).verdict).toBe('held');
    await ledger.parts.reading.currentAll();
    const address = new RegExp(`/v1/(rows/)?(${emptyAtFirst.join('|').replace('_', '[_-]')})\\?`);
    const report = await withAnswer(address, (body) => ({ ...body, items: [{ id: 'made-up' }] }), () => refold(at, { against: ledger.url }));
    return told(report).flatMap(({ code, path }) => (code === 'row-added' ? [path] : []));
  } finally {
    await rm(at, { recursive: true });
  }
}

/** One record of each kind, with something in every part of it, and a second city. */
async function history(): Promise<void> {
  const city = await madeCity(ledger);
  await madeCity(ledger);
  const { staff, focalPoint, oversight, council, dutyBearerId, groupId, cityId } = city;
  const obligation = await ledger.send('/v1/obligations', staff, obligationBody(city));
  const accepted = await ledger.send(`/v1/obligations/${obligation.id}/accept`, staff, {});
  await proofOf(ledger, accepted.events.at(-1)?.id ?? '');
  early = await ofNoRecords();
  const made = await ledger.send('/v1/commitments', staff, { ...commitmentBody(city, '2027-06-30'), milestones: [{ title: 'Half of them' }] });
  await ledger.send(`/v1/commitments/${made.id}/report-progress`, staff, { text: 'A third <b>done</b> – déjà 34%.', share: 0.34 });
  await ledger.send(`/v1/commitments/${made.id}/report-fulfilled`, staff, { text: 'All.', evidence: [evidenceFile('8')] });
  await ledger.send(`/v1/commitments/${made.id}/contest`, oversight, { grade: 'C', reasons: 'Half are missing.' });
  const common = { cityId, rights: ['ICESCR-11.1'], groups: [groupId], dutyBearerId };
  const scrutiny = await ledger.send('/v1/scrutinies', focalPoint, {
    ...common,
    title: 'Budget 2027',
    principles: ['non-discrimination'],
    instrument: { title: 'Budget of the city', kind: 'budget', status: 'proposed' },
    trigger: 'periodic',
  });
  await ledger.send(`/v1/scrutinies/${scrutiny.id}/screen`, focalPoint, { fullAssessment: true, reasons: 'Large.' });
  await ledger.send('/v1/remedies', oversight, {
    ...common,
    title: 'Evictions',
    source: { kind: 'scrutiny', scrutinyId: scrutiny.id },
    harm: { text: 'Evicted.' },
    beneficiaries: { groups: [groupId], sealedPersons: ['sealed:1'] },
    measures: [{ form: 'restitution', what: 'Homes back.', dueOn: '2026-12-31' }],
  });
  const seated = await ledger.send('/v1/councils', focalPoint, { cityId, name: 'Council', mandate: 'Rights.', seats: [{ constituency: 'youth', number: 2 }] });
  const atCouncil = `/v1/councils/${seated.id}`;
  for (const seat of ['s1', 's2']) await ledger.send(`${atCouncil}/appoint-member`, focalPoint, { seat, office: `office-${seat}`, from: '2025-01-01' });
  await ledger.send(`${atCouncil}/declare-conflict`, council, { seat: 's1', record: { kind: 'commitment', id: made.id }, reason: 'Works there.' });
  await ledger.send(`${atCouncil}/move-resolution`, council, { title: 'Homes', text: 'More of them.', records: [{ kind: 'commitment', id: made.id }] });
  await ledger.send(`${atCouncil}/vote`, council, { resolution: 'r1', counts: { yes: 1, no: 0, abstain: 0 } });
  await ledger.send(`${atCouncil}/adopt-resolution`, council, { resolution: 'r1' });
  await ledger.send(`${atCouncil}/recommend`, council, { dutyBearerId, text: 'Build.', answerDueOn: '2027-01-31', resolution: 'r1' });
  const lodging = { cityId, rights: ['ICESCR-11.1'], groups: [groupId], text: 'Nobody answers.' };
  const { body: lodged } = await ledger.ask<Lodged>('/v1/grievances', { body: lodging });
  now = Date.parse('2026-03-31T12:00:00Z'); // the year of the lodging is over
  await ledger.send(`/v1/grievances/${lodged.id}/acknowledge`, oversight, { dutyBearerId });
  const erasure = { cityId, grievanceId: lodged.id, ground: 'consent-withdrawn', reason: 'Letter 12' };
  await ledger.send(`/v1/subjects/${lodged.subject}/erase`, oversight, erasure);
  await ledger.send(`/v1/cities/${cityId}/propose-retention`, focalPoint, { rules: [{ kind: 'grievance', outcome: 'withdrawn', days: 365 }] });
  await ledger.send(`/v1/cities/${cityId}/adopt-retention`, oversight, { version: 1 });
  await ledger.send(`/v1/cities/${cityId}/propose-retention`, focalPoint, { rules: [{ kind: 'grievance', outcome: 'withdrawn', days: 730 }] });
  for (const ends of [true, false]) {
    const { body: other } = await ledger.ask<Lodged>('/v1/grievances', { body: lodging });
    if (ends) await ledger.ask(`/v1/grievances/${other.id}/withdraw`, { body: {}, headers: { 'receipt-code': other.code } });
    else await ledger.send(`/v1/grievances/${other.id}/place-hold`, oversight, { ground: 'court', reason: 'File 7' });
  }
  await recordUpkeep(ledger.parts.store, { act: 'read-models-rebuilt', detail: 'all' }, (line) => expect(line).toBe(''));
  await operator(ledger, 'rotate', '--reason', 'Yearly');
  const last = await ledger.send('/v1/commitments', council, { ...commitmentBody(city, '2028-01-31'), effectiveOn: '2026-03-30' });
  await proofOf(ledger, last.events.at(-1)?.id ?? '');
}

beforeAll(async () => {
  [ledger, dir] = [await startLedger({ now: () => now }), await mkdtemp(join(tmpdir(), 'covenant-refold-'))];
  await history();
  expect((await mirror(ledger.url, dir)).verdict).toBe('held');
  await ledger.parts.reading.currentAll();
  lies = new Tables(ledger.database);
  await lies.keep(tables);
}, 120_000);
afterEach(() => lies.restore(tables));
afterAll(async () => {
  await ledger.stop();
  await rm(dir, { recursive: true, force: true });
});

const told = (report: Report): readonly { code: string; path: string; member: string; entry: unknown }[] =>
  report.findings.map(({ code, data }) => ({
    code,
    path: 'path' in data ? data.path : '',
    member: 'member' in data ? data.member : '',
    entry: 'entry' in data ? data.entry : undefined,
  }));
/** Everything is current, and what a lie hides comes no sooner for waiting. */
const foldAgain = (): Promise<Report> => refold(dir, { against: ledger.url, catchUp: 0 });

/** Was this lie told of, with the entry that contradicts it? A changed key is a row missing and another added. */
const isTold = (report: Report, { table, column }: Pick<Column, 'table' | 'column'>): boolean => {
  const of = told(report).filter(({ path }) => path === `/v1/rows/${table}`);
  const differs = of.some(({ code, member, entry }) => code === 'row-differs' && member.split('/')[0] === column && Number.isInteger(entry));
  const missing = of.some(({ code, entry }) => code === 'row-missing' && Number.isInteger(entry));
  return differs || (missing && of.some(({ code }) => code === 'row-added'));
};

describe('refold', () => {
  it('finds that an honest ledger shows what its log says', async () => {
    const report = await foldAgain();
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ verdict: 'held', result: [{ code: 'refolded', data: { cities: 2 } }] });
  });

  it('finds records of a kind of which the log has none', () => {
    for (const kind of emptyAtFirst) expect(early).toEqual(expect.arrayContaining([`/v1/rows/${kind}`, `/v1/${kind.replace('_', '-')}`]));
  });

  it.each(['es', 'fr'] as const)('compares the sentences of the language it is asked in (%s), and honest ones are the same', async (language) => {
    const asked: string[] = [];
    const really = globalThis.fetch;
    const watched = jest.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      asked.push(input instanceof Request ? input.url : input.toString());
      return really(input, init);
    });
    try {
      expect((await refold(dir, { against: ledger.url, language })).findings).toEqual([]);
    } finally {
      watched.mockRestore();
    }
    expect(asked.some((url) => url.includes(`/history?lang=${language}`))).toBe(true);
  });

  it('finds a changed value in every column of every record’s table, on the pages too where they show it', async () => {
    const columns = (await lies.columns()).filter(({ table }) => records.includes(table));
    expect(new Set(columns.map(({ table }) => table))).toEqual(new Set(records));
    const shown = ['open', 'overdue', 'revision', 'last_entry', 'first_recorded_at', 'last_recorded_at', 'body'];
    for (const name of new Set(columns.map(({ column }) => column))) {
      const lie = columns.filter(({ column }) => column === name);
      for (const one of lie) await lies.change(one);
      const report = await foldAgain();
      expect([name, lie.filter((one) => !isTold(report, one))]).toEqual([name, []]);
      const pages = new Set(told(report).flatMap(({ path }) => (path.startsWith('/v1/rows') ? [] : [path.split('/')[2]?.split('?')[0]])));
      if (shown.includes(name)) expect([name, records.filter((table) => !pages.has(table.replace('_', '-')))]).toEqual([name, []]);
      await lies.restore(records);
    }
  });

  it.each([
    ['without its places', 'strip(search)'],
    ['without its numbers', `ts_delete(search, (SELECT array_agg(l) FROM unnest(tsvector_to_array(search)) l WHERE l ~ '^[0-9./-]+$'))`],
    ['with a part of a word too', `search || 'udge:1'::tsvector`],
    ['with a part of a word, without a place', `search || 'udge'::tsvector`],
    ['with a word of another text', `search || to_tsvector('simple', 'somebody')`],
    ['with its words weighed', `setweight(search, 'B')`],
    ['with its words moved', `'first:1'::tsvector || ts_delete(search, 'first')`],
    ['with nothing', `''`],
  ])('finds an index of words %s', async (_lie, search) => {
    await lies.set('scrutinies', 'search', search);
    expect(told(await foldAgain()).filter(({ path }) => path === '/v1/rows/scrutinies').map(({ member }) => member)).toEqual(['search']);
  });

  it('finds a changed value in every column of the entries, the figures and the clocks', async () => {
    const columns = (await lies.columns()).filter(({ table }) => !records.includes(table));
    expect(new Set(columns.map(({ table }) => table))).toEqual(new Set(['entries', 'tallies', 'city_clocks']));
    for (const lie of columns) {
      await lies.change(lie);
      const report = await foldAgain();
      // The log has no positions: of an entry and a record that do not agree in theirs, either may be the one that lies.
      const either = lie.column === 'position' ? [lie, ...records.map((table) => ({ table, column: 'as_of_position' }))] : [lie];
      expect([lie, either.some((one) => isTold(report, one))]).toEqual([lie, true]);
      await lies.restore([lie.table]);
    }
  });

  it.each([
    ...records.map((table) => [table, 'id', 'gen_random_uuid()'] as const),
    ['entries', 'entry', '1000000'] as const,
    ['tallies', 'value', `'lie'`] as const,
    ['city_clocks', 'city_id', 'gen_random_uuid()'] as const,
  ])('finds a row added to and a row removed from %s', async (table, key, value) => {
    const of = async (): Promise<string[]> =>
      told(await foldAgain()).filter(({ path }) => path === `/v1/rows/${table}`).map(({ code }) => code);
    await lies.add(table, key, value);
    expect(await of()).toContain('row-added');
    await lies.restore([table]);
    await lies.remove(table);
    expect(await of()).toContain('row-missing');
  });
});

/** What `refold` says where what the city answers at such addresses is changed on the way. */
async function toldOf(address: RegExp, lie: Lie): Promise<readonly (readonly [code: string, path: string, member: string])[]> {
  const report = await withAnswer(address, lie, foldAgain);
  return told(report).map(({ code, path, member }) => [code, path.replaceAll(/cityId=[^&]*/g, 'cityId='), member]);
}

describe('numbers about grievances', () => {
  const path = '/v1/grievances/statistics?cityId=';
  const years = (lie: (honest: readonly Row[]) => readonly Row[]): Promise<readonly unknown[]> =>
    toldOf(/grievances.statistics/, (body) => (rowsOf(body, 'years').length === 0 ? body : { ...body, years: lie(rowsOf(body, 'years')) }));

  it('are as many as were lodged and acknowledged, year by year, and leave room for what is not told', async () => {
    const seen: (readonly Row[])[] = [];
    expect(await years((honest) => (seen.push(honest), honest))).toEqual([]);
    expect(seen).toEqual([[{ year: 2025, lodged: 1, acknowledged: 0, byRight: [], byGroup: [], byOffice: [] }]]);
    expect(await years((honest) => honest.map((year) => ({ ...year, lodged: 7 })))).toEqual([['row-differs', path, 'lodged']]);
    expect(await years((honest) => honest.map((year) => ({ ...year, acknowledged: 12, byOffice: [{ value: 'o', count: 7 }] })))).toEqual([
      ['row-differs', path, 'acknowledged'],
      ['row-differs', path, 'byOffice/o'],
    ]);
    expect(await years((honest) => honest.map((year) => ({ ...year, byGroup: [{ value: 'g', count: 5 }] })))).toEqual([['row-differs', path, 'byGroup/g']]);
    expect(await years((honest) => [...honest, { year: 2024, lodged: 3, acknowledged: 0, byRight: [], byGroup: [], byOffice: [] }])).toEqual([['row-added', path, '']]);
    expect(await years((honest) => [...honest, ...honest])).toEqual([['row-added', path, '']]);
    expect(await years(() => [])).toEqual([['row-missing', path, '']]);
  });
});

describe('what the rules of a city would erase', () => {
  const [adopted, proposed] = ['/v1/retention?cityId=&rules=adopted', '/v1/retention?cityId=&rules=proposed'];
  const nobody = '01980000-0000-7000-8000-000000000000';
  /** Lies about the three cases of the one city that has any. */
  const rows = (rules: RegExp, lie: (rows: readonly Row[]) => readonly Row[]): ReturnType<typeof toldOf> =>
    toldOf(rules, (body) => (rowsOf(body, 'items').length === 0 ? body : { ...body, items: lie(rowsOf(body, 'items')) }));
  const ended = (lie: Row) => (honest: readonly Row[]): readonly Row[] => honest.map((row) => ('endedOn' in row ? { ...row, ...lie } : row));

  it('is what its entries say, for the day that it names', async () => {
    const seen: Row[] = [];
    expect(await rows(/rules=/, (honest) => (seen.push(...honest), honest))).toEqual([]);
    expect(seen).toHaveLength(6);
    const over = { state: 'withdrawn', outcome: 'withdrawn', endedOn: '2026-03-31', heldBy: [] };
    expect(seen).toContainEqual(expect.objectContaining({ ...over, goesOn: '2027-03-31', rule: { kind: 'grievance', outcome: 'withdrawn', days: 365, version: 1 } }));
    expect(seen).toContainEqual(expect.objectContaining({ ...over, goesOn: '2028-03-30', rule: { kind: 'grievance', outcome: 'withdrawn', days: 730, version: 2 } }));
    expect(seen).toContainEqual(expect.objectContaining({ state: 'acknowledged', heldBy: ['case-open'] }));
    expect(seen).toContainEqual(expect.objectContaining({ heldBy: ['case-open', 'legal-hold'], holds: [expect.objectContaining({ reason: 'File 7' })] as unknown }));
  });

  it('is found out where it says otherwise of a case, in whatever member, by either rules', async () => {
    const lie = { subject: nobody, state: 'lodged', outcome: 'dismissed', endedOn: '2026-03-30', goesOn: '2027-04-01', announcedOn: '2027-04-01', erasedAt: '2026-03-31T00:00:00.000Z', more: 1 };
    const differing = [...Object.keys(lie), 'heldBy/0', 'rule/days'].sort();
    const found = await rows(/rules=/, ended({ ...lie, heldBy: ['remedy-open'], rule: { kind: 'grievance', outcome: 'withdrawn', days: 500, version: 1 } }));
    for (const path of [adopted, proposed]) {
      const members = found.filter(([code, of]) => code === 'row-differs' && of === path).map(([, , member]) => member);
      expect(members.sort()).toEqual(path === adopted ? differing : [...differing, 'rule/version'].sort());
    }
  });

  it('is found out where a case is left out, made up or told twice, where the day is over, and where there is no answer', async () => {
    const untrue = ([first, , third]: readonly Row[]): readonly Row[] => [{ ...first, grievanceId: nobody }, first ?? {}, first ?? {}, third ?? {}];
    expect([...(await rows(/rules=adopted/, untrue))].sort()).toEqual([['row-added', adopted, ''], ['row-added', adopted, ''], ['row-missing', adopted, '']]);
    const days = await toldOf(/rules=/, (body) => (rowsOf(body, 'items').length === 0 ? undefined : { ...body, cityId: nobody, today: '2026-03-28' }));
    const missing = [['row-missing', adopted, ''], ['row-missing', proposed, '']];
    expect([...days].sort()).toEqual([...[adopted, proposed].flatMap((path) => [['row-differs', path, 'cityId'], ['row-differs', path, 'today']]), ...missing]);
  });
});

describe('the entries as they are listed', () => {
  it('are found out where one is left out, changed or told twice, of everything and of a city', async () => {
    const lie: Lie = (body) => {
      const [, second, ...rest] = rowsOf(body, 'items');
      return second === undefined ? body : { ...body, items: [{ ...second, role: 'nobody' }, { ...second, role: 'nobody' }, ...rest] };
    };
    const found = await toldOf(/audit.cityId=|access-trail/, lie);
    const trail = '/v1/access-trail';
    for (const path of ['/v1/audit?cityId=', trail, `${trail}?kind=sealed`, `${trail}?kind=deployment`, `${trail}?cityId=`]) {
      const of = found.filter((one) => one[1] === path).map(([code, , member]) => `${code} ${member}`);
      expect([path, [...new Set(of)].sort()]).toEqual([path, ['row-added ', 'row-differs role', 'row-missing ']]);
    }
  });
});
