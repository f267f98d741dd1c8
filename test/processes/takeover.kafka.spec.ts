// Several of each process on one database and one topic, and the death of those that lead.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresEventStore } from '@covenant/event-store';
import { createPool, leadTimes, type ProcessName, readBeats } from '@covenant/platform';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Pool } from 'pg';
import { BuiltProcess } from '../support/built-process.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { testBroker } from '../support/kafka/broker.js';
import { cities, recordIn } from '../support/kafka/events.js';
import { deleteTopics, newTopic } from '../support/kafka/topics.js';
import { recovering } from '../support/recovering.js';

jest.setTimeout(600_000);

/** What is aimed at, the start of the work included: milliseconds from the first one's death or sleep. How long a start takes is the machine's. */
const takeover = 10_000;

const topic = newTopic();
const running = new Set<BuiltProcess>();
let database: TestDatabase;
let dataDir: string;
let store: PostgresEventStore;
let pool: Pool;

beforeAll(async () => {
  database = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'covenant-takeover-'));
  store = await PostgresEventStore.open({ url: database.appUrl });
  pool = createPool({ url: database.appUrl, name: 'test', size: 1, onError: () => undefined });
});
afterAll(async () => {
  for (const one of running) await one.kill();
  await store.close();
  await pool.end();
  await deleteTopics(topic);
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const start = (name: ProcessName, more: Record<string, string> = {}, args: readonly string[] = []): BuiltProcess => {
  const started = new BuiltProcess(name, {
    PROFILE: 'distributed',
    DATABASE_URL: database.urlOf(name),
    OIDC_ISSUER: 'http://127.0.0.1:9',
    KAFKA_BROKERS: testBroker().plain,
    KAFKA_TOPIC: topic,
    KAFKA_PARTITIONS: '3',
    KAFKA_REPLICATION: '1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'info',
    ...more,
  }, args);
  running.add(started);
  return started;
};

const stateIn = (part: string) => (report: { parts: Readonly<Record<string, { detail: Readonly<Record<string, unknown>> }>> }) =>
  report.parts[part]?.detail['state'];

/** Starts two, kills the one that leads, and waits for the other one. Both states are those that the process reports. */
async function diesAndIsReplaced(name: ProcessName, part: string, leading: string): Promise<BuiltProcess> {
  const state = stateIn(part);
  const first = start(name);
  await first.until((report) => state(report) === leading);
  const second = start(name);
  expect((await second.until((report) => state(report) === 'standby')).parts[part]?.status).toBe('up');
  await first.kill();
  running.delete(first);
  await second.until((report) => state(report) === leading);
  return second;
}

const endsInOrder = async (one: BuiltProcess): Promise<void> => {
  running.delete(one);
  await one.stop();
};

describe('of two that may lead', () => {
  it('the second relay takes over when the first one is killed, and sends on', async () => {
    const relay = await diesAndIsReplaced('relay', 'relay', 'leading');
    await recordIn(store, cities(3), 30);
    await relay.untilMetric(/^covenant_relay_events_total 30$/m);
    await relay.until(({ parts }) => parts['relay']?.detail['lagSeconds'] === 0);
    await endsInOrder(relay);
  });

  it('the second notary takes over when the first one is killed, and signs on', async () => {
    const notary = await diesAndIsReplaced('notary', 'public-log', 'following');
    await notary.until(({ parts }) => parts['public-log']?.detail['size'] === 30);
    await endsInOrder(notary);
  });
});

describe('the lease', () => {
  const { lease, beatEvery, lookEvery } = leadTimes;

  it('and a look take half of the time that a takeover may take; the other half is for the start of the work', () => {
    expect(lease + lookEvery).toBeLessThanOrEqual(takeover / 2);
  });

  it('outlasts several beats that come late', () => {
    expect(lease).toBeGreaterThanOrEqual(8 * beatEvery);
  });
});

describe('who ends', () => {
  it('in order is not missed, and who dies is', async () => {
    expect(await readBeats(pool, ['relay'])).toMatchObject([{ process: 'relay' }]); // the one that was killed
    const clock = start('clock');
    await clock.until(({ status }) => status === 'up');
    expect(await readBeats(pool, ['clock'])).toMatchObject([{ process: 'clock', alive: true, report: { status: 'up' } }]);
    await endsInOrder(clock);
    expect(await readBeats(pool, ['clock'])).toEqual([]);
  });
});

describe('a start while PostgreSQL recovers', () => {
  it.each<[ProcessName, string, readonly string[]]>([
    ['clock', 'the clock is running', []],
    ['ledger', 'the ledger is running', ['--empty']],
  ])('is waited for by the %s', async (name, running, args) => {
    const server = await recovering(database.urlOf(name), 3);
    const started = start(name, { DATABASE_URL: server.url }, args);
    await started.until(() => started.said.includes(running));
    expect(started.said).toContain('PostgreSQL is not ready yet (the database system is in recovery mode); waiting for it');
    await endsInOrder(started);
    await server.close();
  });
});

describe('what stands in the way of a start is one sentence', () => {
  it.each<[ProcessName, Record<string, string>, RegExp]>([
    ['relay', { KAFKA_BROKERS: '' }, /^The configuration is wrong\. KAFKA_BROKERS must be set: .*\n$/],
    ['relay', { KAFKA_BROKERS: 'kafka.example:9092' }, /^The configuration is wrong\. KAFKA_BROKERS must be spoken to with TLS, .*PLAIN_INSIDE=allowed .*\n$/],
    ['notary', { PROFILE: 'embedded' }, /^The configuration is wrong\. PROFILE must be distributed: the embedded ledger has its own notary.*\n$/],
  ])('%s', async (name, more, sentence) => {
    const refused = start(name, more);
    running.delete(refused);
    expect([await refused.end(), refused.said]).toEqual([1, expect.stringMatching(sentence)]);
  });
});
