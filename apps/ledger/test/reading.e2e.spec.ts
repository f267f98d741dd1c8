import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { commitmentBody, evidenceFile, madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type Recorded, type TestLedger } from '../../../test/support/ledger.js';

jest.setTimeout(240_000);

interface Page {
  readonly items: readonly (Record<string, unknown> & { readonly id: string; readonly title: string })[];
  readonly next: string | null;
}

let ledger: TestLedger;
let city: TestCity;
let time = Date.parse('2026-03-31T12:00:00Z');

beforeAll(async () => {
  ledger = await startLedger({ now: () => time });
  city = await madeCity(ledger);
}, 240_000);
afterAll(() => ledger.stop());

const make = (title: string, more: object = {}): Promise<Recorded> => {
  pass(1);
  return ledger.send('/v1/commitments', city.staff, { ...commitmentBody(city, '2027-01-31'), title, ...more });
};
const pass = (milliseconds: number): void => void (time += milliseconds);

describe('one record', () => {
  it('shows one’s own write at once when its position is given', async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const made = await make(`Turn ${turn}`);
      const answer = await ledger.ask(`/v1/commitments/${made.id}?after=${made.position}`);
      expect([answer.status, answer.body['title']]).toEqual([200, `Turn ${turn}`]);
    }
  });

  it('can be asked as recorded at an entry or at a time', async () => {
    const made = await make('As of');
    const madeAt = new Date(time).toISOString();
    pass(60_000);
    const progress = await ledger.send(`/v1/commitments/${made.id}/report-progress`, city.staff, { text: 'Half.', share: 0.5 });
    pass(60_000);
    const done = await ledger.send(`/v1/commitments/${made.id}/report-fulfilled`, city.staff, { text: 'All.', evidence: [evidenceFile('5')] });
    const now = await ledger.ask<{ entry: number }>(`/v1/commitments/${made.id}?after=${done.position}`);
    expect(now.body).toMatchObject({ state: 'reported-fulfilled', revision: 2 });

    const asOf = (moment: string | number) => ledger.ask(`/v1/commitments/${made.id}?asOf=${encodeURIComponent(moment)}`);
    expect((await asOf(madeAt)).body).toMatchObject({ state: 'open', revision: 0, share: 0 });
    expect((await asOf(now.body.entry - 1)).body).toMatchObject({ state: 'open', revision: 1, share: 0.5 });
    expect((await asOf(new Date(time).toISOString())).body).toMatchObject({ state: 'reported-fulfilled', revision: 2 });
    expect((await asOf('2026-03-31T13:59:00+02:00')).status).toBe(404);
    expect((await asOf(0)).status).toBe(404);
    expect((await asOf('yesterday')).status).toBe(400);
    expect(progress.revision).toBe(1);
  });

  it('tells its history in the reader’s language, by the address or by Accept-Language, and says which', async () => {
    const made = await make('Viviendas');
    const told = async (query: string, accept?: string) => {
      const headers: Record<string, string> = accept === undefined ? {} : { 'accept-language': accept };
      const answer = await ledger.ask<{ items: { sentence: string }[] }>(`${query}after=${made.position}`, { headers });
      return [answer.headers.get('content-language'), answer.headers.get('vary'), answer.body.items[0]?.sentence];
    };
    const history = `/v1/commitments/${made.id}/history?`;
    const spanish = 'Se asumió el compromiso «Viviendas», que vence el 31 de enero de 2027.';
    const french = 'L’engagement «\u00a0Viviendas\u00a0» a été pris, pour le 31 janvier 2027.';
    expect(await told(history)).toEqual(['en', 'accept-language', 'The commitment “Viviendas” was made, due on 31 January 2027.']);
    expect(await told(history, 'de, es-MX;q=0.8')).toEqual(['es', 'accept-language', spanish]);
    expect(await told(`${history}lang=fr&`, 'es')).toEqual(['fr', 'accept-language', french]);
    expect(await told(`/v1/audit?stream=${made.stream}&lang=es&`)).toEqual(['es', 'accept-language', spanish]);
    expect((await ledger.ask(`${history}lang=tlh`)).status).toBe(400);
  });

  it('keeps a mistaken entry and shows its correction, named by number or by id', async () => {
    const made = await make('Rectified');
    const token = await ledger.token(city.staff);
    const history = await ledger.ask<{ items: { entry: number; id: string }[] }>(`/v1/commitments/${made.id}/history?after=${made.position}`);
    const [first] = history.body.items;
    const rectify = (entry: unknown) =>
      ledger.ask<Recorded & { type: string }>(`/v1/commitments/${made.id}/rectify`, { token, body: { entry, reason: 'Wrong year.', correction: 'It is 2028.' } });
    const byNumber = await rectify(first?.entry);
    const byId = await rectify(first?.id);
    expect([byNumber.status, byId.status]).toEqual([200, 200]);
    expect((await rectify(0)).body.type).toBe('/problems/unknown-entry');
    expect((await rectify(-1)).status).toBe(400);
    const shown = await ledger.ask(`/v1/commitments/${made.id}?after=${byId.body.position}`);
    expect(shown.body).toMatchObject({
      rectifications: [
        { entry: first?.id, correction: 'It is 2028.' },
        { entry: first?.id, correction: 'It is 2028.' },
      ],
    });
  });
});

