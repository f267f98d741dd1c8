import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { faultProxy } from '../../../../test/support/proxy.js';
import { ids, newEvents, newStream, readToEnd } from '../contract/harness.contract.js';
import { EventIdConflict, OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../errors.js';
import { type EventRun, PostgresCopier } from './copier.js';
import { PostgresEventStore } from './store.js';

describe('the copier into PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let copier: PostgresCopier;
  beforeAll(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open({ url: database.appUrl });
    copier = new PostgresCopier({ url: database.appUrl });
  });
  afterAll(async () => {
    await copier.close();
    await store.close();
    await database.drop();
  });

  const run = (count: number, stream = newStream(), expected: EventRun['expected'] = 'no-stream'): EventRun => ({
    stream,
    expected,
    events: newEvents(count),
  });
  const idsAfter = async (position: bigint): Promise<readonly string[]> => ids(await readToEnd(store, position));

  it('records the runs in their order, also behind what a stream has, and repeats nothing', async () => {
    const before = await store.head();
    const first = run(3);
    const runs = [run(2), first, run(1), run(5)];
    const [, answer] = await copier.append(runs);
    expect(answer?.repeated).toBe(false);
    const more = [run(2), run(2, first.stream, 2)];
    await copier.append(more);
    const all = [...runs, ...more].flatMap(({ events }) => ids(events));
    expect(await idsAfter(before)).toEqual(all);
    expect((await copier.append(runs)).map(({ repeated }) => repeated)).toEqual([true, true, true, true]);
    expect(await idsAfter(before)).toEqual(all);
  });

  it('refuses two runs of one stream, and an append where something else stands', async () => {
    const before = await store.head();
    const one = run(1);
    await expect(copier.append([one, run(1, one.stream, 0)])).rejects.toThrow(RangeError);
    expect(await store.head()).toBe(before);
    await copier.append([one]);
    await expect(copier.append([run(1, one.stream)])).rejects.toThrow(WrongExpectedRevision);
    await expect(copier.append([{ ...run(1), events: one.events }])).rejects.toThrow(EventIdConflict);
    expect(await store.head()).toBe(before + 1n);
  });

  it('after a lost answer the same call again finds what is recorded', async () => {
    const { hostname, port } = new URL(database.appUrl);
    const proxy = await faultProxy(hostname, Number(port));
    const url = new URL(database.appUrl);
    url.port = String(proxy.port);
    const cut = new PostgresCopier({ url: url.href });
    const before = await store.head();
    const runs = [run(2), run(1)];
    const marker = runs[1]?.stream ?? '';
    proxy.loseRequest(marker);
    await expect(cut.append(runs)).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await store.head()).toBe(before);
    proxy.loseReply(marker, 'and-refuse');
    await expect(cut.append(runs)).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(cut.append(runs)).rejects.toBeInstanceOf(StoreUnavailable);
    proxy.accept();
    expect((await cut.append(runs)).map(({ repeated }) => repeated)).toEqual([true, true]);
    expect(await idsAfter(before)).toEqual(runs.flatMap(({ events }) => ids(events)));
    await cut.close();
    await proxy.close();
  });
});
