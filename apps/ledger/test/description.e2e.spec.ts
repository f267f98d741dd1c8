import { recordUpkeep } from '@covenant/commands';
import { aggregateNames, aggregates, upkeepId, type AggregateName, type Role } from '@covenant/domain';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { addressOf, plurals } from '../../../test/support/addresses.js';
import { commitmentBody, evidenceFile, madeCity, obligationBody, type TestCity } from '../../../test/support/city.js';
import { changedLogKey } from '../../../test/support/log/changed-key.js';
import { closed, type Description } from '../../../test/support/description.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';

jest.setTimeout(240_000);

/** Addresses for people and machines that are no part of the described interface. */
const undescribed = ['/', '/home.css', '/docs', '/openapi.json', '/problems', '/metrics', '/verify', '/oidc', '/sign-in', '/sign-in.css', '/log/tile/*'];

let ledger: TestLedger;
let city: TestCity;
let api: Description;
let ajv: Ajv2020;

beforeAll(async () => {
  ledger = await startLedger({ now: () => Date.parse('2026-03-31T12:00:00Z') });
  city = await madeCity(ledger);
  api = (await ledger.ask<Description>('/openapi.json')).body;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...closed(api), $id: 'api' });
}, 240_000);
afterAll(() => ledger.stop());

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
const templateOf = (path: string): string => {
  const [bare = ''] = path.split('?');
  const found = Object.keys(api.paths).find((template) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(bare));
  if (found === undefined) throw new Error(`${path} is not described`);
  return found;
};

