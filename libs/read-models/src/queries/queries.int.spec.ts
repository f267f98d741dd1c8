import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freshDatabase } from '../../../../test/support/database.js';
import { eventOf, otherModel, pledgeModel, recordPledge } from '../testing/events.js';
import { World } from '../testing/world.js';
import { encodeCursor } from './cursor.js';
import { InvalidCursor } from './errors.js';
import { ReadModelQueries } from './queries.js';
import type { RecordSort } from './records.js';

jest.setTimeout(60_000);

const titleOf = ({ body }: { readonly body: unknown }): string => (body as { title: string }).title;

describe('the queries', () => {
  let world: World;
  let queries: ReadModelQueries;
  let caughtUp: (only?: readonly string[]) => Promise<void>;
  const city = randomUUID();
  const elsewhere = randomUUID();

  const pledges: readonly (readonly [title: string, data: { rights: string[]; dueOn?: string }, kept?: boolean])[] = [
    ['Réparer les logements sociaux', { rights: ['ICESCR-11.1'], dueOn: '2026-06-30' }],
    ['Repair the shelters', { rights: ['ICESCR-11.1', 'CRPD-9.1'], dueOn: '2026-03-31' }, true],
    ['Open the library at night', { rights: ['ICESCR-15.1'], dueOn: '2027-01-15' }],
    ['A night shelter for everyone', { rights: ['UDHR-25.1'] }],
    ['Ärzte in jedem Bezirk', { rights: ['ICESCR-12.1'], dueOn: '2026-06-30' }, true],
    ['Übersetzen: every notice in three languages', { rights: ['CERD-5'] }],
  ];

  beforeAll(async () => {
    world = await World.open(await freshDatabase());
    ({ caughtUp } = world.project());
    queries = new ReadModelQueries({ source: world.source, store: world.store, models: [pledgeModel, otherModel] });
    for (const [index, [title, data, kept]] of pledges.entries()) {
      const recordedAt = `2026-01-0${index + 1}T10:00:00.000Z`;
      await recordPledge(world.store, city, title, kept === true ? [['PledgeKept', {}]] : [], { data, recordedAt });
    }
    await recordPledge(world.store, elsewhere, 'Another city’s night bus', [['PledgeFellDue', {}]], {
      data: { rights: ['ICESCR-11.1'], dueOn: '2025-12-31' },
      recordedAt: '2026-01-03T12:00:00.000Z',
    });
    await caughtUp();
  });
  afterAll(() => world.close());

  const titles = async (options: Parameters<ReadModelQueries['list']>[1]) =>
    (await queries.list('commitment', options)).items.map(titleOf);

  it('give one record with its revision, position and newest entry', async () => {
    const { id, position } = await recordPledge(world.store, city, 'One', [['PledgeNoted', { note: 'x' }]], {
      aggregate: 'obligation',
    });
    await caughtUp();
    expect(await queries.record('obligation', id)).toMatchObject({
      id,
      revision: 1,
      position,
      entry: Number(position),
      status: 'open',
      overdue: false,
      body: { title: 'One', notes: ['x'] },
    });
    expect(await queries.record('obligation', randomUUID())).toBeUndefined();
    expect(await queries.record('commitment', id)).toBeUndefined();
  });

  it.each<[RecordSort, readonly number[]]>([
    ['-recordedAt', [5, 4, 3, 2, 1, 0]],
    ['recordedAt', [0, 1, 2, 3, 4, 5]],
    ['title', [3, 4, 2, 1, 0, 5]],
    ['-title', [5, 0, 1, 2, 4, 3]],
  ])('sort a city’s list by %s', async (sort, order) => {
    expect(await titles({ filter: { cityId: city }, sort })).toEqual(order.map((index) => pledges[index]?.[0]));
  });

  it('sort by due date, records without one last', async () => {
    const due = async (sort: RecordSort) =>
      (await queries.list('commitment', { filter: { cityId: city }, sort })).items.map(
        ({ body }) => (body as { dueOn: string | null }).dueOn,
      );
    expect(await due('dueOn')).toEqual(['2026-03-31', '2026-06-30', '2026-06-30', '2027-01-15', null, null]);
    expect(await due('-dueOn')).toEqual([null, null, '2027-01-15', '2026-06-30', '2026-06-30', '2026-03-31']);
  });

  it.each<[string, Parameters<ReadModelQueries['list']>[1], readonly number[]]>([
    ['state', { filter: { cityId: city, state: 'kept' } }, [4, 1]],
    ['right', { filter: { cityId: city, right: 'ICESCR-11.1' } }, [1, 0]],
    ['open', { filter: { cityId: city, open: false } }, [4, 1]],
    ['overdue', { filter: { cityId: city, overdue: true } }, []],
    ['not overdue', { filter: { cityId: city, overdue: false, state: 'kept' } }, [4, 1]],
    ['due from', { filter: { cityId: city, dueFrom: '2026-06-30' } }, [4, 2, 0]],
    ['due to', { filter: { cityId: city, dueTo: '2026-06-30' } }, [4, 1, 0]],
    ['due between', { filter: { cityId: city, dueFrom: '2026-04-01', dueTo: '2026-12-31' } }, [4, 0]],
    ['a word', { filter: { cityId: city, q: 'shelter' } }, [3]],
    ['two words', { filter: { cityId: city, q: 'night library' } }, [2]],
    ['either word', { filter: { cityId: city, q: 'library or shelters' } }, [2, 1]],
    ['a phrase', { filter: { cityId: city, q: '"night shelter"' } }, [3]],
    ['a word that must be missing', { filter: { cityId: city, q: 'night -library' } }, [3]],
    ['a word without its accents', { filter: { cityId: city, q: 'REPARER' } }, [0]],
    ['a word with its accents', { filter: { cityId: city, q: 'réparer' } }, [0]],
    ['an umlaut', { filter: { cityId: city, q: 'ubersetzen' } }, [5]],
    ['what looks like SQL', { filter: { cityId: city, q: `'); DROP TABLE read_v1.commitments; --` } }, []],
    ['nothing but marks', { filter: { cityId: city, q: '!!! & |' } }, []],
  ])('filter by %s', async (_what, options, found) => {
    expect(await titles(options)).toEqual(found.map((index) => pledges[index]?.[0]));
  });

  it('list all cities together in the same order', async () => {
    expect(await titles({ sort: 'recordedAt' })).toEqual([
      ...pledges.slice(0, 3).map(([title]) => title),
      'Another city’s night bus',
      ...pledges.slice(3).map(([title]) => title),
    ]);
    expect(await titles({ filter: { overdue: true } })).toEqual(['Another city’s night bus']);
    expect((await titles({ sort: 'dueOn', limit: 3 })).slice(0, 2)).toEqual(['Another city’s night bus', 'Repair the shelters']);
  });

  it.each<RecordSort>(['recordedAt', '-recordedAt', 'dueOn', '-dueOn', 'title', '-title'])(
    'turn pages by %s, each record once, over one city and over all',
    async (sort) => {
      for (const filter of [{ cityId: city }, {}]) {
        const whole = await queries.list('commitment', { filter, sort });
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await queries.list('commitment', { filter, sort, limit: 2, ...(cursor && { cursor }) });
          expect(page.items.length).toBeGreaterThan(0);
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
        expect(seen).toEqual(whole.items.map(({ id }) => id));
        expect(whole.next).toBeNull();
      }
    },
  );

  it('keep their place on a page turn while records come and change', async () => {
    const filter = { cityId: randomUUID() };
    const made = [];
    for (let n = 0; n < 6; n++) {
      const recordedAt = `2026-02-0${n + 1}T00:00:00.000Z`;
      made.push(await recordPledge(world.store, filter.cityId, `P${n}`, [], { recordedAt }));
    }
    await caughtUp();
    const first = await queries.list('commitment', { filter, limit: 3 });
    await recordPledge(world.store, filter.cityId, 'Newer', [], { recordedAt: '2026-03-01T00:00:00.000Z' });
    await recordPledge(world.store, filter.cityId, 'Between', [], { recordedAt: '2026-02-05T12:00:00.000Z' });
    for (const { stream } of made) await world.store.append(stream, 0, [eventOf('PledgeNoted', { note: 'x' }, filter)]);
    await caughtUp();
    const second = await queries.list('commitment', { filter, limit: 3, cursor: first.next ?? '' });
    expect([...first.items, ...second.items].map(titleOf)).toEqual(['P5', 'P4', 'P3', 'P2', 'P1', 'P0']);
  });

  it.each([
    ['not base64url', 'a b'],
    ['not JSON', Buffer.from('hello').toString('base64url')],
    ['not a list', Buffer.from('{"a":1}').toString('base64url')],
    ['of another order', encodeCursor('commitments title', ['a', randomUUID()])],
    ['of another list', encodeCursor('obligations -recordedAt', ['2026-01-01T00:00:00.000Z', randomUUID()])],
    ['with a time that is none', encodeCursor('commitments -recordedAt', ['2026-13-01T00:00:00.000Z', randomUUID()])],
    ['with an id that is none', encodeCursor('commitments -recordedAt', ['2026-01-01T00:00:00.000Z', '1'])],
    ['too short', encodeCursor('commitments -recordedAt', ['2026-01-01T00:00:00.000Z'])],
    ['too long', encodeCursor('commitments -recordedAt', ['2026-01-01T00:00:00.000Z', 'x'.repeat(1000)])],
    ['empty', ''],
  ])('refuse a cursor that is %s', async (_what, cursor) => {
    await expect(queries.list('commitment', { filter: { cityId: city }, cursor })).rejects.toBeInstanceOf(InvalidCursor);
    await expect(queries.audit({ filter: { cityId: city }, cursor })).rejects.toBeInstanceOf(InvalidCursor);
  });

  it('stream any number of rows as CSV, each once, formulas quoted away', async () => {
    const cityId = randomUUID();
    const appended = Array.from({ length: 2_300 }, (_, n) =>
      recordPledge(world.store, cityId, n === 0 ? '=HYPERLINK("x"), "quoted"\nand broken' : `Row ${n}`),
    );
    await Promise.all(appended);
    await caughtUp();
    const chunks: string[] = [];
    for await (const chunk of queries.csv('commitment', { cityId })) chunks.push(chunk);
    const text = chunks.join('');
    expect(chunks.length).toBe(4);
    expect(text.split('\r\n').length).toBe(2_300 + 2);
    expect(new Set(text.match(/^[0-9a-f-]{36}/gm)).size).toBe(2_300);
    expect(text.startsWith('id,cityId,status,title,dutyBearers,')).toBe(true);
    expect(text).toContain(`"'=HYPERLINK(""x""), ""quoted""\nand broken"`);
  });

  describe('of entries', () => {
    it('give a record’s history with sentence and proof, page by page', async () => {
      const cityId = randomUUID();
      const { id, stream } = await recordPledge(world.store, cityId, 'Told', [
        ['PledgeNoted', { note: 'a' }],
        ['PledgeKept', {}],
      ]);
      await caughtUp();
      const first = await queries.history('commitment', id, { limit: 2 });
      const rest = await queries.history('commitment', id, { limit: 2, cursor: first.next ?? '' });
      const events = await world.store.readStream(stream);
      expect([...first.items, ...rest.items]).toEqual(
        events.map((event) => ({
          entry: Number(event.position),
          id: event.id,
          type: event.type,
          stream,
          revision: event.revision,
          cityId,
          recordedAt: '2026-03-01T09:00:00.000Z',
          effectiveOn: null,
          role: 'staff',
          sentence: `${event.type} was recorded.`,
          proof: `/log/proofs/${event.id}`,
          verify: `/verify?proof=/log/proofs/${event.id}`,
          data: event.data,
        })),
      );
      expect(rest.next).toBeNull();
      expect((await queries.history('obligation', id)).items).toEqual([]);
    });

    it('audit by city, type, stream and time, in the order of entries whatever the clocks said', async () => {
      const cityId = randomUUID();
      // Recorded times that run back and forth by up to 50 minutes behind the order of the entries.
      const minutes = [0, 10, 60, 20, 70, 30, 80, 90, 40, 100];
      const at = (minute: number) => new Date(Date.UTC(2026, 4, 1) + minute * 60_000).toISOString();
      const made: { id: string; stream: string }[] = [];
      for (const [n, minute] of minutes.entries()) {
        made.push(await recordPledge(world.store, cityId, `A${n}`, [], { recordedAt: at(minute) }));
      }
      await caughtUp();
      const told = async (filter: { from?: string; to?: string; type?: string }, first: 'oldest' | 'newest' = 'oldest') =>
        (await queries.audit({ filter: { cityId, ...filter }, first })).items.map(({ data }) => data.title);
      const within = (from: number, to: number) =>
        minutes.flatMap((minute, n) => (minute >= from && minute < to ? [`A${n}`] : []));

      expect(await told({})).toEqual(within(0, 1_000));
      expect(await told({}, 'newest')).toEqual(within(0, 1_000).reverse());
      for (const from of [-5, 0, 20, 35, 60, 100, 101]) {
        expect(await told({ from: at(from) })).toEqual(within(from, 1_000));
        for (const to of [1, 30, 45, 100, 500]) {
          expect(await told({ from: at(from), to: at(to) })).toEqual(within(from, to));
        }
      }
      expect(await told({ type: 'PledgeKept' })).toEqual([]);
      expect(await told({ type: 'PledgeMade', to: at(15) })).toEqual(within(0, 15));
      const all = await queries.audit({ filter: { from: at(0), to: at(1_000), type: 'PledgeMade' }, limit: 200 });
      expect(all.items.map(({ data }) => data.title)).toEqual(expect.arrayContaining(within(0, 1_000)));
      const kept = await queries.audit({ filter: { type: 'PledgeKept' }, limit: 200 });
      expect(kept.items.every(({ type }) => type === 'PledgeKept')).toBe(true);
      expect(kept.items.length).toBeGreaterThanOrEqual(3);
      const [one] = made;
      const alone = await queries.audit({ filter: { stream: { aggregate: 'commitment', recordId: one?.id ?? '' } } });
      expect(alone.items.map(({ stream }) => stream)).toEqual([one?.stream]);
    });

    it('turn pages of the audit in both directions', async () => {
      for (const first of ['oldest', 'newest'] as const) {
        const seen: number[] = [];
        let cursor: string | undefined;
        do {
          const page = await queries.audit({ filter: { cityId: city }, first, limit: 3, ...(cursor && { cursor }) });
          seen.push(...page.items.map(({ entry }) => entry));
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
        const sorted = seen.toSorted((a, b) => (first === 'oldest' ? a - b : b - a));
        expect(seen).toEqual(sorted);
        expect(new Set(seen).size).toBe(seen.length);
      }
    });

    it('show a record as it stood at an entry or at a time', async () => {
      const cityId = randomUUID();
      const made = await recordPledge(world.store, cityId, 'First name', [], { recordedAt: '2026-07-01T00:00:00.000Z' });
      const later = (type: string, data: Record<string, string>, day: string) =>
        eventOf(type, data, { cityId, recordedAt: `2026-07-${day}T00:00:00.000Z` });
      const { events } = await world.store.append(made.stream, 0, [
        later('PledgeRenamed', { title: 'Second name' }, '10'),
        later('PledgeKept', {}, '20'),
      ]);
      await caughtUp();
      const entries = [made.position, ...events.map(({ position }) => position)].map(Number);
      const asOf = (moment: { entry: number } | { time: string }) => queries.asOf('commitment', made.id, moment);

      expect(await asOf({ entry: (entries[0] ?? 0) - 1 })).toBeUndefined();
      expect(await asOf({ entry: entries[0] ?? 0 })).toMatchObject({ revision: 0, body: { title: 'First name' } });
      expect(await asOf({ entry: entries[1] ?? 0 })).toMatchObject({
        revision: 1,
        entry: entries[1],
        body: { title: 'Second name', status: 'open' },
        recordedAt: '2026-07-01T00:00:00.000Z',
        changedAt: '2026-07-10T00:00:00.000Z',
      });
      expect(await asOf({ entry: 1_000_000 })).toMatchObject({ revision: 2, body: { status: 'kept' } });
      expect(await asOf({ time: '2026-06-30T23:59:59.999Z' })).toBeUndefined();
      expect(await asOf({ time: '2026-07-10T00:00:00.000Z' })).toMatchObject({ revision: 1 });
      expect(await asOf({ time: '2026-07-19T00:00:00.000Z' })).toMatchObject({ revision: 1 });
      expect(await asOf({ time: '2027-01-01T00:00:00.000Z' })).toMatchObject({ revision: 2 });
      expect(await queries.asOf('commitment', randomUUID(), { entry: 1_000_000 })).toBeUndefined();
    });
  });

  it('add up a city’s figures, and nobody else’s', async () => {
    const { figures, coverage } = await queries.overview(city);
    expect(figures.commitment).toEqual({ total: 6, open: 4, overdue: 0, byStatus: { open: 4, kept: 2 } });
    expect(figures.scrutiny).toEqual({ total: 0, open: 0, overdue: 0, byStatus: {} });
    expect(coverage.rights.find(({ value }) => value === 'ICESCR-11.1')).toEqual({
      value: 'ICESCR-11.1',
      obligations: 0,
      commitments: 2,
      scrutinies: 0,
      remedies: 0,
      overdue: 0,
    });
    expect((await queries.overview(elsewhere)).figures.commitment).toEqual({
      total: 1,
      open: 1,
      overdue: 1,
      byStatus: { open: 1 },
    });
    expect((await queries.overview(randomUUID())).coverage.rights).toEqual([]);
  });
});