it('the address of the next page keeps the whole query', async () => {
  await make('Linked one');
  const last = await make('Linked two');
  const page = await ledger.ask<Page>(`/v1/commitments?limit=1&q=linked?&after=${last.position}`);
  expect(page.headers.get('link')).toMatch(/^<\/v1\/commitments\?limit=1&q=linked%3F&cursor=[\w-]+>; rel="next"$/);
});

describe('a record that was read before', () => {
  it.each(['"0"', 'W/"0"', '"7", "0"', '*'])('is not sent again for If-None-Match: %s', async (tag) => {
    const made = await make('Known');
    const known = await ledger.ask(`/v1/commitments/${made.id}?after=${made.position}`, { headers: { 'if-none-match': tag } });
    expect([known.status, known.headers.get('etag')]).toEqual([304, '"0"']);
  });

  it.each(['"1"', '0', ''])('is sent again for If-None-Match: %s', async (tag) => {
    const made = await make('Unknown');
    const known = await ledger.ask(`/v1/commitments/${made.id}?after=${made.position}`, { headers: { 'if-none-match': tag } });
    expect(known.status).toBe(200);
  });
});

describe('lists', () => {
  it('go on page after page, each record once, also while others are recorded', async () => {
    const marked = 'Pagination';
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1) made.push((await make(`${marked} ${index}`)).id);
    const last = await make(`${marked} last`);
    const seen: string[] = [];
    let path: string | undefined = `/v1/commitments?cityId=${city.cityId}&q=${marked}&sort=recordedAt&limit=3&after=${last.position}`;
    while (path !== undefined) {
      const answer: { body: Page; headers: Headers } = await ledger.ask<Page>(path);
      seen.push(...answer.body.items.map(({ id }) => id));
      const link = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
      expect(link === undefined).toBe(answer.body.next === null);
      path = link;
    }
    expect(seen).toEqual([...made, last.id]);
  });

  it('are narrowed by every filter', async () => {
    const special = await make('Filters ümläut', { rights: ['CRC-31'], groups: [city.groupId], dueOn: '2029-05-05' });
    const ids = async (query: string): Promise<string[]> => {
      const answer = await ledger.ask<Page>(`/v1/commitments?after=${special.position}&cityId=${city.cityId}&${query}`);
      expect(answer.status).toBe(200);
      return answer.body.items.map(({ id }) => id);
    };
    for (const query of ['right=CRC-31', `group=${city.groupId}`, 'q=umlaut', 'dueFrom=2029-05-05', `q=filters&dutyBearerId=${city.dutyBearerId}&state=open&overdue=false&open=true`]) {
      expect(await ids(query)).toEqual([special.id]);
    }
    for (const query of ['right=CRC-31&state=verified', 'right=CRC-31&overdue=true', 'right=CRC-31&dueTo=2029-05-04', `right=CRC-31&dutyBearerId=${city.otherDutyBearerId}`]) {
      expect(await ids(query)).toEqual([]);
    }
  });

  it('come as CSV with every row, safe to open in a spreadsheet', async () => {
    const formula = await make('=HYPERLINK("http://example.org","x")');
    const quoted = await make('Quoted "text", with a comma\nand a line');
    const turned = await make('Turned \u202eround');
    const answer = await ledger.ask(`/v1/commitments?cityId=${city.cityId}&after=${turned.position}`, { headers: { accept: 'text/csv' } });
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
    const rows = parse<Record<string, string>>(answer.text, { columns: true });
    const page = await ledger.ask<Page>(`/v1/commitments?cityId=${city.cityId}&limit=200`);
    expect(rows).toHaveLength(page.body.items.length);
    expect(rows.find(({ id }) => id === formula.id)?.['title']).toMatch(/^'=HYPERLINK/);
    expect(rows.find(({ id }) => id === quoted.id)?.['title']).toBe('Quoted "text", with a comma\nand a line');
    expect(rows.find(({ id }) => id === turned.id)?.['title']).toBe('Turned \ufffdround');
    const preferred = await ledger.ask('/v1/commitments', { headers: { accept: 'text/csv;q=0.5, application/json' } });
    expect(preferred.headers.get('content-type')).toMatch(/^application\/json/);
  });
});

