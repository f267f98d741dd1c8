// Two cities on one ledger, and every role. Whoever is not of the first, its neighbour's offices above all, learns by no route what is
// sealed there, changes nothing there, and is told of nothing that everybody could not see.
import { randomUUID } from 'node:crypto';
import { aggregateNames, grantableRoles, upkeepId, type Actor, type Role } from '@covenant/domain';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fullBodies, people } from '../../../libs/domain/src/testing.js';
import { addressOf, plurals } from '../../../test/support/addresses.js';
import type { Description } from '../../../test/support/description.js';
import { patiently, startLedger, type Answer, type Ask, type TestLedger, type Who } from '../../../test/support/ledger.js';
import { unzipped } from '../../../test/support/log/unzip.js';
import { Stage, stageDay, type Place } from '../../../test/support/stage.js';

jest.setTimeout(300_000);

const mark = 'xyzzy-7f3a';
/** A right that is named in sealed words and nowhere else. */
const sealedRight = 'CRPD-27';

let ledger: TestLedger;
let here: Stage;
let neighbour: Stage;
let api: Description;
/** A record of the first city, and of what belongs to no city, for each aggregate that commands begin. */
let places: ReadonlyMap<string, Place>;
let grievance: Place;
let neighbourCode: string;
let secrets: readonly string[];
let callers: readonly (readonly [string, string | undefined])[];

/** Every text that a grievance seals is the mark, and what it is about is a right that nothing else names. */
const marked = (body: object, address: string): object => {
  if (!address.startsWith('/v1/grievances')) return body;
  const sealed = ['text', 'contact', 'reasons', 'plan', 'grounds'];
  const found = Object.entries<unknown>({ ...body }).map(([name, value]) => [name, sealed.includes(name) && typeof value === 'string' ? `${mark} ${name}` : value]);
  return { ...(Object.fromEntries(found) as object), ...(address === '/v1/grievances' ? { rights: [sealedRight] } : {}) };
};

beforeAll(async () => {
  const environment = { REQUESTS_PER_CALLER: '0', LODGINGS_PER_HOUR: '1000000', WRONG_CODES_PER_HOUR: '1000000' };
  ledger = await startLedger({ now: stageDay, environment });
  [here, neighbour] = [await Stage.set(ledger), await Stage.set(ledger)];
  api = (await ledger.ask<Description>('/openapi.json')).body;
  const found = new Map<string, Place>();
  for (const full of fullBodies) {
    const { name } = full.aggregate;
    if (!found.has(name) && full.command.type !== full.aggregate.begins) found.set(name, await here.before(full, marked));
  }
  const closing = fullBodies.find(({ aggregate, command }) => aggregate.name === 'grievance' && command.type === 'close');
  if (closing === undefined) throw new Error('no grievance is closed');
  grievance = await here.before(closing, marked);
  found.set('grievance', grievance);
  const key = { 'idempotency-key': `${mark}-key` };
  const said = await patiently(() => ledger.ask(`/v1/grievances/${grievance.id}/add-statement`, { body: { text: `${mark} more` }, headers: { ...key, 'receipt-code': grievance.code ?? '' } }));
  expect(said.status).toBe(200);
  await here.sent(grievance, people.oversight, { type: 'unseal', data: { purpose: 'To see.' } });
  places = found;
  neighbourCode = (await neighbour.before(closing)).code ?? '';
  secrets = [mark, sealedRight, grievance.code ?? '', (grievance.code ?? '').replaceAll('-', '')];
  const foreign = async (actor: Actor): Promise<string> => ledger.token(neighbour.who(neighbour.nothing('city'), actor));
  callers = [
    ['nobody', undefined],
    ['staff of the neighbour', await foreign(people.staff)],
    ['the office that handles grievances there', await foreign(people.housing)],
    ['oversight of the neighbour', await foreign(people.oversight)],
    ['its focal point', await foreign(people.focalPoint)],
    ['its council', await foreign(people.council)],
    ['its resident', await foreign(people.resident)],
    ['the administrator', await foreign(people.administrator)],
  ];
  await ledger.parts.reading.currentAll();
}, 300_000);
afterAll(() => ledger.stop());

