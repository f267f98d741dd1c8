import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { RecordedActor } from './kernel/actor.js';
import { aggregateNames } from './kernel/decider.js';
import type { JsonObject } from './kernel/json.js';
import { upcast } from './kernel/upcast.js';
import { aggregateNamed } from './registry.js';
import { describe as inWords } from './words/words.js';

/**
 * Histories as they were once stored, one file an aggregate and schema generation. Today's code must read them for
 * good: a file here is never changed. An event that gets a new version gets a history of its own in a new file.
 */
interface History {
  readonly status: string;
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly schemaVersion: number;
    readonly recordedAt: string;
    readonly actor: RecordedActor;
    readonly data: JsonObject;
  }[];
}

const folder = new URL('../../../test/frozen/events/', import.meta.url);
const bytes = (file: string): Buffer => readFileSync(new URL(file, folder));
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const historiesOf = (name: string): readonly History[] =>
  files
    .filter((file) => file.startsWith(`${name}.v`))
    .flatMap((file) => JSON.parse(bytes(file).toString('utf8')) as readonly History[]);

describe('what was once recorded', () => {
  it('is as it was', () => {
    const sums = files.map((file) => `${createHash('sha256').update(bytes(file)).digest('hex')}  ${file}\n`);
    expect(sums.sort().join('')).toBe(
      bytes('SHA256SUMS')
        .toString('utf8')
        .split(/(?<=\n)/)
        .sort()
        .join(''),
    );
  });

  it.each(aggregateNames)('is folded still, event by event: %s', (name) => {
    const aggregate = aggregateNamed(name);
    for (const { status, events } of historiesOf(name)) {
      const state = events.reduce((so, { schemaVersion, ...event }) => {
        const data = upcast(aggregate, event.type, schemaVersion, event.data);
        expect(inWords({ type: event.type, data })).not.toMatch(/undefined|NaN/);
        return aggregate.evolve(so, { ...event, data });
      }, aggregate.initial);
      expect(state.status).toBe(status);
    }
  });

  it.each(aggregateNames)('has an example of every event, in every version: %s', (name) => {
    const { schemaVersions } = aggregateNamed(name);
    const versions = Object.entries(schemaVersions).flatMap(([type, last]) =>
      Array.from({ length: last }, (_, index) => `${type} ${index + 1}`),
    );
    const recorded = historiesOf(name).flatMap(({ events }) => events.map((one) => `${one.type} ${one.schemaVersion}`));
    expect([...new Set(recorded)].sort()).toEqual(versions.sort());
  });
});
