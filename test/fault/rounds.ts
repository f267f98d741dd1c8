// Rounds of faults under load, each judged by the oracle when everything has healed.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chancesOf } from '../support/chances.js';
import { testFolder } from '../support/folder.js';
import { Checkpoints } from './checkpoints.js';
import { citiesUnderLoad, pressAll, type UnderLoad } from './cities-under-load.js';
import { heal, NotHealed } from './heal.js';
import { inflict } from './inflict.js';
import { Oracle } from './oracle.js';
import { inWords, planOf } from './plan.js';
import { Topology } from './topology.js';

export interface FaultRun {
  readonly seed: number;
  /** The first round; 1, unless one is to be had again. */
  readonly from: number;
  readonly rounds: number;
  /** A line a round. */
  readonly say: (line: string) => void;
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
  readonly heal: number;
  /** What those said last that ended unasked. */
  readonly endedByItself: readonly string[];
  /** With the seed and the round; empty is right. */
  readonly wrong: readonly string[];
}

/** Milliseconds of load in a round at the least. */
const pressed = 1_200;

export async function runFaults(run: FaultRun): Promise<FaultReport> {
  const dir = await testFolder('fault');
  const topology = await Topology.start(dir);
  const checkpoints = new Checkpoints(topology, dir);
  const report = { rounds: 0, faults: new Map<string, number>(), takeover: 0, heal: 0, wrong: [] as string[] };
  try {
    const load = await citiesUnderLoad(topology, run.seed);
    await heal(topology, load.loads, load.successions);
    checkpoints.start();
    const oracle = new Oracle(() => topology.engines.brokers);
    for (let round = run.from; round < run.from + run.rounds && report.wrong.length === 0; round += 1) {
      const wrong = await oneRound({ run, round, topology, load, checkpoints, oracle, report });
      report.wrong.push(...wrong.map((sentence) => `seed ${run.seed}, round ${round}: ${sentence}`));
      report.rounds += 1;
    }
    if (report.wrong.length === 0) {
      // From the first event on once more: what is kept of earlier rounds must not be what makes it right.
      const anew = new Oracle(() => topology.engines.brokers);
      report.wrong.push(...(await anew.check(looked(topology, load, checkpoints))).map((sentence) => `seed ${run.seed}, at the end: ${sentence}`));
    }
    if (report.wrong.length > 0) await keepWhatWasSaid(topology, run);
    const endedByItself = topology.members.flatMap((one) => one.endedByItself);
    const acknowledged = load.loads.reduce((sum, one) => sum + one.acknowledged.length, 0);
    return { ...report, events: oracle.events.length, acknowledged, sentAgain: oracle.topic.again, checkpoints: checkpoints.shown.size, endedByItself };
  } finally {
    await checkpoints.stop();
    await topology.kill();
    await rm(dir, { recursive: true, force: true });
  }
}

interface Round {
  readonly run: FaultRun;
  readonly round: number;
  readonly topology: Topology;
  readonly load: UnderLoad;
  readonly checkpoints: Checkpoints;
  readonly oracle: Oracle;
  readonly report: { readonly faults: Map<string, number>; takeover: number; heal: number };
}

async function oneRound({ run, round, topology, load, checkpoints, oracle, report }: Round): Promise<readonly string[]> {
  const plan = planOf(run.seed, round);
  for (const { fault } of plan) report.faults.set(fault.kind, (report.faults.get(fault.kind) ?? 0) + 1);
  const began = performance.now();
  const halt = new AbortController();
  const pressing = pressAll(load.loads, halt.signal);
  pressing.catch(() => halt.abort());
  const [seen] = await Promise.all([inflict(topology, plan, chancesOf(run.seed + round)), load.successions.next(), pause(pressed)]);
  halt.abort();
  await pressing;
  report.takeover = Math.max(report.takeover, ...seen.takeovers);
  const wrong = [...seen.wrong];
  const healing = performance.now();
  try {
    await heal(topology, load.loads, load.successions);
    report.heal = Math.max(report.heal, performance.now() - healing);
    await checkpoints.collect();
    wrong.push(...(await oracle.check(looked(topology, load, checkpoints))));
    wrong.push(...checkpoints.takenBack, ...load.successions.wrong(oracle.typesByStream()));
  } catch (error) {
    if (!(error instanceof NotHealed)) throw error;
    wrong.push(`it did not heal: ${error.message}`);
  }
  const seconds = (from: number, to: number): string => `${((to - from) / 1_000).toFixed(1)} s`;
  const healed = seconds(healing, performance.now());
  const what = plan.map(({ fault }) => inWords(fault)).join(' + ');
  run.say(`round ${round}: ${what} · ${oracle.events.length} events, ${seconds(began, performance.now())}, healed in ${healed} · ${wrong.length === 0 ? 'right' : wrong.join('; ')}`);
  return wrong;
}

const looked = (topology: Topology, { loads }: UnderLoad, checkpoints: Checkpoints): Parameters<Oracle['check']>[0] => ({
  databaseUrl: topology.engines.databaseUrl,
  orders: loads.flatMap(({ orders }) => orders),
  shown: checkpoints.shown.values(),
});

/** A failure is looked into with what the processes said. */
async function keepWhatWasSaid(topology: Topology, run: FaultRun): Promise<void> {
  const dir = await testFolder(`fault-seed-${run.seed}`);
  for (const { label, said } of topology.members) await writeFile(join(dir, `${label}.log`), said);
  run.say(`What the processes said is kept in ${dir}.`);
}
