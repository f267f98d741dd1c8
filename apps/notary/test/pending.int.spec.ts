import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { START } from '@covenant/event-store';
import { PendingEvents } from '../src/served/pending.js';
import { newWorld, record, type World } from '../../../test/support/log/world.js';

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => world.close());

describe('an event that the log does not have', () => {
  it('is pending when the store has it behind the log’s end, and unknown when nobody has it', async () => {
    const pending = new PendingEvents(world.store);
    const early = await record(world, 3);
    for (const id of early.ids) expect(await pending.look(id, START)).toBe('pending');
    expect(await pending.look(randomUUID(), START)).toBe('unknown');
    const late = await record(world, 2);
    expect(await pending.look(late.ids[1] ?? '', early.position)).toBe('pending');
    expect(await Promise.all(early.ids.map((id) => pending.look(id, early.position)))).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('cannot be told from one that does not exist while the log is very far behind', async () => {
    const pending = new PendingEvents(world.store);
    const { ids, position } = await record(world, 10_000);
    expect(await pending.look(ids[0] ?? '', START)).toBe('pending');
    expect(await pending.look(randomUUID(), START)).toBe('cannot-tell');
    expect(await pending.look(randomUUID(), position)).toBe('unknown');
  });
});
