import { Commands, FoldedRecords, RecordingClock } from '@covenant/commands';
import { isDate } from '@covenant/domain';
import { PostgresEventStore, START, type RecordedEvent } from '@covenant/event-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { directoryActs, plant, sampleActs, sampleCityId, type Ground } from './index.js';

let database: TestDatabase;
let store: PostgresEventStore;

beforeAll(async () => {
  database = await freshDatabase();
  store = await PostgresEventStore.open({ url: database.appUrl });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** A start of the ledger: nothing of an earlier one is in memory. */
function start(): Ground {
  const commands = new Commands({
    store,
    records: new FoldedRecords(store, 1_000),
    answers: { openDuties: () => Promise.resolve(0) },
    clock: new RecordingClock(() => Date.parse('2026-03-31T12:00:00Z')),
    figures: { accepted: () => undefined, refused: () => undefined, raced: () => undefined },
  });
  return {
    execute: (request) => commands.execute(request),
    holds: async (stream, eventId) => (await store.readStream(stream)).some(({ id }) => id === eventId),
  };
}

const everything = (): Promise<readonly RecordedEvent[]> => store.readAll(START, 10_000);
const running = new AbortController().signal;
const today = '2026-03-31';

describe('planting the directory and the sample city', () => {
  it('goes on where a start was cut short, writes each act once, and is complete without a refusal', async () => {
    const acts = sampleActs(today);
    const cut = new AbortController();
    const ground = start();
    let sent = 0;
    const halfWay: Ground = {
      ...ground,
      execute: async (request) => {
        const receipt = await ground.execute(request);
        sent += 1;
        if (sent === 40) cut.abort();
        return receipt;
      },
    };
    await plant(acts, halfWay, cut.signal);
    expect(await everything()).toHaveLength(40);

    const planted = await plant(acts, start(), running);
    expect(planted.refused).toEqual([]);
    expect(await everything()).toHaveLength(acts.length);

    expect(await plant(sampleActs('2026-04-02'), start(), running)).toEqual({ written: 0, refused: [] });
    expect(await everything()).toHaveLength(acts.length);
  });

  it('stands as it was when a later day finishes what an earlier one began', async () => {
    const other = await freshDatabase();
    const before = store;
    store = await PostgresEventStore.open({ url: other.appUrl });
    try {
      await plant(sampleActs(today).slice(0, -10), start(), running);
      const written = (await everything()).length;
      const planted = await plant(sampleActs('2026-04-02'), start(), running);
      expect(planted.refused).toEqual([]);
      expect(await everything()).toHaveLength(written + 10);
    } finally {
      await store.close();
      await other.drop();
      store = before;
    }
  });

  it('marks everything it touches as a sample, and names offices only', async () => {
    const events = (await everything()).filter(({ metadata }) => metadata.cityId === sampleCityId);
    const begun = events.filter(({ revision }) => revision === 0);
    expect(begun.find(({ type }) => type === 'CityEnrolled')?.data).toMatchObject({ sample: true });
    for (const { data } of begun) expect(data['title'] ?? data['name']).toEqual(expect.stringMatching(/\(sample\)$/));
    for (const { metadata } of events) expect(metadata.actor.subject).toMatch(/^sample:/);
  });

  it('holds commitments in every condition, two scrutinies, three remedies, and a council', async () => {
    const count = (type: string) => everything().then((all) => all.filter((event) => event.type === type).length);
    expect(await count('ObligationRecorded')).toBeGreaterThan(40);
    expect(await count('CommitmentMade')).toBe(8);
    expect(await count('CommitmentVerified')).toBe(1);
    expect(await count('CommitmentContested')).toBe(1);
    expect(await count('CommitmentExtended')).toBe(1);
    expect(await count('ScrutinyOpened')).toBe(2);
    expect(await count('RemedyOrdered')).toBe(3);
    expect(await count('RemedyCompleted')).toBe(1);
    expect(await count('CouncilConflictDeclared')).toBe(1);
    expect(await count('CouncilResolutionAdopted')).toBe(1);
    expect((await everything()).find(({ type }) => type === 'CouncilRecommended')?.data['answerDueOn']).toBe('2026-03-21');
    const due = (await everything()).filter(({ type }) => type === 'CommitmentMade').map(({ data }) => data['dueOn'] as string);
    expect(due.every(isDate)).toBe(true);
    expect(due.filter((day) => day < today)).toHaveLength(3);
  });

  it('enrols the fourteen human rights cities with the year of their declaration', async () => {
    expect((await plant(directoryActs(), start(), running)).refused).toEqual([]);
    const enrolled = (await everything()).filter(({ type, data }) => type === 'CityEnrolled' && data['sample'] !== true);
    expect(enrolled.map(({ data }) => `${data['slug'] as string} ${data['declaredOn'] as string}`)).toEqual([
      'richmond-ca 2003',
      'edmonton-ab 2003',
      'winnipeg-mb 2003',
      'washington-dc 2008',
      'carrboro-nc 2009',
      'chapel-hill-nc 2009',
      'eugene-or 2011',
      'boston-ma 2011',
      'pittsburgh-pa 2011',
      'seattle-wa 2012',
      'jackson-ms 2014',
      'edina-mn 2016',
      'mountain-view-ca 2016',
      'atlanta-ga 2022',
    ]);
  });
});
