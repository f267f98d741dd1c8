import { randomUUID } from 'node:crypto';
import { type NewEvent, PostgresEventStore } from '@covenant/event-store';
import { type Bench, closedLoop, type Figure, median, milliseconds, percentile, perSecond } from './harness.js';
import type { World } from './world.js';

/** Events of a stream before a caller begins the next one: most records have a few. */
const eventsAStream = 8;

const data: NewEvent['data'] = {
  title: 'Every emergency shelter reachable without steps, with a bed for who needs one on the day',
  dutyBearerId: '018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e01',
  obligations: ['018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e02', '018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e03'],
  rights: ['ICESCR-11.1', 'CRPD-9.1', 'UDHR-25.1'],
  groups: ['018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e04'],
  dueOn: '2027-03-31',
  milestones: [{ id: 'm1', text: 'survey of the twelve buildings', dueOn: '2026-09-30' }],
  evidence: [],
};

const metadata: NewEvent['metadata'] = {
  cityId: '018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e05',
  actor: { subject: 'f3b1c6de-staff', role: 'staff', dutyBearerId: '018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e01' },
  recordedAt: '2026-03-31T12:00:00.000Z',
  correlationId: '018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e06',
  schemaVersion: 1,
  idempotencyKey: '018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e07',
};

/** An event of ordinary size: a commitment with its text, 900 bytes with the metadata. Made up but for its id, as pgbench's row is. */
export const sampleEvent = (): NewEvent => ({ id: randomUUID(), type: 'CommitmentMade', data, metadata });

export async function appendLoop(
  store: PostgresEventStore,
  callers: number,
  seconds: number,
): Promise<{ readonly rate: number; readonly latencies: readonly number[] }> {
  const streams = Array.from({ length: callers }, () => '');
  return closedLoop(callers, seconds, (caller, turn) => {
    const revision = turn % eventsAStream;
    if (revision === 0) streams[caller] = `commitment-${randomUUID()}`;
    return store.append(streams[caller] ?? '', revision === 0 ? 'no-stream' : revision - 1, [sampleEvent()]);
  });
}

interface Round {
  readonly row: number;
  readonly event: number;
  readonly few: number;
  readonly many: number;
  readonly p99: number;
  readonly single: number;
  readonly alone: number;
}

async function round(world: World, store: PostgresEventStore, seconds: number): Promise<Round> {
  const row = (await world.reference.insert(32, seconds, 'row')).rate;
  const few = (await appendLoop(store, 32, seconds)).rate;
  const event = (await world.reference.insert(32, seconds, 'event')).rate;
  const many = await appendLoop(store, 1000, seconds);
  const single = (await world.reference.insert(1, seconds, 'row')).p50;
  const alone = median((await appendLoop(store, 1, seconds)).latencies);
  return { row, event, few, many: many.rate, p99: percentile(many.latencies, 0.99), single, alone };
}

/** Short rounds, each with all that is compared; a ratio is the median of the rounds' own ratios. */
async function run(world: World): Promise<readonly Figure[]> {
  const store = await PostgresEventStore.open({ url: (await world.database()).appUrl });
  const rounds: Round[] = [];
  try {
    await appendLoop(store, 100, 1);
    await world.reference.insert(32, 1);
    for (let count = world.quick ? 3 : 9; count > 0; count -= 1) {
      const last = await round(world, store, 2);
      rounds.push(last);
      world.say(`  pgbench ${perSecond(last.row)}, 32 callers ${perSecond(last.few)}, 1,000 callers ${perSecond(last.many)}`);
    }
  } finally {
    await store.close();
  }
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const against = `${perSecond(of(({ row }) => row))} pgbench, 32 clients, one row`;
  const alike = `${perSecond(of(({ event }) => event))} pgbench, 32 clients, an event's row and indexes`;
  const few = { figure: 'append, 32 callers', value: perSecond(of((r) => r.few)) };
  const many = { figure: 'append, 1,000 callers', value: perSecond(of((r) => r.many)) };
  return [
    { ...few, against, ratio: of((r) => r.few / r.row), target: { atLeast: 2 } },
    { ...few, against: alike, ratio: of((r) => r.few / r.event) },
    { ...many, against, ratio: of((r) => r.many / r.row), target: { atLeast: 4 } },
    { ...many, against: alike, ratio: of((r) => r.many / r.event) },
    { figure: 'append, 1,000 callers, p99', value: milliseconds(of((r) => r.p99)) },
    {
      figure: 'append, one caller, p50',
      value: milliseconds(of((r) => r.alone)),
      against: `${milliseconds(of((r) => r.single))} pgbench, one client, one row`,
      ratio: of((r) => r.alone / r.single),
      target: { atMost: 2 },
    },
  ];
}

const append: Bench = { name: 'append', run };
export default append;
