// All processes at once, as those see them who watch: a collector of traces, and the alarms.
//
// The store is a fake of EventStoreDB at the wire: whatever PostgreSQL alone could do (positions without gaps, a wake-up from
// the database) is not there to lean on.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IssuerServer, LocalIssuer, serveIssuer } from '@covenant/access';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'yaml';
import { baseOf, figuresIn } from '../../deploy/lint/alarms.mjs';
import { BuiltProcess } from '../support/built-process.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { FakeEventStoreDb } from '../support/eventstoredb/index.js';
import { testBroker } from '../support/kafka/broker.js';
import { deleteTopics, newTopic } from '../support/kafka/topics.js';
import { type FakeCollector, fakeCollector, type ReceivedSpan } from '../support/otlp.js';

jest.setTimeout(600_000);

const subject = 'somebody-with-a-name';
const topic = newTopic();
const running = new Map<string, BuiltProcess>();
let collector: FakeCollector;
let fake: FakeEventStoreDb;
let database: TestDatabase;
let dataDir: string;
let issuer: IssuerServer;
let environment: Readonly<Record<string, string>>;
let token: string;

const start = (name: string): BuiltProcess => {
  const started = new BuiltProcess(name, environment, name === 'ledger' ? ['--empty'] : []);
  running.set(name, started);
  return started;
};
const processOf = (name: string): BuiltProcess => running.get(name) ?? start(name);

