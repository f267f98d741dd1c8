import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@covenant/event-store';
import type { IHeaders, Message } from 'kafkajs';
import { partitioner, partitionOf } from './partition.js';
import { eventMessage, readRecord, UnreadableRecord, watermarkMessage } from './record.js';

const recorded: RecordedEvent = {
  id: '018f4d3e-0000-7000-8000-00000000000a',
  type: 'RemedyOrdered',
  stream: 'remedy-018f4d3e-0000-7000-8000-00000000000b',
  revision: 3,
  position: 340282366920938463463374607431768211455n,
  data: { title: 'Réparer les logements', nested: [1, null, { deep: true }] },
  metadata: {
    cityId: '018f4d3e-0000-7000-8000-000000000001',
    actor: { subject: 'someone', role: 'staff' },
    recordedAt: '2026-03-31T12:00:00.000Z',
    correlationId: '018f4d3e-0000-7000-8000-000000000002',
    schemaVersion: 1,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  },
};
const place = { partition: 4, entry: 17, previous: -1n, source: '/cities' };

/** As it comes from the wire. */
const received = ({ value, headers }: Message): { value: Buffer | null; headers: IHeaders } => ({
  value: value === null ? null : Buffer.from(value),
  headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, Buffer.from(String(text))])),
});

const refusal = (message: string): unknown => expect.objectContaining({ name: 'UnreadableRecord', message });

describe('an event as a record', () => {
  it('is a CloudEvent in binary mode, under its city’s key, on the partition it was given', () => {
    expect(eventMessage(recorded, place)).toEqual({
      partition: 4,
      key: recorded.metadata.cityId,
      value: JSON.stringify(recorded.data),
      headers: {
        ce_specversion: '1.0',
        ce_id: recorded.id,
        ce_source: '/cities',
        ce_type: 'RemedyOrdered',
        ce_subject: recorded.stream,
        ce_time: '2026-03-31T12:00:00.000Z',
        'content-type': 'application/json',
        ce_traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        ce_revision: '3',
        ce_position: '340282366920938463463374607431768211455',
        ce_entry: '17',
        ce_previous: '-1',
        metadata: JSON.stringify(recorded.metadata),
      },
    });
  });

  it('names its extensions as CloudEvents allows: lower-case letters and digits', () => {
    const names = Object.keys(eventMessage(recorded, place).headers ?? {}).filter((name) => name.startsWith('ce_'));
    for (const name of names) expect(name.slice(3)).toMatch(/^[a-z0-9]{1,20}$/);
  });

  it('is read back whole', () => {
    expect(readRecord(received(eventMessage(recorded, place)))).toEqual({
      kind: 'event',
      previous: -1n,
      event: { ...recorded, entry: 17 },
    });
  });

  it.each<[string, (headers: IHeaders) => void]>([
    ['ce_specversion is missing', (headers) => delete headers['ce_specversion']],
    ['ce_specversion is not 1.0', (headers) => (headers['ce_specversion'] = '0.3')],
    ['ce_id is missing', (headers) => delete headers['ce_id']],
    ['ce_type is there more than once', (headers) => (headers['ce_type'] = ['a', 'b'])],
    ['ce_position is no position', (headers) => (headers['ce_position'] = '0x1')],
    ['ce_previous is no position', (headers) => (headers['ce_previous'] = '-2')],
    ['ce_entry is no whole number', (headers) => (headers['ce_entry'] = '1.5')],
    ['metadata is no JSON', (headers) => (headers['metadata'] = '{')],
    ['metadata is no JSON object', (headers) => (headers['metadata'] = '[]')],
    ['metadata lacks cityId, recordedAt or schemaVersion', (headers) => (headers['metadata'] = '{"actor":{}}')],
    ['metadata lacks the actor', (headers) => (headers['metadata'] = '{"cityId":"c","recordedAt":"t","schemaVersion":1}')],
  ])('is refused when %s', (sentence, spoil) => {
    const { value, headers } = received(eventMessage(recorded, place));
    spoil(headers);
    expect(() => readRecord({ value, headers })).toThrow(refusal(sentence));
  });

  it.each([
    ['an event without a value', null],
    ['the value is no JSON', Buffer.from('no')],
    ['the value is no JSON object', Buffer.from('null')],
  ])('is refused as %s', (sentence, value) => {
    const { headers } = received(eventMessage(recorded, place));
    expect(() => readRecord({ value, headers })).toThrow(refusal(sentence));
  });
});

describe('a watermark as a record', () => {
  it('has neither key nor value, and is no CloudEvent', () => {
    const message = watermarkMessage(2, { position: 90n, entries: 91, previous: 44n });
    expect(message).toMatchObject({ partition: 2, key: null, value: null });
    expect(Object.keys(message.headers ?? {}).some((name) => name.startsWith('ce_'))).toBe(false);
    expect(readRecord(received(message))).toEqual({ kind: 'watermark', position: 90n, entries: 91, previous: 44n });
  });

  it('is refused when it does not say where it stands', () => {
    const { value, headers } = received(watermarkMessage(2, { position: 90n, entries: 91, previous: 44n }));
    expect(() => readRecord({ value, headers: { ...headers, entries: 'many' } })).toThrow(UnreadableRecord);
  });
});

describe('the partition of a city', () => {
  it('is the same for ever', () => {
    expect(['a', 'b', 'c', '018f4d3e-0000-7000-8000-000000000001'].map((city) => partitionOf(city, 12))).toEqual([2, 6, 11, 7]);
  });

  it('is remembered without being changed, however many cities there are', () => {
    const of = partitioner(7, 10);
    for (let n = 0; n < 100; n++) expect(of(`city ${n % 30}`)).toBe(partitionOf(`city ${n % 30}`, 7));
  });

  it('spreads cities', () => {
    const counts = Array<number>(12).fill(0);
    for (let n = 0; n < 12_000; n++) counts[partitionOf(`city ${n}`, 12)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(850);
  });
});
