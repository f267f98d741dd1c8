// What a projector cannot take in, from its first sign to the command that settles it, with the processes as they are built.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { seedStore } from '../bench/workload.js';
import { BuiltProcess } from '../support/built-process.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { testBroker } from '../support/kafka/broker.js';
import { deleteTopics, newTopic, testKafka } from '../support/kafka/topics.js';

jest.setTimeout(600_000);

const events = 450;
const topic = newTopic();
let database: TestDatabase;
let admin: pg.Client;
let environment: Readonly<Record<string, string>>;
let relay: BuiltProcess;
let projector: BuiltProcess;

beforeAll(async () => {
  database = await freshDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  environment = {
    PROFILE: 'distributed',
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    OIDC_ISSUER: 'http://127.0.0.1:9',
    KAFKA_BROKERS: testBroker().plain,
    KAFKA_TOPIC: topic,
    KAFKA_PARTITIONS: '3',
    KAFKA_REPLICATION: '1',
    LOG_LEVEL: 'info',
  };
  await seedStore(database.adminUrl, events);
  // A row that the tables refuse is what an event is that this code cannot take in.
  await admin.query('ALTER TABLE read_v1.groups ADD CONSTRAINT poison CHECK (false)');
  relay = new BuiltProcess('relay', { ...environment, DATABASE_URL: database.urlOf('relay') });
  projector = new BuiltProcess('projector', { ...environment, DATABASE_URL: database.urlOf('projector') });
});
afterAll(async () => {
  await projector.stop();
  await relay.stop();
  await admin.end();
  await deleteTopics(topic, `${topic}.dead`);
  await database.drop();
});

/** A command of the operator's. */
async function command(main: string, ...args: readonly string[]): Promise<{ readonly status: number; readonly said: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const child = execFile(process.execPath, [join('dist', 'apps', main), ...args], { env: { PATH, HOME, ...environment } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: string) => (said += chunk));
  const [status] = (await once(child, 'close')) as [number];
  return { status, said };
}
const deadLetters = (...args: readonly string[]) => command('relay/src/dead-letters/main.js', ...args);
const projections = (...args: readonly string[]) => command('projector/src/cli/projections.js', ...args);

const groups = (report: Awaited<ReturnType<BuiltProcess['until']>>): Readonly<Record<string, unknown>> =>
  (report.parts['projections']?.detail['groups'] ?? {}) as Readonly<Record<string, unknown>>;

describe('an event that a projection cannot take in', () => {
  it('stops it in the open: not ready, an alarm, and a dead letter with the reason', async () => {
    const report = await projector.until((each) => groups(each)['state'] === 'stopped', 150_000);
    expect(report.status).toBe('down');
    expect(groups(report)['stoppedAtEntry']).toEqual(expect.any(Number));
    await projector.untilMetric(/^covenant_projection_stopped\{projection="groups"\} 1$/m);
    await projector.untilMetric(/^covenant_dead_letters_total\{reason="projection-stopped"\} [1-9]/m);
    // The others go on to the end.
    await projector.untilMetric(/^covenant_projection_behind\{projection="entries"\} 0$/m);
    const listed = await deadLetters('list');
    expect(listed).toMatchObject({ status: 1, said: expect.stringMatching(/^0: projection-stopped, groups: .*poison.* · event [-0-9a-f]{36} \(\w+\)$/m) });
  });

  it('is taken in once the cause is corrected and the projection was told to try again', async () => {
    await admin.query('ALTER TABLE read_v1.groups DROP CONSTRAINT poison');
    const replayed = await deadLetters('replay');
    expect(replayed).toMatchObject({ status: 0, said: expect.stringContaining('npm run projections -- resume groups') });
    expect(await projections('resume', 'groups')).toMatchObject({ status: 0, said: 'Trying again: groups.\n' });
    const report = await projector.until(({ status }) => status === 'up');
    expect(groups(report)['state']).toBe('running');
    await projector.untilMetric(/^covenant_projection_behind\{projection="groups"\} 0$/m);
    expect(await deadLetters('list')).toEqual({ status: 0, said: 'No dead letter waits.\n' });
  });
});

describe('a record that nobody can read', () => {
  it('is put aside with the reason, and waits until it is settled; nothing else does', async () => {
    const producer = testKafka().producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic, messages: [{ partition: 1, value: 'not of this house' }] });
    await producer.disconnect();
    await projector.untilMetric(/^covenant_dead_letters_total\{reason="unreadable"\} 1$/m);
    expect((await projector.readiness())?.status).toBe('up');
    const [line = ''] = (await deadLetters('list')).said.split('\n');
    expect(line).toMatch(/^\d+: unreadable, read-models: ce_specversion is missing · partition 1, offset \d+$/);
    const number = line.split(':')[0] ?? '';
    expect(await deadLetters('replay')).toMatchObject({ status: 1, said: expect.stringContaining('cannot read it either') });
    expect((await deadLetters('settle', number)).status).toBe(0);
    expect((await deadLetters('list')).status).toBe(0);
  });
});
