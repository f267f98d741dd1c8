import { START, PostgresEventStore, type EventStore, type NewEvent } from '@covenant/event-store';
import { Metrics, RightOfWay, withClient } from '@covenant/platform';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Actor, AggregateName, DomainCommand } from '@covenant/domain';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { openCommands, Refused, type Commands } from './index.js';

jest.setTimeout(60_000);

/** One process of several on the same store, whose appends can be held up. */
interface Process {
  readonly commands: Commands;
  /** Holds the next append until `go` is called; `come` resolves when it is there. */
  hold(): { readonly come: Promise<void>; readonly go: () => void };
  /** Of all events, in their order. */
  types(): Promise<readonly string[]>;
  close(): Promise<void>;
}

let database: TestDatabase;
let one: Process;
let other: Process;
let cityId: string | undefined;

const open = async (): Promise<Process> => {
  const store = await PostgresEventStore.open({ url: database.appUrl });
  const rightOfWay = new RightOfWay({ url: database.appUrl, name: 'test', onTrouble: () => undefined });
  let held: { come(): void; go: Promise<void> } | undefined;
  const slow: EventStore = Object.assign(Object.create(store) as EventStore, {
    append: async (...given: Parameters<EventStore['append']>) => {
      const mine = held;
      held = undefined;
      mine?.come();
      await mine?.go;
      return store.append(...given);
    },
    head: () => store.head(),
    readAll: (after: bigint, limit: number) => store.readAll(after, limit),
    readStream: (stream: string) => store.readStream(stream),
  });
  const openDuties = async (id: string): Promise<number> =>
    (await store.readAll(START, 10_000)).filter(({ type, data }) => type === 'CommitmentMade' && data['dutyBearerId'] === id).length;
  // There is nobody's key here to destroy, and nothing to seal with.
  const guard = { before: (_stream: string, events: readonly NewEvent[]) => Promise.resolve(events) };
  const { commands } = await openCommands({ store: slow, guard, rightOfWay, metrics: new Metrics(), cacheRecords: 1_000, answers: { openDuties } });
  return {
    commands,
    hold: () => {
      let go = (): void => undefined;
      const come = new Promise<void>((resolve) => (held = { come: resolve, go: new Promise((goOn) => (go = goOn)) }));
      return { come, go: () => go() };
    },
    types: async () => (await store.readAll(START, 10_000)).map(({ type }) => type),
    close: async () => {
      await rightOfWay.close();
      await store.close();
    },
  };
};

const locks = (where: string): Promise<number> =>
  withClient(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ n: string }>(
      `SELECT count(*) AS n FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       WHERE d.datname = current_database() AND locktype = 'advisory' AND ${where}`,
    );
    return Number(rows[0]?.n);
  });

const until = async (condition: () => Promise<boolean> | boolean): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
};

/** Both processes take what names an office without a lock of its own. */
const untilSwift = (): Promise<void> => until(async () => (await locks(`objid = 22 AND mode = 'ShareLock' AND granted`)) === 2);

/** Until the command is through, or is seen to wait for another. */
const untilMoved = async (sent: Promise<unknown>): Promise<void> => {
  let settled = false;
  void sent.finally(() => (settled = true));
  await until(async () => settled || (await locks(`classid <> 1279607879 AND NOT granted OR objid IN (21, 22) AND mode = 'ExclusiveLock' AND NOT granted`)) > 0);
};

const anybody: Actor = { subject: 'office', roles: ['focal-point', 'council'] };

const send = async (process: Process, aggregate: AggregateName, command: DomainCommand, id?: string, actor = anybody) => {
  try {
    const { id: recorded } = await process.commands.execute({
      aggregate,
      command,
      ...(id === undefined ? {} : { id }),
      actor: { ...actor, ...(cityId === undefined ? {} : { cityId }) },
      correlationId: 'test',
    });
    return { recorded };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.refusal.code };
    throw error;
  }
};

const office = async (name: string): Promise<string> => {
  const { recorded, refused } = await send(one, 'duty-bearer', { type: 'register', data: { cityId, name, kind: 'department' } });
  if (recorded === undefined) throw new Error(`${name} was refused: ${refused}`);
  return recorded;
};
const make = (process: Process, dutyBearerId: string) =>
  send(process, 'commitment', {
    type: 'make',
    data: { cityId, title: 'Homes', rights: ['ICESCR-11.1'], dutyBearerId, dueOn: '2999-12-31' },
  });
const dissolve = (process: Process, id: string, successorId?: string) =>
  send(process, 'duty-bearer', { type: 'dissolve', data: { reason: 'Merged.', ...(successorId === undefined ? {} : { successorId }) } }, id);
const putUnder = (process: Process, id: string, parentId: string) =>
  send(process, 'duty-bearer', { type: 'amend', data: { parentId } }, id);

