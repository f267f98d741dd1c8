import { describe, expect, it } from '@jest/globals';
import { given, ids, people, refused } from '../testing.js';
import { group } from './group.js';
import type { GroupEvent } from './group.events.js';

const facts = {
  cityId: ids.city,
  name: 'Tenants on low income',
  grounds: ['property'],
  description: 'Who rents.',
} as const;
const recognised: GroupEvent = { type: 'GroupRecognised', data: facts };
const known = given(group, recognised);

describe('a rights-holder group', () => {
  it('is recognised by the grounds it is discriminated on', () => {
    expect(given(group).when(people.focalPoint, { type: 'recognise', data: facts })).toEqual([recognised]);
  });

  it.each([
    ['no ground', { grounds: [] }, refused('rule', 'items-missing', '/grounds')],
    ['a ground that is none', { grounds: ['height' as 'age'] }, refused('rule', 'unknown-code', '/grounds/0')],
    ['a ground twice', { grounds: ['age', 'age'] as const }, refused('rule', 'repeated-item', '/grounds/1')],
    ['a description of blanks', { description: '\n' }, refused('rule', 'text-missing', '/description')],
  ])('is refused with %s', (_case, change, refusal) => {
    expect(given(group).when(people.staff, { type: 'recognise', data: { ...facts, ...change } })).toMatchObject(
      refusal,
    );
    expect(known.when(people.staff, { type: 'amend', data: change })).toMatchObject(refusal);
  });

  it('is amended, member by member', () => {
    const amended = known.and(people.council, { type: 'amend', data: { grounds: ['property', 'age'] } });
    expect(amended.state).toEqual({ status: 'recognised', ...facts, grounds: ['property', 'age'], rectifications: [] });
    expect(known.when(people.council, { type: 'amend', data: {} })).toMatchObject(refused('rule', 'nothing-to-change'));
  });

  it('is retired with a reason, and then left alone', () => {
    const retired = known.and(people.council, { type: 'retire', data: { reason: 'Split in two.' } });
    expect(retired.state).toMatchObject({ status: 'retired', retirement: { reason: 'Split in two.' } });
    expect(retired.when(people.council, { type: 'retire', data: { reason: 'Again' } })).toMatchObject(
      refused('state', 'wrong-state'),
    );
  });

  it('is not for residents, nor for a city that is not theirs', () => {
    expect(known.when(people.resident, { type: 'retire', data: { reason: 'No' } })).toMatchObject({
      ...refused('role', 'role-not-allowed'),
      data: { command: 'retire', allowed: ['focal-point', 'council'], held: ['resident'] },
    });
  });
});
