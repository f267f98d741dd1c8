import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recordPledge } from '../testing/events.js';
import { World } from '../testing/world.js';

describe('the projector', () => {
  let world: World;
  const city = randomUUID();

  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.close());

  it('writes a row a record, an entry an event, and where it stands', async () => {
    const made = await recordPledge(world.store, city, 'Réparer les logements', [
      ['PledgeNoted', { note: 'begun' }],
      ['PledgeKept', {}],
    ]);
    const { caughtUp } = world.project();
    await caughtUp();

    expect(await world.rows('SELECT id, status, title, revision, as_of_position, last_entry, body FROM read_v1.commitments')).toEqual([
      {
        id: made.id,
        status: 'kept',
        title: 'Réparer les logements',
        revision: 2,
        as_of_position: '2',
        last_entry: '2',
        body: expect.objectContaining({ notes: ['begun'], status: 'kept' }),
      },
    ]);
    expect(await world.rows('SELECT entry, type, revision, record_id FROM read_v1.entries ORDER BY entry')).toEqual([
      { entry: '0', type: 'PledgeMade', revision: 0, record_id: made.id },
      { entry: '1', type: 'PledgeNoted', revision: 1, record_id: made.id },
      { entry: '2', type: 'PledgeKept', revision: 2, record_id: made.id },
    ]);
    expect(await world.rows('SELECT facet, status, count FROM read_v1.tallies WHERE count <> 0')).toEqual([
      { facet: 'all', status: 'kept', count: 1 },
    ]);
    expect(await world.rows('SELECT name, position, token, watermark, state FROM read_v1.projections ORDER BY name')).toEqual(
      ['commitments', 'entries', 'obligations'].map((name) => ({
        name,
        position: '2',
        token: '3',
        watermark: '2',
        state: 'running',
      })),
    );
  });
});