beforeAll(async () => {
  database = await freshDatabase();
  [one, other] = [await open(), await open()];
  const enrol = { name: 'Test', slug: 'test', country: 'US', languages: ['en'], timeZone: 'UTC' };
  cityId = (await send(one, 'city', { type: 'enrol', data: enrol })).recorded;
});
afterAll(async () => {
  await Promise.all([one.close(), other.close()]);
  await database.drop();
});

describe('two processes on one store', () => {
  it('do not dissolve an office as free of duties while the other gives it one', async () => {
    const id = await office('Given a duty');
    await untilSwift();
    const { come, go } = one.hold();
    const made = make(one, id);
    await come;
    const dissolved = dissolve(other, id);
    await untilMoved(dissolved);
    go();
    expect([await made, await dissolved]).toEqual([{ recorded: expect.any(String) }, { refused: 'successor-missing' }]);
  });

  it('do not give a duty to an office while the other dissolves it, and hold up nobody else', async () => {
    const id = await office('Dissolved');
    const elsewhere = await office('Another');
    await untilSwift();
    const { come, go } = other.hold();
    const dissolved = dissolve(other, id);
    await come;
    const made = make(one, id);
    await untilMoved(made);
    expect(await make(one, elsewhere)).toEqual({ recorded: expect.any(String) });
    go();
    expect([await dissolved, await made]).toEqual([{ recorded: id }, { refused: 'duty-bearer-dissolved' }]);
  });

  it('do not go by what they remember of an office that the other has dissolved', async () => {
    const [id, successor] = [await office('Remembered'), await office('Successor')];
    expect(await make(one, id)).toEqual({ recorded: expect.any(String) });
    await untilSwift();
    expect(await dissolve(other, id, successor)).toEqual({ recorded: id });
    await untilSwift();
    expect(await make(one, id)).toEqual({ refused: 'duty-bearer-dissolved' });
  });

  it.each([
    ['two processes', () => other],
    ['one process', () => one],
  ])('do not make two offices each other’s parts, in %s', async (_, second) => {
    const [a, b] = [await office('A'), await office('B')];
    await untilSwift();
    const { come, go } = one.hold();
    const first = putUnder(one, a, b);
    await come;
    const later = putUnder(second(), b, a);
    // Within one process the second waits without a lock of the database, so there is nothing to wait for.
    if (second() === other) await untilMoved(later);
    go();
    expect([await first, await later]).toEqual([{ recorded: a }, { refused: 'parent-circle' }]);
  });

  /** A case, with a request to erase what is sealed in it that waits for a second person. */
  const requested = async (complainant: string) => {
    const lodge = { cityId: cityId ?? '', complainant, opening: '0'.repeat(64), about: { rights: ['ICESCR-11.1'] }, text: 'Cold' } as const;
    const { recorded: grievanceId = '' } = await send(one, 'grievance', { type: 'lodge', data: lodge }, undefined, { subject: complainant, roles: ['complainant'] });
    const request = { cityId: cityId ?? '', grievanceId, ground: 'objection', reason: 'Letter 9' } as const;
    await send(one, 'subject', { type: 'erase', data: request }, complainant, { subject: 'oversight-1', roles: ['oversight'] });
    await untilSwift();
    const hold = { ground: 'court', reason: 'File 7' } as const;
    return {
      grievanceId,
      approve: (process: Process) => send(process, 'subject', { type: 'approve-erasure', data: { reason: 'Yes' } }, complainant, anybody),
      keep: (process: Process) => send(process, 'grievance', { type: 'place-hold', data: hold }, grievanceId, { subject: 'oversight-2', roles: ['oversight'] }),
    };
  };

  it('do not record a hold on what is sealed in a case while the other begins to erase it', async () => {
    const complainant = '018f4d3e-0000-7000-8000-000000000071';
    const { approve, keep } = await requested(complainant);
    const { come, go } = one.hold();
    const erased = approve(one);
    await come;
    const held = keep(other);
    await untilMoved(held);
    go();
    expect([await erased, await held]).toEqual([{ recorded: complainant }, { refused: 'erasure-begun' }]);
    const types = (await one.types()).filter((type) => /^Subject|Hold/.test(type));
    expect(types).toEqual(['SubjectErasureRequested', 'SubjectErasureBegun', 'SubjectErased']);
  });

  it('do not begin to erase what is sealed in a case while the other records a hold on it', async () => {
    const { approve, keep, grievanceId } = await requested('018f4d3e-0000-7000-8000-000000000072');
    const { come, go } = other.hold();
    const held = keep(other);
    await come;
    const erased = approve(one);
    await untilMoved(erased);
    go();
    expect([await erased, await held]).toEqual([{ refused: 'kept-by-a-hold' }, { recorded: grievanceId }]);
  });

  it('go on when their sessions are cut', async () => {
    const id = await office('After the cut');
    await untilSwift();
    await withClient(database.adminUrl, (client) =>
      client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'test'`),
    );
    await untilSwift();
    expect(await make(one, id)).toEqual({ recorded: expect.any(String) });
    expect(await dissolve(other, id)).toEqual({ refused: 'successor-missing' });
  });
});
