import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freshDatabase } from '../../../../test/support/database.js';
import type { FedEvent } from '@covenant/event-feed';
import fc from 'fast-check';
import { seedStore } from '../../../../test/bench/workload.js';
import { allProjections, recordModels } from '../aggregates/all.js';
import { tablesAndFold } from '../testing/compare.js';
import { eventOf, otherModel, pledgeModel } from '../testing/events.js';
import { pledgeProjections, World } from '../testing/world.js';
import { Lane } from './lane.js';

jest.setTimeout(180_000);

describe('the rows', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(await freshDatabase());
  });
  afterEach(() => world.close());

  const recorded = async (): Promise<readonly FedEvent[]> =>
    (await world.store.readAll(-1n, 1_000_000)).map((event, entry) => ({ ...event, entry }));

  it.each([
    ['many small batches', 177],
    ['one batch of several statements', 10_000],
  ])('of all aggregates are what a fresh fold of the events gives, in %s', async (_how, batchSize) => {
    await seedStore(world.database.adminUrl, 3_000, 1_000);
    const { caughtUp } = world.project({ projections: allProjections(), batchSize });
    await caughtUp();
    const { tables, fold } = await tablesAndFold(world, recordModels, await recorded());
    expect(tables.length).toBeGreaterThan(4_000);
    expect(tables).toEqual(fold);
  });

  it('are what a fresh fold gives, whatever happened and however it was delivered', async () => {
    const cities = [randomUUID(), randomUUID()];
    const step = fc.record({
      record: fc.nat({ max: 4 }),
      type: fc.constantFrom('PledgeNoted', 'PledgeRenamed', 'PledgeFellDue', 'PledgeKept'),
      text: fc.string({ unit: 'grapheme', maxLength: 12 }),
      minutes: fc.nat({ max: 500 }),
    });
    const delivery = fc.record({ size: fc.integer({ min: 1, max: 9 }), back: fc.nat({ max: 6 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.array(delivery, { minLength: 1, maxLength: 8 }),
        async (steps, deliveries) => {
          await append(steps);
          const events = await recorded();
          await deliver(events, deliveries);
          const { tables, fold } = await tablesAndFold(world, [pledgeModel, otherModel], events);
          expect(tables).toEqual(fold);
        },
      ),
      { numRuns: 25 },
    );

    async function append(steps: readonly { record: number; type: string; text: string; minutes: number }[]): Promise<void> {
      const fresh = Array.from({ length: 5 }, (_, n) => ({
        stream: `${n % 2 === 0 ? 'commitment' : 'obligation'}-${randomUUID()}`,
        cityId: cities[n % 2] ?? '',
        revision: -1,
      }));
      for (const { record, type, text, minutes } of steps) {
        const one = fresh[record];
        if (one === undefined) throw new Error('no such record');
        const recordedAt = new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();
        const begins = one.revision === -1;
        const data = { cityId: one.cityId, title: text, note: text, rights: ['UDHR-25.1'], dueOn: '2026-05-01' };
        const event = eventOf(begins ? 'PledgeMade' : type, data, { cityId: one.cityId, recordedAt });
        await world.store.append(one.stream, begins ? 'no-stream' : one.revision, [event]);
        one.revision += 1;
      }
    }

    /** In batches of those sizes, each beginning so many events before the last one ended; then all that is left. */
    async function deliver(
      events: readonly FedEvent[],
      deliveries: readonly { size: number; back: number }[],
    ): Promise<void> {
      const lane = new Lane({ source: world.source, schema: 'read_v1', projections: pledgeProjections(), from: 'furthest' });
      const [place] = await lane.places([0]);
      let done = place === undefined ? 0 : Number(place.token);
      for (const { size, back } of [...deliveries, { size: events.length, back: 3 }]) {
        const batch = events.slice(Math.max(0, done - back), done + size);
        const last = batch.at(-1);
        if (last === undefined) continue;
        done = Math.max(done, last.entry + 1);
        await lane.handle({
          events: batch,
          place: { partition: 0, position: last.position, token: String(last.entry + 1) },
          watermark: last.position,
        });
      }
    }
  });
});
