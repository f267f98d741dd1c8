// Rounds of faults by a seed.
import { chancesOf } from '../support/chances.js';
import { inflict, type Inflicted, nothingSeen } from './inflict.js';
import { inWords, planOf } from './plan.js';
import { FaultSession } from './session.js';
import type { StoreName } from './store.js';

export interface FaultRun {
  readonly seed: number;
  readonly store: StoreName;
  /** The first round; 1, unless one is to be had again. */
  readonly from: number;
  readonly rounds: number;
  /** A line a round. */
  readonly say: (line: string) => void;
  /** Ends it after the round that goes on. */
  readonly signal: AbortSignal;
}

export interface FaultReport {
  readonly rounds: number;
  /** Faults by their kind. */
  readonly faults: ReadonlyMap<string, number>;
  readonly events: number;
  readonly acknowledged: number;
  /** Records that stood in the topic already. */
  readonly sentAgain: number;
  readonly checkpoints: number;
  /** Milliseconds, the longest. */
  readonly takeover: number;
  readonly healing: number;
  /** What those said last that ended unasked. */
  readonly endedByItself: readonly string[];
  /** With the seed and the round; empty is right. */
  readonly wrong: readonly string[];
}

/** Ends after the first round in which something was wrong: what came after it would say little. */
export async function runFaults(run: FaultRun): Promise<FaultReport> {
  const session = await FaultSession.start(run.seed, run.store);
  const seen = nothingSeen();
  const faults = new Map<string, number>();
  const wrong: string[] = [];
  let rounds = 0;
  try {
    for (let round = run.from; round < run.from + run.rounds && wrong.length === 0 && !run.signal.aborted; round += 1) {
      wrong.push(...(await oneRound(run, round, session, faults, seen)));
      rounds += 1;
    }
    if (wrong.length === 0) wrong.push(...(await session.checkAnew()).map((sentence) => `seed ${run.seed}, at the end: ${sentence}`));
    if (wrong.length > 0) run.say(`What the processes said is kept in ${await session.keepWhatWasSaid(`fault-seed-${run.seed}`)}.`);
    const { events, acknowledged, sentAgain, checkpointsSeen: checkpoints, longestHealing: healing } = session;
    const endedByItself = session.topology.members.flatMap((one) => one.endedByItself);
    return { rounds, faults, events, acknowledged, sentAgain, checkpoints, takeover: Math.max(0, ...seen.takeovers), healing, endedByItself, wrong };
  } finally {
    await session.close();
  }
}

async function oneRound(run: FaultRun, round: number, session: FaultSession, faults: Map<string, number>, seen: Inflicted): Promise<readonly string[]> {
  const { store } = session.topology.engines;
  const plan = planOf(run.seed, round, store === undefined ? 'postgres' : store.fake === undefined ? 'named' : 'fake');
  for (const { fault } of plan) faults.set(fault.kind, (faults.get(fault.kind) ?? 0) + 1);
  const began = performance.now();
  let broken = began;
  const unseen = seen.wrong.length;
  const wrong = await session.round(async () => {
    await inflict(session.topology, plan, chancesOf(run.seed + round), seen);
    broken = performance.now();
  });
  const all = [...seen.wrong.slice(unseen), ...wrong];
  const seconds = (from: number): string => `${((performance.now() - from) / 1_000).toFixed(1)} s`;
  const what = plan.map(({ fault }) => inWords(fault)).join(' + ');
  const verdict = all.length === 0 ? 'right' : `WRONG: ${all.slice(0, 3).join('; ')}`;
  run.say(`round ${round}: ${what} · ${session.events} events, ${seconds(began)}, ${seconds(broken)} of it after the faults (last: ${session.waitedFor.slice(0, 80)}) · ${verdict}`);
  return all.map((sentence) => `seed ${run.seed}, round ${round}: ${sentence}`);
}
