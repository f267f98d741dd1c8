// The distributed profile, each part a process of its own, while its leaders sleep and its parts die: what `npm run
// fault` does for hours, a few minutes' worth at most. FAULT_ROUNDS and FAULT_SEED choose other rounds.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chancesOf } from '../support/chances.js';
import { inflict, nothingSeen } from './inflict.js';
import { crashPoints, type Fault, inWords, planOf } from './plan.js';
import { FaultSession } from './session.js';

jest.setTimeout(600_000);

const seed = Number(process.env['FAULT_SEED'] ?? 16);
const rounds = Number(process.env['FAULT_ROUNDS'] ?? 3);

let session: FaultSession;
beforeAll(async () => {
  session = await FaultSession.start(seed);
});
afterAll(async () => {
  await session?.close();
});

/** What is wrong after these faults; nothing is right. */
async function wrongAfter(...faults: readonly Fault[]): Promise<readonly string[]> {
  const seen = nothingSeen();
  const plan = faults.map((fault) => ({ at: 0, fault }));
  const wrong = await session.round(() => inflict(session.topology, plan, chancesOf(seed), seen));
  return [...seen.wrong, ...seen.missed, ...wrong];
}

describe('who sleeps through the lease is replaced, steps back when it wakes, and nothing is doubled or forked', () => {
  it('the leading relay and the leading notary', async () => {
    const before = await leaders();
    expect(await wrongAfter({ kind: 'pause', of: 'leading relay', for: 0 }, { kind: 'pause', of: 'leading notary', for: 0 })).toEqual([]);
    const after = await leaders();
    expect(after.length).toBe(2);
    expect(after.filter((label) => before.includes(label))).toEqual([]);
  });

  it('a clock, whose work the other one does', async () => {
    const asleep = session.topology.member('clock-1');
    const wrong = await session.round(async () => {
      asleep.sleep();
      try {
        await session.load.successions.next();
        await session.load.successions.passedOn();
      } finally {
        asleep.wake();
      }
    });
    expect(wrong).toEqual([]);
  });
});

const leaders = async (): Promise<readonly string[]> =>
  [...(await session.topology.leaders('relay')), ...(await session.topology.leaders('notary'))].map(({ label }) => label);

describe('who dies', () => {
  // The notary has two writes on one line; the seeds below have the other one.
  const points = crashPoints.filter(([, write]) => write !== 'publication');

  it.each(['call', 'answer'] as const)('while the %s of its write is on the way has lost and doubled nothing', async (side) => {
    expect(await wrongAfter(...points.map(([of, write]) => ({ kind: 'kill at', of, write, side }) as const))).toEqual([]);
  });
});

describe(`faults by seed ${seed}`, () => {
  it.each(Array.from({ length: rounds }, (_, index) => index + 1).map((round) => [round, planOf(seed, round).map(({ fault }) => inWords(fault)).join(' + ')] as const))(
    'round %i: %s',
    async (round) => {
      const seen = nothingSeen();
      const wrong = await session.round(() => inflict(session.topology, planOf(seed, round), chancesOf(seed + round), seen));
      expect([...seen.wrong, ...wrong]).toEqual([]);
    },
  );

  it('and all of it once more from the first event on', async () => {
    expect(await session.checkAnew()).toEqual([]);
    expect(session.acknowledged).toBeGreaterThan(100);
    expect(session.checkpointsSeen).toBeGreaterThan(2);
  });
});
