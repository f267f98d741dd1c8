// All processes at once, as those see them who watch: a collector of traces, and the alarms.
//
// The store is a fake of EventStoreDB at the wire: whatever PostgreSQL alone could do (positions without gaps, a wake-up from
// the database) is not there to lean on.
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IssuerServer, LocalIssuer, serveIssuer } from '@covenant/access';
import { DeadLetters } from '@covenant/event-feed';
import { type ProcessName, withClient } from '@covenant/platform';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'yaml';
import { baseOf, figuresIn } from '../../deploy/lint/alarms.mjs';
import { BuiltProcess } from '../support/built-process.js';
import { filesIn, found } from '../support/bytes.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { FakeEventStoreDb } from '../support/eventstoredb/index.js';
import { testBroker } from '../support/kafka/broker.js';
import { allOf, deleteTopics, type Lying, newTopic, testKafka } from '../support/kafka/topics.js';
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
let local: LocalIssuer;

const start = (name: ProcessName): BuiltProcess => {
  const started = new BuiltProcess(name, { ...environment, DATABASE_URL: database.urlOf(name) }, name === 'ledger' ? ['--empty'] : []);
  running.set(name, started);
  return started;
};
const processOf = (name: ProcessName): BuiltProcess => running.get(name) ?? start(name);

