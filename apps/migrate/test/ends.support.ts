// Stores with a past, and ends of a copy that break where a test wants them to.
import { createHash } from 'node:crypto';
import { type EventStore, type NewEvent, type RecordedEvent, START } from '@covenant/event-store';
import type { Source, Target } from '../src/ends.js';

/** The same numbers for the same seed (mulberry32). */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const uuid = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** What a careless copy would change: order of members, numbers, blanks, text beyond ASCII. */
const contents: readonly NewEvent['data'][] = [
  { zulu: 1, alpha: { b: [], a: {} }, 7: 'seven', 10: 'ten' },
  { title: 'Wohnungen für alle — “déjà vu” ☂ 𝄞', text: 'line\nline\ttab \\ / \u2028' },
  { amount: 0.1, large: 9007199254740991, small: 1e-7, minus: -5, nothing: null, yes: true },
  {},
  { constructor: 'x', attempt: 'y', nested: [[[{ deep: [null, false] }]]] },
];

/** Records so many events in interleaved streams, some several at a time. */
export async function record(store: EventStore, count: number, seed: number): Promise<void> {
  const pick = chance(seed);
  const lengths = new Map<string, number>();
  for (let done = 0; done < count; ) {
    const stream = `commitment-${uuid(`${seed} stream ${pick(Math.max(3, Math.floor(count / 6)))}`)}`;
    const events = Array.from({ length: Math.min(1 + pick(4), count - done) }, (_, i) => anEvent(seed, done + i));
    const length = lengths.get(stream) ?? 0;
    await store.append(stream, length === 0 ? 'no-stream' : length - 1, events);
    lengths.set(stream, length + events.length);
    done += events.length;
  }
}

export const anEvent = (seed: number, number: number): NewEvent => ({
  id: uuid(`${seed} event ${number}`),
  type: number % 3 === 0 ? 'CommitmentMade' : 'ProgressReported',
  data: contents[number % contents.length] ?? {},
  metadata: {
    schemaVersion: 1,
    cityId: '01912d68-783e-7a03-8467-5661c1243ad4',
    actor: { subject: 'clerk-1', role: 'staff' },
    recordedAt: new Date(Date.UTC(2030, 0, 1) + 250 * number).toISOString(),
    correlationId: uuid(`${seed} correlation ${number}`),
    ...(number % 2 === 0 ? { effectiveOn: '2029-12-31', idempotencyKey: `key ${number}` } : {}),
  },
});

export async function everything(store: EventStore): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll(all.at(-1)?.position ?? START, 1_000);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** All that a copy must keep, byte for byte; positions are each store's own. */
export const kept = (events: readonly RecordedEvent[]): readonly string[] =>
  events.map(({ id, type, stream, revision, data, metadata }) => JSON.stringify([id, type, stream, revision, data, metadata]));

export class Died extends Error {}

/** A process that dies after so many appends: before the next takes effect, or when it has and nobody heard. */
export function dying(target: Target, appends: number, when: 'before' | 'after'): Target {
  let left = appends;
  return {
    ...target,
    async write(runs) {
      for (const run of runs) {
        if (left > 0) await target.write([run]);
        else {
          if (when === 'after') await target.write([run]);
          throw new Died();
        }
        left -= 1;
      }
    },
  };
}

/** The store behind an end, some of whose events are given otherwise. */
export const tampered = <End extends Source | Target>(
  end: End,
  change: (event: RecordedEvent) => RecordedEvent | undefined,
): End => ({
  ...end,
  store: {
    readAll: async (after: bigint, limit: number) =>
      (await end.store.readAll(after, limit)).map(change).filter((event) => event !== undefined),
    head: () => end.store.head(),
  },
});
