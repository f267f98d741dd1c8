// A process that appends without end, for tests that stop, pause or kill it. Its argument is the database's URL.
// It prints `ready`, then the id of each event that was acknowledged.
import { randomUUID } from 'node:crypto';
import { type NewEvent, PostgresEventStore } from '@covenant/event-store';

const store = await PostgresEventStore.open({ url: process.argv[2] ?? '' });

const event = (): NewEvent => ({
  id: randomUUID(),
  type: 'SomethingHappened',
  data: {},
  metadata: {
    cityId: '018f4d3e-0000-7000-8000-000000000001',
    actor: { subject: 'someone', role: 'staff' },
    recordedAt: '2026-03-31T12:00:00.000Z',
    correlationId: '018f4d3e-0000-7000-8000-000000000002',
    schemaVersion: 1,
  },
});

async function caller(): Promise<never> {
  for (;;) {
    const stream = `appender-${randomUUID()}`;
    const events = [event(), event()];
    await store.append(stream, 'no-stream', events);
    process.stdout.write(events.map(({ id }) => `${id}\n`).join(''));
  }
}

process.stdout.write('ready\n');
await Promise.all(Array.from({ length: 8 }, caller));