beforeAll(async () => {
  collector = await fakeCollector();
  fake = await new FakeEventStoreDb().start();
  database = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'covenant-house-'));
  const local = await LocalIssuer.open(dataDir, 'trial');
  issuer = await serveIssuer(local, '127.0.0.1', 0);
  environment = {
    PROFILE: 'distributed',
    DATABASE_URL: database.appUrl,
    EVENTSTORE_URL: fake.url,
    OIDC_ISSUER: issuer.issuer,
    KAFKA_BROKERS: testBroker().plain,
    KAFKA_TOPIC: topic,
    KAFKA_PARTITIONS: '3',
    KAFKA_REPLICATION: '1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'info',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
  for (const name of ['notary', 'relay', 'projector', 'clock', 'ledger']) start(name);
  await processOf('ledger').until(({ status }) => status === 'up', 200_000);
  token = await local.issue({ subject, roles: ['focal-point'], audience: 'covenant', lifetime: 3_600, issuer: issuer.issuer });
}, 600_000);
afterAll(async () => {
  for (const one of [...running.values()].reverse()) await one.stop();
  await issuer.close();
  await collector.close();
  fake.kill();
  await deleteTopics(topic, `${topic}.dead`);
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

interface Enrolled {
  readonly id: string;
  readonly position: string;
}

const enrol = async (slug: string, traceparent = ''): Promise<Enrolled> => {
  const response = await fetch(`http://127.0.0.1:${processOf('ledger').port}/v1/cities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', traceparent },
    body: JSON.stringify({ slug, name: `The city of ${slug}`, country: 'DE', languages: ['de'], timeZone: 'Europe/Berlin' }),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as Enrolled;
};

const [ledgerSpans, others] = [
  ['POST /v1/cities', 'command city enrol', 'append'],
  ['send to kafka', 'project', 'include in the log'],
];
const ofTrace = (traceId: string | undefined): readonly ReceivedSpan[] => collector.spans.filter((span) => span.traceId === traceId);
const isWhole = (spans: readonly ReceivedSpan[]): boolean =>
  [...ledgerSpans, ...others].every((name) => spans.some((span) => span.name === name));

describe('a request', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

  it('is one trace from the caller to the projected row and the published checkpoint', async () => {
    const { id } = await enrol('traced', `00-${traceId}-00f067aa0ba902b7-01`);
    await collector.until(() => isWhole(ofTrace(traceId)));
    const named = (name: string): ReceivedSpan | undefined => ofTrace(traceId).find((span) => span.name === name);
    const [server, command, append] = ledgerSpans.map(named);
    expect(server).toMatchObject({ service: 'covenant-ledger', kind: 2, parentSpanId: '00f067aa0ba902b7' });
    expect(command).toMatchObject({ service: 'covenant-ledger', parentSpanId: server?.spanId });
    expect(append).toMatchObject({ service: 'covenant-ledger', parentSpanId: command?.spanId });
    expect(others.map(named)).toMatchObject([
      { service: 'covenant-relay', kind: 4, parentSpanId: command?.spanId },
      { service: 'covenant-projector', kind: 5, parentSpanId: command?.spanId },
      { service: 'covenant-notary', kind: 5, parentSpanId: command?.spanId },
    ]);

    const said = collector.bodies.join();
    for (const secret of [token, subject, id, 'The city of']) expect(said).not.toContain(secret);
  });

  it('whose trace context cannot be read begins a trace of its own', async () => {
    await enrol('untraced', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`);
    const root = (): ReceivedSpan | undefined => collector.spans.find(({ name, traceId: of }) => name === 'POST /v1/cities' && of !== traceId);
    await collector.until(() => isWhole(ofTrace(root()?.traceId)));
    expect(root()?.parentSpanId ?? '').toBe('');
  });

  it('that its caller does not sample is not told of', async () => {
    const before = collector.spans.length;
    await enrol('unsampled', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00');
    await enrol('sampled', '00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    await collector.until(() => isWhole(ofTrace('1af7651916cd43dd8448eb211c80319c')));
    expect(collector.spans.length).toBeGreaterThan(before);
    expect(ofTrace('0af7651916cd43dd8448eb211c80319c')).toEqual([]);
  });
});

describe('the house on EventStoreDB', () => {
  it('shows what was recorded, and proves it', async () => {
    const { position } = await enrol('shown');
    const shown = await processOf('ledger').ask(`/v1/cities?q=shown&after=${position}`);
    expect(shown).toMatchObject({ status: 200, text: expect.stringContaining('The city of shown') as unknown });
    const recorded = fake.log.all.filter(({ type }) => type === 'CityEnrolled').length;
    await processOf('notary').until(({ parts }) => parts['public-log']?.detail['size'] === recorded);
  });

  it('names the store, the brokers and each process in the readiness of the ledger', async () => {
    const named = ['event-store', 'projections', 'public-log', 'kafka', 'relay', 'projector', 'notary', 'clock'];
    const report = await processOf('ledger').until(({ parts }) => named.every((part) => parts[part]?.status === 'up'));
    expect(Object.keys(report.parts).sort()).toEqual([...named].sort());
  });

  it('counts how many events it is behind, though positions have gaps', async () => {
    await processOf('projector').untilMetric(/^covenant_projection_behind\{projection="cities"\} 0$/m);
    await processOf('projector').stop();
    running.delete('projector');
    for (const slug of ['late-one', 'late-two', 'late-three']) await enrol(slug);
    const { parts } = await processOf('ledger').until((report) => lagOf(report.parts['projections']?.detail) === 3);
    expect(parts['projections']?.status).toBe('up');
    await start('projector').untilMetric(/^covenant_projection_behind\{projection="cities"\} 0$/m);
  });
});

const lagOf = (projections: Readonly<Record<string, unknown>> = {}): unknown => (projections['cities'] as { readonly lag?: unknown } | undefined)?.lag;

describe('the alarms', () => {
  it('look at figures that some process exports', async () => {
    const file = parse(readFileSync(new URL('../../deploy/prometheus/alarms.yaml', import.meta.url), 'utf8')) as {
      readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
    };
    const looked = new Set(file.groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => figuresIn(expr) ?? [])).map(baseOf));
    looked.delete('up');
    const exported = new Set<string>();
    for (const name of ['notary', 'relay', 'projector', 'clock', 'ledger']) {
      await processOf(name).untilMetric(/^process_cpu_seconds_total /m);
      const { text = '' } = (await processOf(name).ask('/metrics')) ?? {};
      for (const [, figure = ''] of text.matchAll(/^# TYPE (\w+) /gm)) exported.add(figure);
    }
    expect([...looked].filter((figure) => !exported.has(figure))).toEqual([]);
    expect(looked.size).toBeGreaterThan(10);
  });
});
