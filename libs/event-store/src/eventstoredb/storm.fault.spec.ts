// Many callers while the fake server misbehaves at random; after each round, one oracle over everything. A seed that
// failed is run again with FAULT_SEED; FAULT_ROUNDS makes it a long run.
import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  cancelled,
  timedOut,
  unavailable,
  unknown,
  type AppendFault,
  type FakeEventStoreDb,
  type ReadFault,
} from '../../../../test/support/eventstoredb/index.js';
import { newEvents, newStream, readToEnd } from '../contract/harness.contract.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../errors.js';
import { START, type EventStore, type NewEvent, type RecordedEvent } from '../port.js';
import { idsOf, loggedIds, openStore, startFake } from './fixture.contract.js';
import type { EventStoreDbStore } from './store.js';

type Chance = (below: number) => number;

/** mulberry32: the same seed, the same storm. */
function chanceOf(seed: number): Chance {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pick = <T>(chance: Chance, from: readonly [T, ...T[]]): T => from[chance(from.length)] ?? from[0];

const appendFaults: readonly [AppendFault, ...AppendFault[]] = [
  { apply: 'now', answer: 'nothing' },
  { apply: 'now', answer: unavailable },
  { apply: 'now', answer: timedOut },
  { apply: 'now', answer: cancelled },
  { apply: 'now', answer: unknown },
  { apply: 'never', answer: 'nothing' },
  { apply: 'never', answer: unavailable },
  { apply: 'never', answer: 'half-close' },
  { apply: 'later', answer: unavailable },
  { apply: 'later', answer: 'nothing' },
];

/** What a caller was told about its events. */
interface Told {
  readonly acknowledged: string[];
  readonly refused: string[];
  readonly unknown: string[];
}

async function weather(fake: FakeEventStoreDb, chance: Chance, over: () => boolean): Promise<void> {
  for (let turn = 1; !over(); turn += 1) {
    await fake.arrived('append', fake.count('append') + 3);
    const { faults } = fake;
    if (chance(2) === 0) faults.append.push(pick(chance, appendFaults));
    if (chance(4) === 0) faults.read.push({ after: chance(4), then: pick<ReadFault['then']>(chance, [unavailable, cancelled, 'nothing']) });
    if (chance(4) === 0) faults.subscribe.push({ after: chance(9), then: pick<ReadFault['then']>(chance, [unavailable, 'end']) });
    if (chance(5) === 0) fake.release();
    if (turn % 25 === 0) {
      await fake.kill();
      await fake.start();
    }
  }
}

/** Appends to two streams that others share, going on from where each is, and to one of its own. */
async function caller(store: EventStore, streams: readonly string[], chance: Chance, told: Told): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    const stream = streams[chance(streams.length)] ?? '';
    const events = newEvents(1 + chance(3));
    await settle(store, stream, events, told);
    // A client that repeats its request, whatever it was told before.
    if (chance(4) === 0) await settle(store, stream, events, told);
  }
}

async function settle(store: EventStore, stream: string, events: readonly NewEvent[], told: Told): Promise<void> {
  try {
    const last = (await store.readStream(stream, { direction: 'backward', limit: 1 })).at(0);
    await store.append(stream, last?.revision ?? 'no-stream', events);
    told.acknowledged.push(...idsOf(events));
  } catch (error) {
    if (error instanceof OutcomeUnknown) told.unknown.push(...idsOf(events));
    else if (error instanceof StoreUnavailable || error instanceof WrongExpectedRevision) told.refused.push(...idsOf(events));
    else throw error;
  }
}

async function follow(store: EventStoreDbStore, stop: AbortSignal, into: RecordedEvent[]): Promise<void> {
  for await (const batch of store.subscribe(START, { signal: stop, batchSize: 5 })) into.push(...batch);
}

const rounds = Number(process.env.FAULT_ROUNDS ?? 2);
const seeds = process.env.FAULT_SEED === undefined
  ? Array.from({ length: rounds }, () => randomInt(2 ** 31))
  : [Number(process.env.FAULT_SEED)];

describe.each(['plain', 'batch'] as const)('EventStoreDB (a fake) in a storm, %s appends', (appends) => {
  it.each(seeds)('seed %i: what was acknowledged is there once, what was refused is not, in one order', async (seed) => {
    const chance = chanceOf(seed);
    const fake = await startFake();
    const limits = { appends, callTimeout: 150, quietCheck: 300, unavailableAfter: 5_000, unknownAfter: 20_000 } as const;
    const stores = [await openStore(fake, limits), await openStore(fake, limits)] as const;
    const shared = [newStream(), newStream()];
    const told: Told = { acknowledged: [], refused: [], unknown: [] };
    const followed: RecordedEvent[] = [];
    const stop = new AbortController();
    const following = follow(stores[1], stop.signal, followed);
    let over = false;
    const storm = weather(fake, chance, () => over);
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => caller(stores[index % 2] ?? stores[0], [...shared, newStream()], chance, told)),
    );
    over = true;
    fake.faults.append.splice(0);
    fake.faults.read.splice(0);
    fake.release();
    // Three more appends let the weather see that it is over, and go through clean.
    for (let index = 0; index < 3; index += 1) await settle(stores[0], newStream(), newEvents(1), told);
    await storm;

    const logged = loggedIds(fake);
    const count = new Map<string, number>();
    for (const id of logged) count.set(id, (count.get(id) ?? 0) + 1);
    expect([...count].filter(([, times]) => times > 1)).toEqual([]);
    expect(told.acknowledged.filter((id) => !count.has(id))).toEqual([]);
    const doubtful = new Set([...told.acknowledged, ...told.unknown]);
    expect(told.refused.filter((id) => count.has(id) && !doubtful.has(id))).toEqual([]);
    expect(told.acknowledged.length).toBeGreaterThan(50);

    const all = await readToEnd(stores[0], START);
    expect(idsOf(all)).toEqual(logged);
    while (followed.length < logged.length) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await following;
    expect(idsOf(followed)).toEqual(logged);
  });
});
