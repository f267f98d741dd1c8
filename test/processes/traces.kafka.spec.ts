// One request through all processes, as a collector of traces sees it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIssuer } from '@covenant/access';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BuiltProcess } from '../support/built-process.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { surround, type Surrounded } from '../support/distributed.js';
import { type FakeCollector, fakeCollector, type ReceivedSpan } from '../support/otlp.js';

jest.setTimeout(180_000);

const subject = 'somebody-with-a-name';
let collector: FakeCollector;
let database: TestDatabase;
let dataDir: string;
let around: Surrounded;
let ledger: BuiltProcess;
let token: string;

beforeAll(async () => {
  collector = await fakeCollector();
  database = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'covenant-traces-'));
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' };
  around = await surround({ databaseUrl: database.appUrl, dataDir, environment, beside: undefined });
  ledger = new BuiltProcess('ledger', { ...around.environment, LOG_LEVEL: 'info' }, ['--empty']);
  await ledger.until(({ status }) => status === 'up');
  const issuer = await LocalIssuer.open(dataDir, 'trial');
  token = await issuer.issue({ subject, roles: ['focal-point'], audience: 'covenant', lifetime: 3_600, issuer: around.issuer.issuer });
});
afterAll(async () => {
  await ledger.stop();
  await around.stop();
  await collector.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const enrol = async (slug: string, traceparent: string): Promise<{ readonly id: string }> => {
  const response = await fetch(`http://127.0.0.1:${ledger.port}/v1/cities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', traceparent },
    body: JSON.stringify({ slug, name: `The city of ${slug}`, country: 'DE', languages: ['de'], timeZone: 'Europe/Berlin' }),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as { readonly id: string };
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
