// Text of somebody hostile in every member of every command and every parameter of every query: kept as it is, or refused.
import { randomUUID } from 'node:crypto';
import { aggregateNames, legible } from '@covenant/domain';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { fullBodies, people, type Full } from '../../../libs/domain/src/testing.js';
import { addressOf, plurals } from '../../../test/support/addresses.js';
import { fieldsOfBody, pointersTo, withValue, type Field } from '../../../test/support/body-fields.js';
import type { Description } from '../../../test/support/description.js';
import { controls, keepable, parameters, unkeepable } from '../../../test/support/hostile-texts.js';
import { patiently, startLedger, type TestLedger } from '../../../test/support/ledger.js';
import { unzipped } from '../../../test/support/log/unzip.js';
import { Stage, stageDay, type Place } from '../../../test/support/stage.js';

jest.setTimeout(300_000);

let ledger: TestLedger;
let stage: Stage;
let api: Description;

beforeAll(async () => {
  const environment = { REQUESTS_PER_CALLER: '0', LODGINGS_PER_HOUR: '1000000', WRONG_CODES_PER_HOUR: '1000000' };
  ledger = await startLedger({ now: stageDay, environment });
  stage = await Stage.set(ledger);
  api = (await ledger.ask<Description>('/openapi.json')).body;
}, 300_000);
afterAll(() => ledger.stop());

const played = fullBodies.map((full) => [`${full.aggregate.name} ${full.command.type}`, full] as const);
const texts = (address: string): readonly Field[] => fieldsOfBody(api, address).filter(({ kind }) => kind === 'text');
/** Every text of a body. */
const hostile = (body: object, address: string): object => texts(address).reduce<object>((found, { path }) => withValue(found, path, keepable) as object, body);
const place = (field: Field): string => `/${field.path.join('/')}`;

const stringsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];

/** A body with a piece of JSON in place of a member, which need not be JSON that this language could hold. */
const withJson = (body: object, { path }: Field, json: string): string => {
  const mark = `mark-${randomUUID()}`;
  return JSON.stringify(withValue(body, path, mark)).replaceAll(`"${mark}"`, () => json);
};

async function sendRaw(at: Place, { actor, command }: Full, raw: string) {
  const personal = actor.roles.includes('complainant');
  const token = personal ? undefined : await ledger.token(stage.who(at, actor));
  const headers: Readonly<Record<string, string>> = personal && at.code !== undefined ? { 'receipt-code': at.code } : {};
  const address = addressOf(at.aggregate, command.type, at.id);
  return patiently(() => ledger.ask<{ errors?: readonly { pointer: string }[] }>(address, { token, raw, headers, method: 'POST' }));
}

describe('every text of a command', () => {
  it.each(played)('%s', async (_name, full) => {
    const address = addressOf(full.aggregate.name, full.command.type);
    const before = await stage.before(full, hostile);
    const good = stage.body(before, full.command);
    const wanted = texts(address);
    // A member without a text here would not be tried: the full bodies have all that a command may carry.
    expect(wanted.filter(({ path }) => pointersTo(good, path).length === 0).map(place)).toEqual([]);

    for (const [what, json] of Object.entries(unkeepable)) {
      for (const field of wanted) {
        const answer = await sendRaw(before, full, withJson(good, field, json(field.most)));
        const pointers = (answer.body.errors ?? []).map(({ pointer }) => pointer);
        const [first = ''] = pointersTo(good, field.path);
        const named = pointers.some((pointer) => pointer === first || pointer.startsWith(`${first}/`));
        expect([what, place(field), answer.status, named]).toEqual([what, place(field), 400, true]);
      }
    }
    // What has a form, such as a day, a code, an id or a key, is refused for it, by the description or by the domain.
    for (const field of fieldsOfBody(api, address).filter(({ kind, path }) => kind === 'other' && pointersTo(good, path).length > 0)) {
      const answer = await sendRaw(before, full, withJson(good, field, JSON.stringify(keepable)));
      expect([place(field), [400, 422].includes(answer.status), answer.text]).toEqual([place(field), true, answer.text]);
    }
    const numbers = fieldsOfBody(api, address).filter(({ kind }) => kind === 'number');
    expect(numbers.filter(({ path }) => pointersTo(good, path).length === 0).map(place)).toEqual([]);
    for (const field of numbers) {
      for (const json of ['1e999', '-1e308', '9007199254740993', '"1"', '[1]']) {
        const answer = await sendRaw(before, full, withJson(good, field, json));
        expect([place(field), json, answer.status]).toEqual([place(field), json, 400]);
      }
    }
    for (const raw of [withoutEnd(good), polluted(good)]) expect((await sendRaw(before, full, raw)).status).toBe(400);
    const [firstText] = wanted;
    if (firstText !== undefined) {
      const answer = await stage.send(before, full.actor, full.command.type, withValue(good, firstText.path, controls) as object);
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('ill-formed-text')]);
    }

    const taken = await stage.send(before, full.actor, full.command.type, hostile(good, address));
    expect([taken.status < 300, taken.text]).toEqual([true, taken.text]);
    // Nothing of all that was refused left an entry, and every text stands as it was sent.
    expect(taken.body.revision).toBe(before.events.length + taken.body.events.length - 1);
    const kept = stringsOf(await recorded(full, { ...before, id: taken.body.id, code: before.code ?? taken.body.code ?? '' }, taken.body.events[0]?.id ?? ''));
    const sent = wanted.flatMap(({ path }) => pointersTo(good, path));
    expect(kept.filter((text) => text === keepable).length).toBeGreaterThanOrEqual(sent.length);
  });
});

