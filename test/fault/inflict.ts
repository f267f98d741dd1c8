// Does to the topology what a plan says, and undoes what is not healed by others: a line that was closed, a process
// that sleeps.
import { setTimeout as pause } from 'node:timers/promises';
import type { Member } from './member.js';
import type { Line } from './line.js';
import { type Engine, type Fault, inWords, type Planned, type Target, writes } from './plan.js';
import { troubleStore } from './store-faults.js';
import type { Led, Topology } from './topology.js';

/** What the world saw while the faults were there. */
export interface Inflicted {
  /** Milliseconds from the sleep of a leader until another one led. */
  readonly takeovers: number[];
  /** Deaths at a write that never came. */
  readonly missed: string[];
  readonly wrong: string[];
}

/** Far above what is promised: whether somebody takes over, not how soon, is what a loaded machine can answer. */
const takeoverLimit = 120_000;
const cutEvery = 150;
const writeWithin = 30_000;

export const nothingSeen = (): Inflicted => ({ takeovers: [], missed: [], wrong: [] });

/** Resolves when the last of them is over. */
export async function inflict(topology: Topology, plan: readonly Planned[], chance: () => number, seen: Inflicted): Promise<void> {
  const inflicting = plan.map(async ({ at, fault }) => {
    await pause(at);
    await one(topology, fault, chance, seen);
  });
  // All of them end before anybody is told that one failed: nothing may stay closed or asleep.
  const ended = await Promise.allSettled(inflicting);
  for (const result of ended) if (result.status === 'rejected') throw result.reason as Error;
}

async function one(topology: Topology, fault: Fault, chance: () => number, seen: Inflicted): Promise<void> {
  switch (fault.kind) {
    case 'kill':
      return (await chosen(topology, fault.of)).kill();
    case 'kill at':
      return killAt(topology, fault, seen);
    case 'kill PostgreSQL':
      return topology.engines.killPostgres();
    case 'kill the broker':
      return topology.engines.killBroker();
    case 'kill the store':
      return topology.engines.store?.kill();
    case 'pause': {
      const member = await chosen(topology, fault.of);
      return fault.of.startsWith('leading') ? sleepThroughLease(topology, member, seen) : nap(member, fault.for);
    }
    case 'lose replies':
      return loseReplies(topology, chance, fault.for);
    case 'cut':
    case 'close':
    case 'silence':
    case 'slow': {
      const line = lineOf(topology, await chosen(topology, fault.of), fault.to);
      const until = performance.now() + fault.for;
      try {
        if (fault.kind === 'close') line.close();
        if (fault.kind === 'silence') line.silence();
        if (fault.kind === 'slow') line.slow(50 + Math.floor(chance() * 250));
        for (; fault.kind === 'cut' && performance.now() < until; await pause(cutEvery)) line.cut();
        await pause(Math.max(0, until - performance.now()));
      } finally {
        line.heal();
      }
      return;
    }
    default: {
      const { store } = topology.engines;
      if (store?.fake === undefined) throw new Error(`only the fake does this: ${JSON.stringify(fault)}`);
      return troubleStore(store.fake, fault.kind, lineOf(topology, topology.member('ledger'), 'eventstore').port, fault.for);
    }
  }
}

/** It may have nothing to write, for another fault keeps everything from it: then it dies when the time is over. */
async function killAt(topology: Topology, fault: Extract<Fault, { readonly kind: 'kill at' }>, seen: Inflicted): Promise<void> {
  const { of, write, side } = fault;
  const member = await chosen(topology, of);
  const { to, marker } = writes[write];
  const line = lineOf(topology, member, to);
  if (!(await line.holdAt(marker, side, AbortSignal.timeout(writeWithin)))) seen.missed.push(inWords(fault));
  await member.kill();
  line.heal();
}

function lineOf(topology: Topology, { label }: Member, to: Engine): Line {
  const line = topology.engines.linesOf(label)[to];
  if (line === undefined) throw new Error(`${label} has no line to ${to}`);
  return line;
}

/** Nobody may lead at this moment: then it is the first of its kind. */
async function chosen(topology: Topology, target: Target): Promise<Member> {
  if (target === 'leading relay' || target === 'leading notary') {
    const kind = ledOf(target);
    return (await topology.leaders(kind))[0] ?? topology.member(`${kind}-1`);
  }
  return topology.member(target);
}

const ledOf = (target: 'leading relay' | 'leading notary'): Led => (target === 'leading relay' ? 'relay' : 'notary');

async function nap(member: Member, milliseconds: number): Promise<void> {
  member.sleep();
  try {
    await pause(milliseconds);
  } finally {
    member.wake();
  }
}

/** The leader is paused until the other one leads, and wakes in a world that has gone on. */
async function sleepThroughLease(topology: Topology, leader: Member, seen: Inflicted): Promise<void> {
  const kind = leader.name as Led;
  const began = performance.now();
  leader.sleep();
  try {
    for (;;) {
      const leaders = await topology.leaders(kind, leader);
      if (leaders.length > 0) break;
      if (performance.now() - began > takeoverLimit) return void seen.wrong.push(`nobody took over while ${leader.label} slept`);
      await pause(100);
    }
    seen.takeovers.push(performance.now() - began);
  } finally {
    leader.wake();
  }
}

async function loseReplies(topology: Topology, chance: () => number, milliseconds: number): Promise<void> {
  const networks = topology.of('relay').map(({ label }) => topology.engines.linesOf(label).network);
  for (const network of networks) network?.lose(() => (chance() < 0.5 ? (chance() < 0.8 ? 'broken' : 'silent') : undefined));
  await pause(milliseconds);
  for (const network of networks) network?.lose(() => undefined);
}
