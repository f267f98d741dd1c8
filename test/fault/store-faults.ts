// What an EventStoreDB does to those who record in it: faults of the fake, some of each at a time.
import { setTimeout as pause } from 'node:timers/promises';
import { type AppendFault, cancelled, type FakeEventStoreDb, notLeader, type ReadFault, timedOut, unavailable } from '../support/eventstoredb/index.js';

export const storeFaults = {
  'store: unavailable': { append: { apply: 'never', answer: unavailable }, read: { after: 0, then: unavailable } },
  'store: deadline': { append: { apply: 'never', answer: timedOut }, read: { after: 1, then: 'nothing' } },
  'store: lost reply': { append: { apply: 'now', answer: 'nothing' } },
  'store: done but errored': { append: { apply: 'now', answer: timedOut } },
  'store: suspended': { append: { apply: 'later', answer: unavailable } },
  'store: wrong leader': { append: { apply: 'never', answer: 'another leads' } },
  'store: cut streams': { read: { after: 2, then: cancelled }, subscribe: [{ after: 3, then: 'end' }, { after: 2, then: cancelled }, { after: 1, then: unavailable }] },
  'store: slow link': { slowMs: 30 },
} as const satisfies Record<string, StoreTrouble>;
export type StoreFault = keyof typeof storeFaults;

interface StoreTrouble {
  readonly append?: Omit<AppendFault, 'answer'> & { readonly answer: AppendFault['answer'] | 'another leads' };
  readonly read?: ReadFault;
  readonly subscribe?: readonly ReadFault[];
  readonly slowMs?: number;
}

/** Appends and reads in a row that meet it. */
const times = 4;

/** `leaderPort` is where the one leads that is named as the leader. Resolves when what is left of it is taken back. */
export async function troubleStore(fake: FakeEventStoreDb, kind: StoreFault, leaderPort: number, milliseconds: number): Promise<void> {
  const { append, read, subscribe, slowMs }: StoreTrouble = storeFaults[kind];
  const { faults } = fake;
  const mine = { append: [] as AppendFault[], read: [] as ReadFault[], subscribe: [...(subscribe ?? [])] };
  for (let n = 0; n < times; n += 1) {
    if (append !== undefined) mine.append.push({ ...append, answer: append.answer === 'another leads' ? notLeader('127.0.0.1', leaderPort) : append.answer });
    if (read !== undefined) mine.read.push({ ...read });
  }
  faults.append.push(...mine.append);
  faults.read.push(...mine.read);
  faults.subscribe.push(...mine.subscribe);
  if (slowMs !== undefined) faults.slowMs = slowMs;
  await pause(milliseconds);
  takeBack(faults.append, mine.append);
  takeBack(faults.read, mine.read);
  takeBack(faults.subscribe, mine.subscribe);
  if (slowMs !== undefined) faults.slowMs = 0;
  fake.release();
}

function takeBack<T>(queue: T[], mine: readonly T[]): void {
  for (const one of mine) {
    const at = queue.indexOf(one);
    if (at >= 0) queue.splice(at, 1);
  }
}