beforeAll(async () => {
  collector = await fakeCollector();
  fake = await new FakeEventStoreDb().start();
  database = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'covenant-house-'));
  const temporary = join(dataDir, 'tmp');
  await mkdir(temporary);
  local = await LocalIssuer.open(dataDir, 'trial');
  issuer = await serveIssuer(local, '127.0.0.1', 0);
  environment = {
    PROFILE: 'distributed',
    EVENTSTORE_URL: fake.url,
    OIDC_ISSUER: issuer.issuer,
    KAFKA_BROKERS: testBroker().plain,
    KAFKA_TOPIC: topic,
    KAFKA_PARTITIONS: '3',
    KAFKA_REPLICATION: '1',
    DATA_DIR: dataDir,
    TMPDIR: temporary,
    LOG_LEVEL: 'info',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
  for (const name of ['notary', 'relay', 'projector', 'clock', 'ledger'] as const) start(name);
  await processOf('ledger').until(({ status }) => status === 'up', 200_000);
  token = await local.issue({ subject, roles: ['focal-point'], audience: 'covenant', lifetime: 3_600, issuer: issuer.issuer });
}, 600_000);
afterAll(async () => {
  for (const one of [...running.values()].reverse()) await one.stop();
  await issuer.close();
  await collector.close();
  await fake.kill();
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

describe('what a person lodges', () => {
  const words = 'the ceiling of the back room came down again 4b7e';
  const contact = 'behind the blue door 90aa';
  const purpose = 'a purpose for everybody 3f21';

  interface Lodged extends Enrolled {
    readonly subject: string;
    readonly code: string;
  }

  const as = (role: string, cityId: string): Promise<string> =>
    local.issue({ subject: `${role}-of-the-house`, roles: [role], cityId, audience: 'covenant', lifetime: 3_600, issuer: issuer.issuer });
  async function post<T>(path: string, body: object, bearer?: string): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${processOf('ledger').port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  }
  const ownOf = ({ id, code }: Lodged): Promise<Response> =>
    fetch(`http://127.0.0.1:${processOf('ledger').port}/v1/grievances/${id}/own`, { headers: { 'receipt-code': code } });
  const inTopic = async (text: string): Promise<Lying | undefined> =>
    (await allOf(topic)).find(({ message: { value, headers } }) => [value, headers?.['ce_type']].some((part) => String(part).includes(text)));
  async function reaches(text: string): Promise<Lying> {
    for (;;) {
      const lying = await inTopic(text);
      if (lying !== undefined) return lying;
      await new Promise((again) => setTimeout(again, 100)); // until the relay has sent it
    }
  }
  /** The broker’s files of the topic and of its dead letters. */
  async function brokerFiles(): Promise<Readonly<Record<'topic' | 'dead', readonly string[]>>> {
    const files = await filesIn(testBroker().dir);
    return { topic: files.filter((file) => file.includes(`/${topic}-`)), dead: files.filter((file) => file.includes(`/${topic}.dead-`)) };
  }

  it('stands in plain text in no byte of the topic, the dead letters, the store, temporary files, logs and traces', async () => {
    const { id: cityId } = await enrol('with-a-grievance');
    const lodged = await post<Lodged>('/v1/grievances', { cityId, rights: ['ICESCR-11.1'], text: words, contact });
    const oversight = await as('oversight', cityId);
    const unsealed = await post<object>(`/v1/grievances/${lodged.id}/unseal`, { purpose }, oversight);
    expect(JSON.stringify(unsealed)).toContain(words);
    expect(await (await ownOf(lodged)).text()).toContain(words);
    await reaches(purpose);
    const { partition, message } = await reaches(lodged.subject);
    const letters = new DeadLetters({ kafka: testKafka(), topic, replication: 1 });
    const letter = { reason: 'unreadable', detail: 'put aside', consumer: 'read-models', partition, offset: message.offset, key: message.key, value: message.value, headers: message.headers ?? {} } as const;
    await letters.write(letter, AbortSignal.timeout(120_000));
    await letters.close();

    const master = (await readFile(join(dataDir, 'subjects.key'), 'utf8')).trim();
    const needles = { words: Buffer.from(words), contact: Buffer.from(contact), code: Buffer.from(lodged.code), subject: Buffer.from(lodged.subject), purpose: Buffer.from(purpose) };
    const look = async (): Promise<object> => {
      const { topic: sent, dead } = await brokerFiles();
      const said = Buffer.from([...[...running.values()].map((one) => one.said), ...collector.bodies].join());
      const stored = Buffer.from(JSON.stringify(fake.log.all, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value)));
      const namesIn = (bytes: Buffer): readonly string[] => Object.entries(needles).flatMap(([name, needle]) => (bytes.includes(needle) ? [name] : []));
      return { topic: await found(sent, needles), dead: await found(dead, needles), own: await found(await filesIn(dataDir), { ...needles, master: Buffer.from(master) }), said: namesIn(said), stored: namesIn(stored) };
    };
    // The search finds what is there: the mark of the subject, what is public, and the key in its file.
    const clean = { topic: ['purpose', 'subject'], dead: ['subject'], own: ['master'], said: [], stored: ['subject', 'purpose'] };
    expect(await look()).toEqual(clean);

    const ground = { cityId, grievanceId: lodged.id, ground: 'objection', reason: 'Letter 31' };
    await post(`/v1/subjects/${lodged.subject}/erase`, ground, oversight);
    await post(`/v1/subjects/${lodged.subject}/approve-erasure`, { reason: 'Looked at' }, await as('focal-point', cityId));
    await reaches('SubjectErased');
    expect(await look()).toEqual(clean);
    expect((await ownOf(lodged)).status).toBe(401);
    const { rowCount } = await withClient(database.ownerUrl, (client) => client.query('SELECT FROM subjects.keys WHERE subject = $1', [lodged.subject]));
    expect(rowCount).toBe(0);
  });
});

describe('the alarms', () => {
  it('look at figures that some process exports', async () => {
    const file = parse(readFileSync(new URL('../../deploy/prometheus/alarms.yaml', import.meta.url), 'utf8')) as {
      readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
    };
    const looked = new Set(file.groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => figuresIn(expr) ?? [])).map(baseOf));
    looked.delete('up');
    const exported = new Set<string>();
    for (const name of ['notary', 'relay', 'projector', 'clock', 'ledger'] as const) {
      await processOf(name).untilMetric(/^process_cpu_seconds_total /m);
      const { text = '' } = (await processOf(name).ask('/metrics')) ?? {};
      for (const [, figure = ''] of text.matchAll(/^# TYPE (\w+) /gm)) exported.add(figure);
    }
    expect([...looked].filter((figure) => !exported.has(figure))).toEqual([]);
    expect(looked.size).toBeGreaterThan(10);
  });
});