/** 10,000 lists inside one another, in place of a member. */
const withoutEnd = (body: object): string => `{"deep":${'['.repeat(10_000)}${']'.repeat(10_000)},${JSON.stringify(body).slice(1)}`.replace(',}', '}');
const polluted = (body: object): string => `{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},${JSON.stringify(body).slice(1)}`.replace(',}', '}');

/** What an event says, with the words that only its person may read. */
async function recorded(full: Full, at: Place, event: string): Promise<unknown> {
  await ledger.parts.reading.currentAll();
  const history = await ledger.ask<{ items: { id: string; data: object }[] }>(`/v1/${plurals[at.aggregate]}/${at.id}/history?limit=200`);
  const said = history.body.items.find(({ id }) => id === event)?.data;
  if (full.aggregate.name !== 'grievance') return said;
  const headers = { 'receipt-code': at.code ?? '' };
  const own = await patiently(() => ledger.ask<{ entries: { id: string; words: object }[] }>(`/v1/grievances/${at.id}/own`, { headers }));
  return [said, own.body.entries.find(({ id }) => id === event)?.words];
}

describe('every parameter', () => {
  it('of every query is refused or harmless', async () => {
    const said: string[] = [];
    for (const [template, item] of Object.entries(api.paths)) {
      const names = ((item['get'] as { parameters?: readonly { name: string; in: string }[] } | undefined)?.parameters ?? []).filter((one) => one.in === 'query');
      for (const value of item['get'] === undefined ? [] : parameters) {
        const path = template.replaceAll(/\{\w+\}/g, encodeURIComponent(value).slice(0, 600));
        const query = names.map(({ name }) => `${name}=${encodeURIComponent(value)}`).join('&');
        const answer = await ledger.ask(`${path}?${query}`);
        const type = answer.headers.get('content-type') ?? '';
        const sound = answer.status === 200 || ([400, 404, 414, 431].includes(answer.status) && type.startsWith('application/problem+json'));
        if (!sound || answer.headers.get('set-cookie') !== null) said.push(`${template} ${value.slice(0, 40)}: ${answer.status} ${answer.text}`);
      }
    }
    expect(said).toEqual([]);
  });

  it('that is a text is looked for as it is, in every list', async () => {
    for (const name of aggregateNames) {
      for (const q of [...parameters, keepable]) {
        const { status } = await ledger.ask(`/v1/${plurals[name]}?q=${encodeURIComponent(q)}`);
        expect([name, q, status]).toEqual([name, q, q.length > 200 || q === '\0' ? 400 : 200]);
      }
    }
  });
});

describe('what was kept', () => {
  it('breaks no row and no cell of a table, and no page', async () => {
    await ledger.parts.reading.currentAll();
    // Apostrophes stand before what a spreadsheet would run; the text has some of its own.
    const bare = (text: string): string => text.replaceAll("'", '');
    const shown = bare(legible(keepable));
    let seen = 0;
    for (const name of aggregateNames) {
      const { text } = await ledger.ask(`/v1/${plurals[name]}`, { headers: { accept: 'text/csv' } });
      const rows = parse<Record<string, string>>(text, { columns: true });
      expect(rows.filter((row) => !/^[0-9a-f-]{36}$/.test(row['id'] ?? ''))).toEqual([]);
      const cells = rows.flatMap((row) => Object.values(row));
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      seen += cells.filter((cell) => bare(cell) === shown).length;
    }
    expect(seen).toBeGreaterThan(10);
    for (const path of ['/', '/?lang=es', '/?lang=fr', `/?city=${stage.cityId}`]) {
      const { text } = await ledger.ask(path);
      expect(text).not.toMatch(/<script>alert|[\u202a-\u202e\u2066-\u2069]/);
    }
  });

  it('is told as one text among others, in every language', async () => {
    for (const lang of ['en', 'es', 'fr']) {
      const { items } = (await ledger.ask<{ items: { sentence: string }[] }>(`/v1/audit?limit=200&sort=-entry&lang=${lang}`)).body;
      expect(items.some(({ sentence }) => sentence.includes('DROP TABLE'))).toBe(true);
      for (const { sentence } of items) expect(sentence).not.toMatch(/[\u0000-\u0008\u2028\u202a-\u202e\u2066-\u2069]/);
    }
  });

  it('is no part of the page that a bundle is read by', async () => {
    const whose = await stage.ledger.ask<{ id: string }>('/v1/cities', {
      token: await ledger.token({ roles: ['focal-point'], subject: people.focalPoint.subject }),
      body: { name: keepable, slug: `hostile-${process.pid}`, country: 'CA', languages: ['en'], timeZone: 'America/Winnipeg' },
    });
    const { id } = whose.body;
    await ledger.parts.reading.currentAll();
    let answer = await fetch(`${ledger.url}/v1/bundles?cityId=${id}`);
    while (answer.status === 404 || answer.status === 409) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      answer = await fetch(`${ledger.url}/v1/bundles?cityId=${id}`);
    }
    const files = unzipped(Buffer.from(await answer.arrayBuffer()));
    const pages = [...files].filter(([path]) => path.endsWith('.html')).map(([, content]) => content.toString());
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) {
      expect(page).toContain('DROP TABLE');
      expect(page).not.toMatch(/<script>alert|[\u202a-\u202e\u2066-\u2069]/);
    }
    for (const path of files.keys()) expect(path).not.toMatch(/\.\.|^\/|\\/);
  });
});
