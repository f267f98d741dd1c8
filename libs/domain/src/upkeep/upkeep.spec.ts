import { describe, expect, it } from '@jest/globals';
import { given, people, refused } from '../testing.js';
import { upkeep } from './upkeep.js';

const record = { type: 'record', data: { act: 'read-models-rebuilt', detail: '12 events' } } as const;

describe('an act of upkeep', () => {
  it('is recorded by the program that did it, and by nobody with a token', () => {
    expect(given(upkeep).when(people.clock, record)).toEqual([{ type: 'UpkeepDone', data: record.data }]);
    for (const somebody of [people.administrator, people.oversight, people.focalPoint, people.council]) {
      expect(given(upkeep).when(somebody, record)).toMatchObject(refused('role', 'role-not-allowed'));
    }
    const twice = given(upkeep).and(people.clock, record).and(people.clock, record);
    expect(twice.state).toEqual({ status: 'kept', acts: 2, newest: record.data });
  });

  it('is one of those that there are', () => {
    const other = { type: 'record', data: { act: 'coffee-made', detail: 'x'.repeat(5_000) } } as unknown as typeof record;
    expect(given(upkeep).when(people.clock, other)).toMatchObject({ code: 'unknown-code', also: [{ code: 'text-too-long', pointer: '/detail' }] });
  });
});
