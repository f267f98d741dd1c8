import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '../../../test/support/database.js';
import { type Session, transaction } from './session.js';
import { World } from './testing/world.js';

const insert = `INSERT INTO read_v1.city_clocks (city_id, latest, skew) VALUES ($1, now(), 0)`;
const one = '01912d68-783e-7a03-8467-5661c1243ad4';
const another = '01912d68-783e-7a03-8467-5661c1243ad5';
const third = '01912d68-783e-7a03-8467-5661c1243ad6';

describe('a transaction whose statements are on the line together', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open(await freshDatabase());
  });
  afterAll(() => world.close());

  const within = <T>(work: (session: Session) => Promise<T>): Promise<T> => transaction(world.source, 'read_v1', work);
  const kept = () => world.rows('SELECT city_id FROM read_v1.city_clocks');

  it('does them in the order of asking, and answers each with its own', async () => {
    const sum = 'SELECT sum(skew)::int AS sum FROM read_v1.city_clocks';
    const seen = await within(async (session) => {
      const answers = [
        session.change(insert, [one]),
        session.change('UPDATE read_v1.city_clocks SET skew = 5'),
        session.query(sum),
        session.change('UPDATE read_v1.city_clocks SET skew = skew * 3'),
        session.query(sum),
      ];
      return Promise.all(answers);
    });
    expect(seen).toEqual([1, 1, [{ sum: 5 }], 1, [{ sum: 15 }]]);
  });

  it('fails with the first failure, whichever of them is awaited', async () => {
    const work = async (session: Session): Promise<number> => {
      void session.change(insert, [another]);
      void session.change(insert, ['no id']);
      return session.change(insert, [third]);
    };
    await expect(within(work)).rejects.toThrow('invalid input syntax for type uuid: "no id"');
    expect(await kept()).toEqual([{ city_id: one }]);
  });

  it('keeps nothing when a statement failed that nobody awaited', async () => {
    const work = (session: Session): Promise<string> => {
      void session.change(insert, [another]);
      void session.change(insert, [another]);
      return Promise.resolve('done');
    };
    await expect(within(work)).rejects.toMatchObject({ code: '23505' });
    expect(await kept()).toEqual([{ city_id: one }]);
    expect(await within((session) => session.change(insert, [another]))).toBe(1);
  });
});
