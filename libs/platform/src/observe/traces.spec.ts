import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../config/read-settings.js';
import { createLog } from './log.js';
import { openTraces } from './open-traces.js';
import { beginForEach, isTraceparent, traced, type Traces } from './traces.js';

const parent = (n: number, flags = '01'): string => `00-${String(n).padStart(32, '1')}-${String(n).padStart(16, '2')}-${flags}`;

const recording = () => {
  const begun: string[] = [];
  const ended: unknown[] = [];
  const traces: Traces = {
    begin(name, kind, of, attributes) {
      begun.push(`${kind} ${name} below ${of} ${JSON.stringify(attributes)}`);
      return { traceparent: parent(0), set: () => undefined, end: (error) => void ended.push(error) };
    },
    close: () => Promise.resolve(),
  };
  return { traces, begun, ended };
};

const event = (traceparent: string | undefined, agoMs = 0) => ({
  metadata: { recordedAt: new Date(Date.now() - agoMs).toISOString(), ...(traceparent === undefined ? {} : { traceparent }) },
});

describe('a trace context', () => {
  it.each([
    [parent(7), true],
    [`cc-${'a'.repeat(32)}-${'b'.repeat(16)}-00`, true],
    [`ff-${'a'.repeat(32)}-${'b'.repeat(16)}-00`, false],
    [`00-${'0'.repeat(32)}-${'b'.repeat(16)}-00`, false],
    [`00-${'a'.repeat(32)}-${'0'.repeat(16)}-00`, false],
    [`00-${'A'.repeat(32)}-${'b'.repeat(16)}-00`, false],
    [`${parent(7)}-more`, false],
    [undefined, false],
  ])('%s is one: %s', (text, valid) => {
    expect(isTraceparent(text)).toBe(valid);
  });
});

describe('the spans of a batch', () => {
  it('are one for each request that is sampled and on its way, and end together', () => {
    const { traces, begun, ended } = recording();
    const longAgo = 3_600_000;
    const span = beginForEach(traces, 'project', 'consumer', [
      event(parent(1)),
      event(parent(2)),
      event(parent(1)),
      event(undefined),
      event(parent(3, '00')),
      event(parent(4), longAgo),
    ]);
    const counted = (events: number): string => `{"covenant.events":${events},"covenant.batch_events":6}`;
    expect(begun).toEqual([`consumer project below ${parent(1)} ${counted(2)}`, `consumer project below ${parent(2)} ${counted(1)}`]);
    span.end();
    expect(ended).toEqual([undefined, undefined]);
  });

  it('are no more than a few hundred, however many requests a batch holds', () => {
    const { traces, begun } = recording();
    beginForEach(traces, 'project', 'consumer', Array.from({ length: 2_000 }, (_, n) => event(parent(n))));
    expect(begun).toHaveLength(200);
  });
});

describe('work with a span around it', () => {
  it('ends the span with what it ended with', async () => {
    const { traces, ended } = recording();
    const failure = new Error('no');
    await expect(traced(traces.begin('a', 'internal', undefined), () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await traced(traces.begin('a', 'internal', undefined), () => Promise.resolve(7))).toBe(7);
    expect(ended).toEqual([failure, undefined]);
  });
});

describe('a process whose settings name no receiver', () => {
  it('traces nothing', async () => {
    expect(await openTraces(readSettings({}), 'ledger', createLog('silent'))).toBeUndefined();
  });
});
