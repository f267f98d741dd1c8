// Each write of an erasure fails twice: it is lost, or it is done and reported as failed. Whatever comes then, a hold or
// an appeal first of all, no words are gone without an entry that says so, and what has begun is finished.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openCommands, type CommandRequest, type Commands, type Guard } from '@covenant/commands';
import type { EventStore } from '@covenant/event-store';
import { createPool, Metrics } from '@covenant/platform';
import type { Pool } from 'pg';
import { forgettingGuard } from '../../clock/src/forgetting.js';
import { clockActor } from '../../clock/src/index.js';
import { madeCity, type TestCity } from '../../../test/support/city.js';
import { patiently, startLedger, type TestLedger } from '../../../test/support/ledger.js';
import type { Lodged } from '../../../test/support/lodged.js';

jest.setTimeout(240_000);

type Write = 'SubjectErasureBegun' | 'the key' | 'SubjectErased';
type Ending = 'lost' | 'done, and reported as failed';
type Fault = readonly [Write, Ending];

let ledger: TestLedger;
let city: TestCity;
let pool: Pool;
let time = Date.parse('2026-03-02T12:00:00Z');

const outage = 'the test cut this write short';
const once = async <T>(struck: () => Ending | undefined, work: () => Promise<T>): Promise<T> => {
  const ending = struck();
  if (ending === 'lost') throw new Error(outage);
  const done = await work();
  if (ending !== undefined) throw new Error(outage);
  return done;
};

/** A process of its own on the same store and the same keys, in which that write fails once. */
async function processWith(fault?: Fault): Promise<Commands> {
  let left = fault;
  const at = (write: Write) => (): Ending | undefined => {
    if (left?.[0] !== write) return undefined;
    const [, ending] = left;
    left = undefined;
    return ending;
  };
  const { store } = ledger.parts;
  const cut: EventStore = Object.assign(Object.create(store) as EventStore, {
    head: () => store.head(),
    readAll: (...given: Parameters<EventStore['readAll']>) => store.readAll(...given),
    readStream: (...given: Parameters<EventStore['readStream']>) => store.readStream(...given),
    append: (...given: Parameters<EventStore['append']>) => once(at(given[2][0]?.type as Write), () => store.append(...given)),
  });
  const forgets = forgettingGuard(pool);
  const guard: Guard = {
    before: (stream, events, begins) => {
      const forget = () => forgets.before(stream, events, begins);
      return events.some(({ type }) => type === 'SubjectErased') ? once(at('the key'), forget) : forget();
    },
  };
  const answers = { openDuties: () => Promise.resolve(0) };
  const { commands } = await openCommands({ store: cut, guard, answers, metrics: new Metrics(), cacheRecords: 100, now: () => time });
  return commands;
}

/** A case that ended, so that it can be appealed and falls under a rule. */
async function ended(text: string): Promise<Lodged> {
  const { body: lodged } = await ledger.ask<Lodged>('/v1/grievances', { body: { cityId: city.cityId, rights: ['ICESCR-11.1'], text } });
  await ledger.send(`/v1/grievances/${lodged.id}/acknowledge`, city.oversight, { dutyBearerId: city.dutyBearerId });
  await ledger.send(`/v1/grievances/${lodged.id}/declare-inadmissible`, city.staff, { reasons: 'Another city' });
  return lodged;
}

const look = async (day: string): Promise<void> => {
  time = Date.parse(`${day}T18:00:00Z`);
  await ledger.parts.reading.currentAll();
  await ledger.parts.clock.look();
  await ledger.parts.reading.currentAll();
};

/** What the record of the subject says of the erasure itself. */
const told = async ({ subject }: Lodged): Promise<readonly string[]> =>
  (await ledger.parts.store.readStream(`subject-${subject}`)).map(({ type }) => type).filter((type) => ['SubjectErasureBegun', 'SubjectErased'].includes(type));

const hasKey = async ({ subject }: Lodged): Promise<boolean> => (await pool.query('SELECT FROM subjects.keys WHERE subject = $1', [subject])).rows.length > 0;

const outcome = ({ status, body }: { readonly status: number; readonly body: Record<string, unknown> }) => (status === 200 ? 'recorded' : body['type']);
const hold = async ({ id }: Lodged) =>
  outcome(await ledger.ask(`/v1/grievances/${id}/place-hold`, { token: await ledger.token(city.oversight), body: { ground: 'court', reason: 'File 7' } }));
const appeal = async ({ id, code }: Lodged) =>
  outcome(await patiently(() => ledger.ask(`/v1/grievances/${id}/appeal`, { body: { grounds: 'Look again.' }, headers: { 'receipt-code': code } })));

const ways = ['by request', 'by rule'] as const;
type Way = (typeof ways)[number];

const commandOf = (way: Way, { subject }: Lodged): CommandRequest => ({
  aggregate: 'subject',
  id: subject,
  correlationId: 'test',
  idempotencyKey: `erase ${subject}`,
  ...(way === 'by rule'
    ? { command: { type: 'erase-by-rule', data: { remedies: [] } }, actor: clockActor }
    : { command: { type: 'approve-erasure', data: { reason: 'Looked at' } }, actor: { ...city.focalPoint, roles: ['focal-point'], subject: 'second' } }),
});

interface Row {
  readonly fault: Fault;
  readonly told: readonly string[];
  readonly key: boolean;
  readonly hold: unknown;
  /** Where the hash of the receipt code went with the key, nobody is known by it. */
  readonly appeal: unknown;
}