const entriesHere = async (): Promise<number> => {
  await ledger.parts.reading.currentAll();
  let [count, cursor] = [0, ''];
  do {
    const { items, next } = (await ledger.ask<Page>(`/v1/audit?cityId=${here.cityId}&limit=200&cursor=${cursor}`)).body;
    count += items.length;
    cursor = next ?? '';
  } while (cursor !== '');
  return count;
};
/** What a command could change here: the entries of the city, and the changes of the log's keys, which are no city's. */
const standing = async (): Promise<readonly unknown[]> => [await entriesHere(), (await ledger.ask<Page>('/v1/log-keys?limit=200')).body.items];
interface Page {
  readonly items: readonly { readonly id: string; readonly cityId?: string }[];
  readonly next: string | null;
}

/** What leaks out of an answer: of its headers too, and of every file of an archive. */
const leaks = async (path: string, ask: Ask): Promise<readonly string[]> => {
  const response = await fetch(ledger.url + path, {
    headers: { ...(ask.token === undefined ? {} : { authorization: `Bearer ${ask.token}` }), ...ask.headers },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const zipped = response.headers.get('content-type') === 'application/zip';
  const said = zipped ? [...unzipped(bytes).values()].map((file) => file.toString('latin1')).join('\n') : bytes.toString('utf8');
  // Who asks for the mark gets their own question back in Link.
  const headers = [...response.headers].filter(([name]) => name !== 'link').flat().join('\n');
  if (response.status >= 500) return [`${path} answered ${response.status}`];
  return secrets.filter((secret) => said.includes(secret) || headers.includes(secret)).map((secret) => `${path} shows ${secret}`);
};

/** The addresses of a route with everything that leads to the first city in them. A new parameter needs its values here. */
const addressesOf = (template: string): readonly string[] => {
  const [, , plural = ''] = template.split('/');
  const name = aggregateNames.find((one) => plurals[one] === plural);
  // Of the whole deployment, and so of no city and no stage.
  const ofNoCity: Readonly<Record<string, string>> = { upkeeps: upkeepId };
  const values: Readonly<Record<string, readonly string[]>> = {
    id: [ofNoCity[plural] ?? (name === undefined ? undefined : places.get(name)?.id) ?? ''],
    eventId: grievance.events,
    table: tables(),
  };
  let found = [template];
  for (const [, parameter = ''] of template.matchAll(/\{(\w+)\}/g)) {
    const given = values[parameter];
    if (given === undefined || given.includes('')) throw new Error(`${template}: there is no case for {${parameter}}`);
    found = found.flatMap((path) => given.map((value) => path.replace(`{${parameter}}`, value)));
  }
  return found;
};
const tables = (): readonly string[] => {
  const { parameters } = (api.paths['/v1/rows/{table}']?.['get'] ?? {}) as { parameters?: readonly { name: string; schema: { enum?: readonly string[] } }[] };
  return parameters?.find(({ name }) => name === 'table')?.schema.enum ?? [];
};
const queriesOf = (template: string): readonly string[] => {
  if (template === '/v1/bundles') return [`?cityId=${here.cityId}`];
  if (template === '/log/consistency') return ['?from=1&to=10'];
  if (template.endsWith('/own') || template.startsWith('/log/') || !template.startsWith('/v1/')) return [''];
  if (template.endsWith('{id}')) return ['', '?asOf=100000'];
  if (template.includes('{')) return ['', '?limit=200'];
  return ['?limit=200', `?cityId=${here.cityId}`, `?cityId=${here.cityId}&q=${mark}`, `?cityId=${here.cityId}&right=${sealedRight}`];
};

describe('what is sealed in one city', () => {
  it('is told to nobody else by any route, in any form', async () => {
    const routes = Object.entries(api.paths).flatMap(([path, item]) => (item['get'] === undefined ? [] : [path]));
    const undescribed = ['/', `/?city=${here.cityId}`, '/metrics', '/verify', '/problems', '/log/tile/entries/000.p/9', '/log/tile/0/000.p/9'];
    const found: string[] = [];
    for (const [who, token] of callers) {
      for (const template of [...routes, ...undescribed]) {
        for (const path of addressesOf(template)) {
          for (const query of queriesOf(template)) {
            const leaked = await leaks(path + query, { token, headers: { 'receipt-code': neighbourCode } });
            found.push(...leaked.map((leak) => `${who}: ${leak}`));
          }
        }
      }
      for (const name of aggregateNames) {
        for (const query of ['', `?cityId=${here.cityId}&q=${mark}`]) {
          const leaked = await leaks(`/v1/${plurals[name]}${query}`, { token, headers: { accept: 'text/csv' } });
          found.push(...leaked.map((leak) => `${who}: ${leak}`));
        }
      }
    }
    expect(found).toEqual([]);
  });

  it('is what its own oversight reads: the marks are there to be found', async () => {
    const token = await ledger.token(here.who(grievance, people.oversight));
    const opened = await ledger.ask(`/v1/grievances/${grievance.id}/unseal`, { token, body: { purpose: 'To see.' } });
    for (const secret of [mark, sealedRight]) expect(opened.text).toContain(secret);
  });

  it('narrows no list: who asks for what is sealed gets what who asks for nothing there is gets', async () => {
    const asked = async (query: string): Promise<string> => (await ledger.ask(`/v1/grievances?cityId=${here.cityId}&${query}`)).text;
    expect(await asked(`right=${sealedRight}`)).toBe(await asked('right=CRPD-29'));
    expect(await asked(`q=${mark}`)).toBe(await asked('q=plugh'));
  });
});

describe('a command to another city', () => {
  const withoutInstance = ({ status, body }: Answer): object => ({ status, ...body, instance: '' });

  it('is refused to every role, tells nothing, and writes nothing', async () => {
    const before = await standing();
    const tried = new Set<string>();
    for (const { aggregate, actor, command } of fullBodies) {
      const at = places.get(aggregate.name);
      if (at === undefined) continue;
      const address = addressOf(aggregate.name, command.type);
      tried.add(address);
      // The city's own ids in the body, and an actor of the neighbour, who may do the same at home.
      const body = here.body(at, command);
      const personal = actor.roles.includes('complainant');
      const enrols = address === '/v1/cities' || address === '/v1/grievances';
      if (enrols) continue;
      const token = personal ? undefined : await ledger.token({ ...neighbour.who(neighbour.nothing('city'), { ...actor, cityId: people.council.cityId }) });
      const headers: Readonly<Record<string, string>> = personal ? { 'receipt-code': neighbourCode } : {};
      const answer = await patiently(() => ledger.ask(addressOf(aggregate.name, command.type, at.id), { token, body, headers }));
      expect([address, answer.status, answer.body['type']]).toEqual([address, personal ? 401 : 403, personal ? '/problems/unauthenticated' : '/problems/other-city']);
      for (const secret of secrets) expect(answer.text).not.toContain(secret);
    }
    const posts = Object.entries(api.paths).flatMap(([path, item]) => (item['post'] === undefined ? [] : [path]));
    expect([...tried].sort()).toEqual(posts.sort());
    expect(await standing()).toEqual(before);
  });

  it('that names a record of another city is answered as if there were none', async () => {
    const at = neighbour.nothing('commitment');
    const named = async (member: string, id: string): Promise<object> => {
      const body = { cityId: neighbour.cityId, title: 'T', rights: ['ICESCR-11.1'], dueOn: '2027-01-31', ...(member === 'dutyBearerId' ? { [member]: id } : { dutyBearerId: randomUUID(), [member]: [id] }) };
      const answer = await ledger.ask('/v1/commitments', { token: await ledger.token(neighbour.who(at, people.council)), body });
      return JSON.parse(JSON.stringify(withoutInstance(answer)).replaceAll(id, 'id').replaceAll(String(Reflect.get(body, 'dutyBearerId')), 'office')) as object;
    };
    for (const [member, aggregate] of [['groups', 'group'], ['obligations', 'obligation'], ['dutyBearerId', 'duty-bearer']] as const) {
      const there = places.get(aggregate)?.id ?? '';
      expect(await named(member, there)).toEqual(await named(member, randomUUID()));
    }
    const erase = async (grievanceId: string, subject: string): Promise<object> => {
      const body = { cityId: neighbour.cityId, grievanceId, ground: 'consent-withdrawn', reason: 'Letter' };
      const answer = await ledger.ask(`/v1/subjects/${subject}/erase`, { token: await ledger.token(neighbour.who(at, people.oversight)), body });
      return JSON.parse(JSON.stringify(withoutInstance(answer)).replaceAll(grievanceId, 'id')) as object;
    };
    const { complainant } = (await ledger.ask<{ complainant: string }>(`/v1/grievances/${grievance.id}`)).body;
    expect(await erase(grievance.id ?? '', complainant)).toEqual(await erase(randomUUID(), randomUUID()));
  });

  it('under a key that was used there gives no receipt of what was done there', async () => {
    const body = { cityId: here.cityId, name: 'Under a key', kind: 'department' };
    const headers = { 'idempotency-key': `key-${randomUUID()}` };
    const own: Who = here.who(here.nothing('city'), people.focalPoint);
    const first = await ledger.ask('/v1/duty-bearers', { token: await ledger.token(own), body, headers });
    expect(first.status).toBe(201);
    const other = neighbour.who(neighbour.nothing('city'), people.focalPoint);
    const again = await ledger.ask('/v1/duty-bearers', { token: await ledger.token(other), body, headers });
    expect([again.status, again.text]).toEqual([422, expect.not.stringContaining(String(first.body['id']))]);
  });
});

describe('a command of somebody whose role does not allow it', () => {
  it('is refused, whichever command and role, and writes nothing', async () => {
    const before = await standing();
    let tried = 0;
    for (const { aggregate, command } of fullBodies) {
      const at = places.get(aggregate.name);
      if (at === undefined) continue;
      const allowed = (aggregate.permissions as Readonly<Record<string, readonly Role[]>>)[command.type] ?? [];
      if (allowed.includes('complainant')) continue; // These take no token but the receipt code.
      for (const role of grantableRoles.filter((one) => !allowed.includes(one))) {
        const who = here.who(at, { subject: `cell-${role}`, roles: [role], ...(role === 'administrator' ? {} : { cityId: people.housing.cityId }), dutyBearerId: people.housing.dutyBearerId });
        const answer = await ledger.ask(addressOf(aggregate.name, command.type, at.id), { token: await ledger.token(who), body: here.body(at, command) });
        expect([aggregate.name, command.type, role, answer.status, answer.body['type']]).toEqual([aggregate.name, command.type, role, 403, '/problems/role-not-allowed']);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(200);
    expect(await standing()).toEqual(before);
  });
});

describe('a cursor of one city', () => {
  it('goes on in no other', async () => {
    const lists = [...aggregateNames.filter((name) => name !== 'city').map((name) => `/v1/${plurals[name]}`), '/v1/audit', ...tables().map((table) => `/v1/rows/${table}`)];
    let crossed = 0;
    for (const path of lists) {
      const page = await ledger.ask<Page>(`${path}?cityId=${here.cityId}&limit=1`);
      if (page.status !== 200 || page.body.next === null) continue;
      const other = await ledger.ask<Page>(`${path}?cityId=${neighbour.cityId}&limit=200&cursor=${page.body.next}`);
      expect([200, 400]).toContain(other.status);
      expect([path, other.text.includes(here.cityId)]).toEqual([path, false]);
      crossed += 1;
    }
    expect(crossed).toBeGreaterThan(5);
  });
});