describe('everything', () => {
  it('is in the audit, in the order of the log, and can be narrowed', async () => {
    const made = await make('Audited');
    const audit = await ledger.ask<{ items: { entry: number; stream: string; sentence: string; proof: string }[]; next: string | null }>(
      `/v1/audit?cityId=${city.cityId}&limit=200&after=${made.position}`,
    );
    const numbers = audit.body.items.map(({ entry }) => entry);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const one = await ledger.ask<Page>(`/v1/audit?stream=${made.stream}`);
    expect(one.body.items).toMatchObject([{ type: 'CommitmentMade', role: 'staff', stream: made.stream }]);
    const typed = await ledger.ask<Page>(`/v1/audit?type=CityEnrolled&sort=-entry&cityId=${city.cityId}`);
    expect(typed.body.items).toHaveLength(1);
    expect((await ledger.ask(`/v1/audit?stream=nothing-${made.id}`)).status).toBe(400);
  });

  it('is counted in the overview', async () => {
    const fresh = await madeCity(ledger);
    const made = await ledger.send('/v1/commitments', fresh.staff, commitmentBody(fresh, '2027-01-31'));
    const answer = await ledger.ask(`/v1/overview?cityId=${fresh.cityId}&after=${made.position}`);
    expect(answer.body).toMatchObject({
      cityId: fresh.cityId,
      open: 1,
      overdue: 0,
      kept: 0,
      verified: 0,
      figures: { commitment: { total: 1, open: 1, byStatus: { open: 1 } }, 'duty-bearer': { total: 2 } },
      coverage: { rights: [{ value: 'CRPD-28', commitments: 1 }, { value: 'ICESCR-11.1', commitments: 1 }] },
    });
    expect((await ledger.ask('/v1/overview')).status).toBe(400);
    const unknown = await ledger.ask('/v1/overview?cityId=01912d68-783e-7a03-8467-5661c1243aff');
    expect([unknown.status, unknown.body]).toMatchObject([404, { type: '/problems/not-found' }]);
  });
});

