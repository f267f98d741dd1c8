import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { roles } from './kernel/actor.js';
import { aggregateNames } from './kernel/decider.js';
import { aggregateNamed, aggregateOfEvent, aggregates, eventTypes, parseStream, streamOf } from './registry.js';
import { recordId } from './testing.js';
import { commandsPage } from './testing/commands-page.js';

describe('the registry', () => {
  it('has every aggregate under its own name', () => {
    expect(aggregateNames.map((name) => aggregateNamed(name).name)).toEqual(aggregateNames);
    expect(Object.keys(aggregates)).toEqual([...aggregateNames]);
  });

  it('knows every event type of exactly one aggregate', () => {
    expect(new Set(eventTypes).size).toBe(
      aggregateNames.flatMap((name) => Object.keys(aggregateNamed(name).schemaVersions)).length,
    );
    expect(aggregateOfEvent('MeasureFellDue')).toBe('remedy');
    expect(aggregateOfEvent('toString')).toBeUndefined();
  });

  it('has roles and states for the same commands, and every role that may be of use', () => {
    for (const name of aggregateNames) {
      const { permissions, from, begins, ownWord, initial } = aggregateNamed(name);
      expect(Object.keys(from).sort()).toEqual(Object.keys(permissions).sort());
      expect(from[begins]?.[0]).toBe('none');
      expect(initial.status).toBe('none');
      for (const [command, allowed] of Object.entries(permissions)) {
        expect(allowed.length).toBeGreaterThan(0);
        expect(roles).toEqual(expect.arrayContaining([...allowed]));
        expect(command).toMatch(/^[a-z]+(-[a-z]+)*$/);
      }
      for (const command of ownWord) expect(permissions[command]).toContain('staff');
    }
  });

  it('names streams, and knows them again', () => {
    for (const aggregate of aggregateNames) {
      expect(parseStream(streamOf(aggregate, recordId))).toEqual({ aggregate, id: recordId });
    }
    for (const stream of [
      'commitment-1',
      `user-${recordId}`,
      `commitment-${recordId}x`,
      `$commitment-${recordId}`,
      recordId,
    ]) {
      expect(parseStream(stream)).toBeUndefined();
    }
  });
});

describe('the page of commands', () => {
  it('says what the code allows (npm run permissions)', () => {
    expect(readFileSync(new URL('../../../docs/reference/commands.md', import.meta.url), 'utf8')).toBe(commandsPage());
  });
});