const begun = '/problems/erasure-begun';
const gone = '/problems/unauthenticated';
const rows: readonly Row[] = [
  { fault: ['SubjectErasureBegun', 'done, and reported as failed'], told: ['SubjectErasureBegun'], key: true, hold: begun, appeal: begun },
  { fault: ['the key', 'lost'], told: ['SubjectErasureBegun'], key: true, hold: begun, appeal: begun },
  { fault: ['the key', 'done, and reported as failed'], told: ['SubjectErasureBegun'], key: false, hold: begun, appeal: gone },
  { fault: ['SubjectErased', 'lost'], told: ['SubjectErasureBegun'], key: false, hold: begun, appeal: gone },
  { fault: ['SubjectErased', 'done, and reported as failed'], told: ['SubjectErasureBegun', 'SubjectErased'], key: false, hold: begun, appeal: gone },
];
const cells = ways.flatMap((way) => rows.map((row): [string, Way, Row] => [`${way}: ${row.fault.join(' is ')}`, way, row]));

const cases = new Map<string, Lodged>();
const caseOf = (name: string): Lodged => {
  const known = cases.get(name);
  if (known === undefined) throw new Error(`there is no case for ${name}`);
  return known;
};

beforeAll(async () => {
  ledger = await startLedger({ now: () => time, environment: { LODGINGS_PER_HOUR: '1000' } });
  pool = createPool({ url: ledger.database.appUrl, name: 'erasing', size: 2, onError: () => undefined });
  city = await madeCity(ledger);
  const rules = [{ kind: 'grievance', outcome: 'inadmissible', days: 60 }];
  await ledger.send(`/v1/cities/${city.cityId}/propose-retention`, city.focalPoint, { rules });
  await ledger.send(`/v1/cities/${city.cityId}/adopt-retention`, city.oversight, { version: 1 });
  const names = [...cells.map(([name]) => name), ...ways.map((way) => `${way}, kept`), 'repeated'];
  for (const name of names) cases.set(name, await ended(name));
  // 60 days after 2 March is 1 May: announced for 4 May, and due from then on.
  await look('2026-04-20');
  for (const [name, { id, subject }] of cases) {
    if (name.startsWith('by rule')) continue;
    const request = { cityId: city.cityId, grievanceId: id, ground: 'objection', reason: 'Letter 9' };
    await ledger.send(`/v1/subjects/${subject}/erase`, city.oversight, request);
  }
  time = Date.parse('2026-05-04T18:00:00Z');
}, 240_000);
afterAll(async () => {
  await pool.end();
  await ledger.stop();
});

describe('an erasure that is cut short', () => {
  it.each(cells)('%s', async (name, way, row) => {
    const lodged = caseOf(name);
    const process = await processWith(row.fault);
    await expect(process.execute(commandOf(way, lodged))).rejects.toThrow(outage);
    expect({ told: await told(lodged), key: await hasKey(lodged) }).toEqual({ told: row.told, key: row.key });
    expect([await hold(lodged), await appeal(lodged)]).toEqual([row.hold, row.appeal]);
  });

  it.each(ways)('%s: before it has begun, is none: a hold keeps the words', async (way) => {
    const lodged = caseOf(`${way}, kept`);
    const process = await processWith(['SubjectErasureBegun', 'lost']);
    await expect(process.execute(commandOf(way, lodged))).rejects.toThrow(outage);
    expect([await told(lodged), await hasKey(lodged), await hold(lodged)]).toEqual([[], true, 'recorded']);
    await expect(process.execute(commandOf(way, lodged))).rejects.toThrow('refused: kept-by-a-hold');
    expect([await told(lodged), await hasKey(lodged)]).toEqual([[], true]);
  });

  it('is shown as begun, and by nobody as if it could still be kept', async () => {
    const { id, subject } = caseOf('by rule: the key is lost');
    await ledger.parts.reading.currentAll();
    const view = await ledger.ask(`/v1/subjects/${subject}`);
    expect(view.body).toMatchObject({ state: 'erasing', begun: { ground: 'retention-over', day: '2026-05-04', rule: { version: 1 } } });
    const page = await ledger.ask<{ readonly items: readonly { readonly grievanceId: string }[] }>(`/v1/retention?cityId=${city.cityId}`);
    const previewed = page.body.items.find(({ grievanceId }) => grievanceId === id);
    expect(previewed).toEqual({ grievanceId: id, subject, state: 'inadmissible', heldBy: [], begunAt: expect.any(String) });
  });

  it('is finished by whoever repeats it under the same key, with the answer of the first time', async () => {
    const lodged = caseOf('repeated');
    const request = commandOf('by request', lodged);
    await expect((await processWith(['the key', 'lost'])).execute(request)).rejects.toThrow(outage);
    const again = await (await processWith()).execute(request);
    expect([again.events.map(({ type }) => type), await told(lodged), await hasKey(lodged)]).toEqual([['SubjectErasureBegun'], ['SubjectErasureBegun', 'SubjectErased'], false]);
    expect(await (await processWith()).execute(request)).toEqual(again);
    expect(await told(lodged)).toHaveLength(2);
  });

  it('is finished by the clock, each once, on the ground on which it was begun; what is held stays', async () => {
    await look('2026-05-05');
    await look('2026-05-06');
    for (const [name, way] of cells) {
      const lodged = caseOf(name);
      expect([name, await told(lodged), await hasKey(lodged)]).toEqual([name, ['SubjectErasureBegun', 'SubjectErased'], false]);
      const last = (await ledger.parts.store.readStream(`subject-${lodged.subject}`)).at(-1);
      expect(last?.data).toMatchObject(way === 'by rule' ? { ground: 'retention-over', rule: { version: 1 } } : { ground: 'objection', reason: 'Looked at' });
      expect(await hold(lodged)).toBe(begun);
    }
    for (const way of ways) expect([await told(caseOf(`${way}, kept`)), await hasKey(caseOf(`${way}, kept`))]).toEqual([[], true]);
  });
});