describe('what is refused', () => {
  interface Refused {
    readonly title: string;
    readonly detail: string;
    readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  }
  const nobody = '01912d68-783e-7a03-8467-5661c1243ad4';
  const made = async (): Promise<string> => (await make('Refused')).id;
  const cases: readonly [what: string, path: () => Promise<string> | string, body: object | undefined, known: boolean, told: Record<'en' | 'es' | 'fr', unknown>][] = [
    ['by a rule of the domain', async () => `/v1/commitments/${await made()}/verify`, { grade: 'A', reasons: 'Seen.' }, true, {
      en: ['The role does not allow this', 'To verify takes the role oversight or council.'],
      es: ['El rol no permite esto', 'La orden «verify» exige el rol de supervisión o consejo municipal.'],
      fr: ['Le rôle ne le permet pas', 'L’ordre «\u00a0verify\u00a0» demande le rôle «\u00a0contrôle\u00a0» ou «\u00a0conseil municipal\u00a0».'],
    }],
    ['by its form, each member', async () => `/v1/commitments/${await made()}/report-progress`, { text: '', share: 2, colour: 'blue' }, true, {
      en: ['The input is not valid', '3 members are not valid; see errors.', '/colour is not known here; known are: effectiveOn, text, share, evidence',
        '/share must be a number from 0 to 1', '/text must be text of 1 to 4000 characters'],
      es: ['Lo enviado no es válido', '3 miembros no son válidos; véase errors.', '/colour no se conoce aquí; se conocen: effectiveOn, text, share, evidence',
        '/share debe ser un número de 0 a 1', '/text debe ser un texto de 1 a 4000 caracteres'],
      fr: ['Ce qui a été envoyé n’est pas valide', '3 membres ne sont pas valides\u00a0; voir errors.', '/colour n’est pas connu ici\u00a0; sont connus\u00a0: effectiveOn, text, share, evidence',
        '/share doit être un nombre de 0 à 1', '/text doit être un texte de 1 à 4000 caractères'],
    }],
    ['since there is no such record', () => `/v1/remedies/${nobody}`, undefined, false, {
      en: ['There is nothing at this address', `There is no remedy with the id ${nobody}. If you have just recorded it, add ?after= with the position of the receipt.`],
      es: ['No hay nada en esta dirección', `No hay ninguna reparación con el id ${nobody}. Si se acaba de registrar, ha de añadirse ?after= con la posición del recibo.`],
      fr: ['Il n’y a rien à cette adresse', `Il n’y a aucune réparation avec l’id ${nobody}. Si vous venez de l’inscrire, il faut ajouter ?after= avec la position du reçu.`],
    }],
    ['since nobody says who they are', async () => `/v1/commitments/${await made()}/report-progress`, { text: 'Half.' }, false, {
      en: ['A valid token is needed', 'This needs a token: Authorization: Bearer <token>.'],
      es: ['Hace falta un token válido', 'Esto necesita un token: Authorization: Bearer <token>.'],
      fr: ['Il faut un jeton valide', 'Ceci demande un jeton\u00a0: Authorization: Bearer <token>.'],
    }],
  ];

  it.each(cases)('is told in the reader’s language: %s', async (_what, path, body, known, told) => {
    const [address, token] = [await path(), known ? await ledger.token(city.staff) : undefined];
    for (const [asked, language] of [['es', 'es'], ['fr-CA, en;q=0.5', 'fr'], ['tlh', 'en']] as const) {
      const answer = await ledger.ask<Refused>(address, { token, ...(body === undefined ? {} : { body }), headers: { 'accept-language': asked } });
      expect([answer.headers.get('content-language'), answer.headers.get('vary')]).toEqual([language, 'accept-language']);
      const { title, detail, errors = [] } = answer.body;
      const lines = errors.map((error) => `${error.pointer} ${error.detail}`).sort();
      expect([title, detail, ...lines]).toEqual(told[language]);
      // A header is ASCII, and for programs.
      const challenge = answer.headers.get('www-authenticate');
      if (challenge !== null) expect(challenge).toContain('This needs a token');
    }
  });

  it('in the language of the address before that of the header', async () => {
    const answer = await ledger.ask<Refused>(`/v1/commitments/${nobody}/history?lang=fr`, { headers: { 'accept-language': 'es' } });
    expect([answer.status, answer.headers.get('content-language'), answer.body.title]).toEqual([404, 'fr', 'Il n’y a rien à cette adresse']);
  });
});
