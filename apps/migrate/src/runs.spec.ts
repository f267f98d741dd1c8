import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@covenant/event-store';
import { batchesOf, runsOf } from './runs.js';

const limits = { events: 3, bytes: 100_000 };

/** `a0 a1 b0`: a stream and a revision each. */
const events = (text: string, size = 0): readonly RecordedEvent[] =>
  text.split(' ').map((name, index) => ({
    id: name,
    type: 'SomethingHappened',
    data: { text: 'x'.repeat(size) },
    metadata: {
      cityId: 'c',
      actor: { subject: 's', role: 'staff' },
      recordedAt: '2026-03-31T12:00:00.000Z',
      correlationId: 'c',
      schemaVersion: 1,
    },
    stream: name.slice(0, 1),
    revision: Number(name.slice(1)),
    position: BigInt(index),
  }));

const told = (of: readonly RecordedEvent[], most = limits): readonly string[] =>
  runsOf(of, most).map((run) => `${String(run.expected)}: ${run.events.map(({ id }) => id).join(' ')}`);

describe('runs', () => {
  it('take neighbours of one stream together and keep the order', () => {
    expect(told(events('a0 a1 b0 a2 b1 b2'))).toEqual(['no-stream: a0 a1', 'no-stream: b0', '1: a2', '0: b1 b2']);
  });

  it('are cut at the number of events', () => {
    expect(told(events('a0 a1 a2 a3'))).toEqual(['no-stream: a0 a1 a2', '2: a3']);
  });

  it('are cut at the number of bytes, where an event larger than that goes alone', () => {
    expect(told(events('a0 a1 a2', 40_000))).toEqual(['no-stream: a0 a1', '1: a2']);
    expect(told(events('a0 a1', 200_000))).toEqual(['no-stream: a0', '0: a1']);
  });

  it('carry nothing but what an append takes', () => {
    expect(Object.keys(runsOf(events('a0'), limits)[0]?.events[0] ?? {}).toSorted()).toEqual(['data', 'id', 'metadata', 'type']);
  });
});

describe('batches', () => {
  const batched = (text: string, size = 0): readonly string[] =>
    batchesOf(runsOf(events(text, size), limits), limits).map((batch) => batch.map(({ events: [first] }) => first?.id).join(' '));

  it('never have two runs of one stream', () => {
    expect(batched('a0 b0 a1 c0 a2')).toEqual(['a0 b0', 'a1 c0', 'a2']);
  });

  it('are cut at the number of events and of bytes', () => {
    expect(batched('a0 b0 c0 d0')).toEqual(['a0 b0 c0', 'd0']);
    expect(batched('a0 b0 c0', 40_000)).toEqual(['a0 b0', 'c0']);
  });
});
