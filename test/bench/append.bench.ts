import { randomUUID } from 'node:crypto';
import { type NewEvent, PostgresEventStore } from '@covenant/event-store';
import { type Bench, closedLoop, type Figure, median, milliseconds, percentile, perSecond } from './harness.js';
import type { World } from './world.js';

/** Events of a stream before a caller begins the next one: most records have a few. */
const eventsAStream = 8;

/** An event of ordinary size: a commitment with its text, 900 bytes with the metadata. */
export const sampleEvent = (): NewEvent => ({
  id: randomUUID(),
  type: 'CommitmentMade',
  data: {
    title: 'Every emergency shelter reachable without steps, with a bed for who needs one on the day',
    dutyBearerId: '018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e01',
    obligations: ['018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e02', '018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e03'],
    rights: ['ICESCR-11.1', 'CRPD-9.1', 'UDHR-25.1'],
    groups: ['018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e04'],
    dueOn: '2027-03-31',
    milestones: [{ id: 'm1', text: 'survey of the twelve buildings', dueOn: '2026-09-30' }],
    evidence: [],
  },
  metadata: {
    cityId: '018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e05',
    actor: { subject: 'f3b1c6de-staff', role: 'staff', dutyBearerId: '018f4d3e-7a10-7c3e-9a52-0d6f2b1c9e01' },
    recordedAt: '2026-03-31T12:00:00.000Z',
    correlationId: randomUUID(),
    schemaVersion: 1,
    idempotencyKey: randomUUID(),
  },
});

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

async function run(world: World): Promise<readonly Figure[]> {
  const rounds = world.quick ? 1 : 3;
  const seconds = world.quick ? 2 : 5;
  const store = await PostgresEventStore.open({ url: (await world.database()).appUrl });
  const rows: number[] = [];
  const events: number[] = [];
  const at32: number[] = [];
  const at1000: number[] = [];
  const p99: number[] = [];
  const single: number[] = [];
  const alone: number[] = [];
  try {
    await appendLoop(store, 100, 1);
    await world.reference.insert(32, 1);
    for (let round = 1; round <= rounds; round += 1) {
      rows.push((await world.reference.insert(32, seconds, 'row')).rate);
      at32.push((await appendLoop(store, 32, seconds)).rate);
      events.push((await world.reference.insert(32, seconds, 'event')).rate);
      const many = await appendLoop(store, 1000, seconds);
      at1000.push(many.rate);
      p99.push(percentile(many.latencies, 0.99));
      single.push((await world.reference.insert(1, seconds, 'row')).p50);
      alone.push(median((await appendLoop(store, 1, seconds)).latencies));
      world.say(`  round ${round} of ${rounds}: pgbench ${perSecond(rows.at(-1) ?? 0)}, 1,000 callers ${perSecond(many.rate)}`);
    }
  } finally {
    await store.close();
  }
  const row = median(rows);
  const event = median(events);
  const against = `${perSecond(row)} pgbench, 32 clients, one row`;
  const alike = `${perSecond(event)} pgbench, 32 clients, an event's row and indexes`;
  const [few, many] = [median(at32), median(at1000)];
  return [
    { figure: 'append, 32 callers', value: perSecond(few), against, ratio: few / row, target: { atLeast: 2 } },
    { figure: 'append, 32 callers', value: perSecond(few), against: alike, ratio: few / event },
    { figure: 'append, 1,000 callers', value: perSecond(many), against, ratio: many / row, target: { atLeast: 4 } },
    { figure: 'append, 1,000 callers', value: perSecond(many), against: alike, ratio: many / event },
    { figure: 'append, 1,000 callers, p99', value: milliseconds(median(p99)) },
    {
      figure: 'append, one caller, p50',
      value: milliseconds(median(alone)),
      against: `${milliseconds(median(single))} pgbench, one client, one row`,
      ratio: median(alone) / median(single),
      target: { atMost: 2 },
    },
  ];
}

const append: Bench = { name: 'append', run };
export default append;