/** Answers must be what the description says they are. */
const described = async (path: string, token?: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> => {
  const answer = await ledger.ask(path, { token, body, headers });
  const method = body === undefined ? 'get' : 'post';
  const template = templateOf(path);
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const at = ['paths', template, method, 'responses', String(answer.status), 'content', type, 'schema'].map(escaped).join('/');
  const validate = ajv.compile({ $ref: `api#/${at}` });
  if (!validate(answer.body)) throw new Error(`${method} ${path} (${answer.status}): ${ajv.errorsText(validate.errors)}\n${answer.text}`);
  return answer.body;
};

describe('the description', () => {
  it('is OpenAPI 3.1 whose every reference leads somewhere', () => {
    expect(api.openapi).toBe('3.1.0');
    const text = JSON.stringify(api);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((name) => !(name in api.components.schemas))).toEqual([]);
    expect(text).not.toContain('"nullable"');
  });

  it('has every command that a person may send, and none of the clock’s own', () => {
    for (const name of aggregateNames) {
      const { permissions } = aggregates[name] as { permissions: Readonly<Record<string, readonly Role[]>> };
      for (const [command, allowed] of Object.entries(permissions)) {
        const path = addressOf(name, command);
        const personal = allowed.some((role) => role !== 'system');
        expect([path, api.paths[path]?.['post'] !== undefined]).toEqual([path, personal]);
      }
    }
  });

  it('has every route that is served, and nothing else', () => {
    const served = [...ledger.routes]
      .filter(([url]) => !undescribed.some((path) => url === path || (path.length > 1 && url.startsWith(`${path}/`))))
      .flatMap(([url, methods]) =>
        [...methods].filter((method) => method !== 'HEAD').map((method) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`),
      );
    const told = Object.entries(api.paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));
    expect(told.sort()).toEqual(served.sort());
  });

  it('gives every operation an id of its own, a sentence, and the problems it answers with', () => {
    const operations = Object.values(api.paths).flatMap((item) => Object.values(item));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { operationId, summary, responses } of operations) {
      expect([operationId, summary]).toEqual([operationId, expect.stringMatching(/\S/)]);
      expect([operationId, Object.keys(responses)]).toEqual([operationId, expect.arrayContaining(['401', '429', '503'])]);
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) >= 400 && !operationId.startsWith('health')) {
          expect([operationId, Object.keys(content ?? {})]).toEqual([operationId, ['application/problem+json']]);
        }
      }
    }
  });

  it('closes every body to unknown members', () => {
    for (const [path, item] of Object.entries(api.paths)) {
      const reference = item['post']?.requestBody?.content['application/json']?.schema.$ref;
      if (reference === undefined) continue;
      const schema = api.components.schemas[reference.split('/').at(-1) ?? ''];
      expect([path, schema]).toEqual([path, expect.objectContaining({ additionalProperties: false })]);
    }
  });

  it('takes what the ledger takes, and refuses what it refuses by form', () => {
    const check = ajv.compile({ $ref: 'api#/components/schemas/MakeCommitment' });
    const good = commitmentBody(city, '2027-01-31');
    expect(check(good)).toBe(true);
    for (const wrong of [{ ...good, color: 1 }, { ...good, rights: [] }, { ...good, rights: ['NOPE'] }, { ...good, dueOn: 'soon' }, { ...good, graceDays: 1.5 }, { ...good, title: undefined, dutyBearerId: 'x' }]) {
      expect(check(JSON.parse(JSON.stringify(wrong)))).toBe(false);
    }
  });
});

describe('answers', () => {
  it('are what the description says, for every aggregate and for problems', async () => {
    const staff = await ledger.token(city.staff);
    const focalPoint = await ledger.token(city.focalPoint);
    const oversight = await ledger.token(city.oversight);
    const id = async (path: string, token: string, body: unknown): Promise<string> => String((await described(path, token, body))['id']);

    const obligation = await id('/v1/obligations', staff, obligationBody(city));
    await described(`/v1/obligations/${obligation}/accept`, staff, {});
    await described(`/v1/obligations/${obligation}/clarify`, focalPoint, { text: 'It covers rentals.', evidence: [evidenceFile('7')] });
    const commitment = await id('/v1/commitments', staff, {
      ...commitmentBody(city, '2027-01-31'),
      obligations: [obligation],
      milestones: [{ title: 'Half', dueOn: '2026-12-01' }],
      indicators: [{ title: 'Homes', kind: 'outcome', target: '200' }],
      forum: { name: 'Council', session: '12' },
    });
    await described(`/v1/commitments/${commitment}/report-progress`, staff, { text: 'A third.', share: 0.33, effectiveOn: '2026-03-30' });
    await described(`/v1/commitments/${commitment}/reach-milestone`, staff, { milestone: 'm1' });
    await described(`/v1/commitments/${commitment}/extend`, focalPoint, { dueOn: '2027-06-30', reason: 'Supply.', approvedBy: { body: 'council', reference: 'R 1' } });
    await described(`/v1/commitments/${commitment}/report-fulfilled`, staff, { text: 'All.', evidence: [evidenceFile('8')] });
    await described(`/v1/commitments/${commitment}/contest`, oversight, { grade: 'C', reasons: 'Half are missing.' });
    const scrutiny = await id('/v1/scrutinies', focalPoint, {
      cityId: city.cityId,
      title: 'Budget 2027',
      rights: ['ICESCR-11.1'],
      instrument: { title: 'Budget', kind: 'budget', status: 'proposed' },
      trigger: 'periodic',
      dutyBearerId: city.dutyBearerId,
    });
    await described(`/v1/scrutinies/${scrutiny}/screen`, focalPoint, { fullAssessment: true, reasons: 'Large.' });
    await described(`/v1/scrutinies/${scrutiny}/assess`, focalPoint, { impacts: [{ right: 'ICESCR-11.1', direction: 'positive' }] });
    await described(`/v1/scrutinies/${scrutiny}/decide`, oversight, {
      outcome: 'compatible-with-conditions',
      reasons: 'If kept.',
      conditions: [{ text: 'Kept.', dueOn: '2026-12-31' }],
      decidedBy: { body: 'Ombuds office', on: '2026-03-31' },
    });
    await described(`/v1/scrutinies/${scrutiny}/answer`, staff, { answer: 'amend', reasons: 'Done.' });
    const remedy = await id('/v1/remedies', oversight, {
      cityId: city.cityId,
      title: 'Evictions',
      rights: ['ICESCR-11.1'],
      source: { kind: 'scrutiny', scrutinyId: scrutiny },
      harm: { text: 'Evicted.' },
      beneficiaries: { groups: [city.groupId], sealedPersons: ['sealed:1'] },
      dutyBearerId: city.dutyBearerId,
      measures: [{ form: 'restitution', what: 'Homes back.', dueOn: '2026-12-31' }],
    });
    await described(`/v1/remedies/${remedy}/accept`, staff, { statement: 'Yes.' });
    await described(`/v1/remedies/${remedy}/deliver-measure`, staff, { measure: 'r1', evidence: [evidenceFile('9')] });
    await described(`/v1/remedies/${remedy}/dispute-measure`, oversight, { measure: 'r1', reason: 'Not yet.' });
    await described(`/v1/remedies/${remedy}/escalate`, focalPoint, { to: 'court', reason: 'Late.' });
    const council = await ledger.token(city.council);
    const atCouncil = `/v1/councils/${await id('/v1/councils', focalPoint, { cityId: city.cityId, name: 'Council', mandate: 'Rights.', seats: [{ constituency: 'other', name: 'Newcomers', number: 2 }] })}`;
    const about = { kind: 'commitment', id: commitment };
    await described(`${atCouncil}/appoint-member`, focalPoint, { seat: 's1', office: 'office-1', from: '2026-01-01', until: '2027-01-01', name: 'A member', consentedOn: '2026-01-01' });
    await described(`${atCouncil}/appoint-member`, focalPoint, { seat: 's2', office: 'office-2', from: '2026-01-01' });
    await described(`${atCouncil}/declare-conflict`, council, { seat: 's1', record: about, reason: 'Works there.' });
    await described(`${atCouncil}/convene-meeting`, council, { title: 'March', on: '2026-03-30', agenda: [{ text: 'Homes', record: about }] });
    await described(`${atCouncil}/hold-meeting`, council, { meeting: 'm1', attendance: ['s1', 's2'], minutes: evidenceFile('6') });
    for (const records of [[about], []]) await described(`${atCouncil}/move-resolution`, council, { title: 'Homes', text: 'More of them.', records });
    await described(`${atCouncil}/vote`, council, { resolution: 'r1', votes: [{ seat: 's1', vote: 'excused' }, { seat: 's2', vote: 'yes' }] });
    await described(`${atCouncil}/vote`, council, { resolution: 'r2', counts: { yes: 0, no: 2, abstain: 0 } });
    await described(`${atCouncil}/adopt-resolution`, council, { resolution: 'r1' });
    await described(`${atCouncil}/recommend`, council, { dutyBearerId: city.dutyBearerId, text: 'Build.', answerDueOn: '2026-12-31', resolution: 'r1' });
    await described(`${atCouncil}/answer-recommendation`, staff, { recommendation: 'a1', response: 'supported', text: 'Yes.' });
    await described(`${atCouncil}/end-term`, focalPoint, { seat: 's2', reason: 'Moved.' });
    const last = await described(`/v1/groups/${city.groupId}/amend`, focalPoint, { name: 'Tenants' });
    await described(`/v1/duty-bearers/${city.dutyBearerId}/name-liaison`, staff, { office: 'Rights desk' });
    await described(`/v1/cities/${city.cityId}/establish-focal-point`, focalPoint, { office: 'Human rights office' });
    const newest = await described(`/v1/cities/${city.cityId}/join-initiative`, focalPoint, { initiative: 'agenda-2030' });

    const lodged = await described('/v1/grievances', undefined, { cityId: city.cityId, rights: ['ICESCR-11.1'], text: 'It is cold.' });
    const [grievance, code] = [String(lodged['id']), { 'receipt-code': String(lodged['code']) }];
    const atGrievance = `/v1/grievances/${grievance}`;
    await described('/v1/grievances', undefined, { cityId: city.cityId, rights: [], text: 'It is cold.' });
    await described(`${atGrievance}/acknowledge`, oversight, { dutyBearerId: city.dutyBearerId });
    await described(`${atGrievance}/admit`, staff, { reasons: 'In time.' });
    await described(`${atGrievance}/begin-inquiry`, staff, {});
    const finding = { outcome: 'substantiated', rights: ['ICESCR-11.1'], summary: 'Cold.', reasons: 'Measured.' };
    await described(`${atGrievance}/make-finding`, staff, finding);
    await described(`${atGrievance}/place-hold`, staff, { ground: 'court', reason: 'File 7' });
    await described(`${atGrievance}/place-hold`, oversight, { key: 'audit-1', ground: 'audit', reason: 'Of the year' });
    await described(`${atGrievance}/lift-hold`, staff, { hold: 'audit-1', reason: 'Over' });
    await described(`${atGrievance}/lift-hold`, staff, { hold: 'h1', reason: 'Decided' });
    await described(`${atGrievance}/lift-hold`, staff, { hold: 'h1', reason: 'Decided' });
    await described(`/v1/retention?cityId=${city.cityId}`);
    await described(`${atGrievance}/lift-hold`, oversight, { hold: 'audit-1', reason: 'Over' });
    await described(`${atGrievance}/appeal`, undefined, { grounds: 'More.' }, code);
    await described(`${atGrievance}/unseal`, staff, { purpose: 'To look.' });
    await described(`${atGrievance}/unseal`, focalPoint, { purpose: 'To look.' });
    await described(`${atGrievance}/own`, undefined, undefined, code);
    await described(`${atGrievance}/own`, undefined, undefined, { 'receipt-code': '00000-00000-00000-00000-000000' });
    await described(`/v1/grievances/statistics?cityId=${city.cityId}`);
    await described('/v1/grievances/statistics');
    const subject = String(lodged['subject']);
    const erasure = { cityId: city.cityId, grievanceId: grievance, ground: 'consent-withdrawn', reason: 'Letter' };
    await described(`/v1/subjects/${subject}/erase`, oversight, erasure);
    await described(`/v1/subjects/${subject}/approve-erasure`, oversight, { reason: 'Looked at' });
    await described(`/v1/subjects/${subject}/approve-erasure`, focalPoint, { reason: 'Looked at' });
    await described(`${atGrievance}/unseal`, staff, { purpose: 'To look.' });

    const logKey = await changedLogKey(ledger);
    await recordUpkeep(ledger.parts.store, { act: 'read-models-rebuilt', detail: 'all' }, (line) => expect(line).toBe(''));
    await ledger.parts.reading.currentAll();
    const ids: Readonly<Record<AggregateName, string>> = {
      city: city.cityId,
      'duty-bearer': city.dutyBearerId,
      group: city.groupId,
      obligation,
      commitment,
      scrutiny,
      remedy,
      grievance,
      subject,
      'log-key': logKey,
      upkeep: upkeepId,
      council: city.cityId,
    };
    for (const name of aggregateNames) {
      const at = `/v1/${plurals[name]}`;
      await described(`${at}?limit=2&after=${String(newest['position'])}`);
      await described(`${at}/${ids[name]}`);
      await described(`${at}/${ids[name]}?asOf=${new Date(Date.parse('2026-03-31T12:00:00Z')).toISOString()}`);
      await described(`${at}/${ids[name]}/history`);
      await described(`${at}/${last['id'] === ids[name] ? city.cityId.replace(/^./, '0') : city.groupId.replace(/^./, '0')}`);
      if (name !== 'subject' && name !== 'upkeep') await described(at, staff, { nothing: 'known' });
    }
    await described('/v1/audit?limit=200');
    await described('/v1/access-trail?limit=200');
    await described(`/v1/retention?cityId=${city.cityId}`);
    await described('/v1/retention');
    await described(`/v1/overview?cityId=${city.cityId}`);
    for (const table of ['cities', 'entries', 'tallies', 'city_clocks']) await described(`/v1/rows/${table}?limit=1`);
    await described('/v1/rows/nothing');
    await described('/health/live');
    await described('/health/ready');
    await described('/v1/commitments', undefined, commitmentBody(city, '2027-01-31'));
  });
});

describe('the pages', () => {
  it('of the interface come from this server alone', async () => {
    const page = await ledger.ask('/docs');
    expect(page.text).not.toMatch(/https?:\/\//);
    for (const [, path = ''] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect([path, (await ledger.ask(path)).status]).toEqual([path, 200]);
    }
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('explain every kind of problem', async () => {
    const list = await ledger.ask('/problems');
    const codes = [...list.text.matchAll(/href="\/problems\/([a-z-]+)"/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(80);
    for (const code of codes) expect([code, (await ledger.ask(`/problems/${code}`)).status]).toEqual([code, 200]);
    expect((await ledger.ask('/problems/no-such-kind')).status).toBe(404);
  });

  it.each([
    ['/problems?lang=es', 'fr', 'es', '<a href="/problems/unavailable?lang=es">El registro no puede responder ahora</a>'],
    ['/problems/wrong-state', 'fr', 'fr', '<h1>Le registre n’est pas à un point qui le permette</h1>'],
    ['/problems/erased?lang=es', 'en', 'es', '<h1>Estas palabras se borraron</h1>'],
    ['/problems', 'tlh', 'en', '<a href="/problems/forbidden">Your role does not allow this</a>'],
    ['/verify?lang=es', 'fr', 'es', '<title>Comprobar un hecho'],
    ['/verify?lang=tlh', 'fr', 'fr', '<title>Vérifier un fait'],
    ['/?lang=tlh', 'es', 'es', '<html lang="es">'],
  ])('for people, %s for %s, are in %s', async (path, wished, language, told) => {
    const page = await ledger.ask(path, { headers: { 'accept-language': wished } });
    expect([page.status, page.headers.get('content-language'), page.headers.get('vary')]).toEqual([200, language, 'accept-language']);
    expect(page.text).toContain(`<html lang="${language}">`);
    expect(page.text).toContain(told);
  });
});

describe('operations', () => {
  it('show liveness, readiness with every part, and figures', async () => {
    expect((await ledger.ask('/health/live')).body).toEqual({ status: 'up' });
    const ready = await ledger.ask<{ parts: Record<string, unknown> }>('/health/ready');
    expect(Object.keys(ready.body.parts)).toEqual(expect.arrayContaining(['clock', 'event-store', 'projections', 'public-log']));
    const figures = await ledger.ask('/metrics');
    expect(figures.text).toContain('covenant_commands_total{aggregate="city",command="enrol"} 1');
    expect(figures.text).toContain('covenant_http_request_seconds_count{method="POST",route="/v1/cities",status="2xx"}');
  });
});
