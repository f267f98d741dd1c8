import { describe, expect, it } from '@jest/globals';
import { commitmentTerms, evidence, given, people, refused } from '../testing.js';
import { commitment, isOverdue } from './commitment.js';

const approvedBy = { body: 'council', reference: 'Resolution 14' } as const;
const made = given(commitment).and(people.housing, { type: 'make', data: { ...commitmentTerms, graceDays: 10 } });
const fallDue = (dueOn: string) => ({ type: 'fall-due' as const, data: { dueOn } });
const breakAt = (dueOn: string) => ({ type: 'break' as const, data: { dueOn } });
const fulfilled = { type: 'report-fulfilled', data: { text: 'Done', evidence: [evidence] } } as const;
const contest = { type: 'contest', data: { grade: 'D', reasons: 'Nothing was done.' } } as const;
const extend = (dueOn: string) => ({ type: 'extend' as const, data: { dueOn, reason: 'Snow', approvedBy } });

describe('a due date', () => {
  it('is missed when its day has ended, not before', () => {
    expect(commitment.nextDueOn(made.state)).toBe('2026-07-01');
    expect(made.dueOn('2026-06-30')).toEqual([]);
    expect(made.dueOn('2026-07-01')).toEqual([fallDue('2026-06-30')]);
    expect(made.on('2026-06-30').when(people.clock, fallDue('2026-06-30'))).toMatchObject({
      ...refused('state', 'not-yet-due'),
      data: { dueOn: '2026-06-30', today: '2026-06-30' },
    });
    expect(isOverdue(made.state, '2026-06-30')).toBe(false);
    expect(isOverdue(made.state, '2026-07-01')).toBe(true);
  });

  it('is recorded once, whoever else may ask', () => {
    const late = made.on('2026-07-01').and(people.clock, fallDue('2026-06-30'));
    expect(late.state).toMatchObject({ status: 'open', dueDates: [{ dueOn: '2026-06-30', fellDue: true }] });
    expect(late.when(people.clock, fallDue('2026-06-30'))).toMatchObject(refused('state', 'already-recorded'));
    expect(late.dueOn('2026-07-10')).toEqual([]);
    expect(made.on('2026-07-01').when(people.council, fallDue('2026-06-30'))).toMatchObject(
      refused('role', 'role-not-allowed'),
    );
    expect(made.when(people.clock, fallDue('2026-01-01'))).toMatchObject(refused('rule', 'unknown-due-date', '/dueOn'));
  });

  it('breaks the commitment after its days of grace', () => {
    const late = made.on('2026-07-01').and(people.clock, fallDue('2026-06-30'));
    expect(commitment.nextDueOn(late.state)).toBe('2026-07-11');
    expect(late.on('2026-07-10').when(people.clock, breakAt('2026-06-30'))).toMatchObject(
      refused('state', 'not-yet-due'),
    );
    const broken = late.on('2026-07-11').and(people.clock, breakAt('2026-06-30'));
    expect(broken.history.at(-1)).toMatchObject({
      type: 'CommitmentBroken',
      data: { dueOn: '2026-06-30', graceDays: 10 },
    });
    expect(broken.when(people.clock, breakAt('2026-06-30'))).toMatchObject(refused('state', 'already-recorded'));
    expect(commitment.nextDueOn(broken.state)).toBeUndefined();
    expect(late.when(people.clock, breakAt('2026-01-01'))).toMatchObject(refused('rule', 'unknown-due-date', '/dueOn'));
  });

  it('without days of grace is never broken', () => {
    const plainly = given(commitment).and(people.housing, { type: 'make', data: commitmentTerms });
    expect(plainly.dueOn('2036-01-01')).toEqual([fallDue('2026-06-30')]);
    expect(plainly.on('2036-01-01').when(people.clock, breakAt('2026-06-30'))).toMatchObject(
      refused('state', 'not-yet-due'),
    );
  });
});

describe('what was done in time', () => {
  it('stops the date on the day of the report', () => {
    const inTime = made.on('2026-06-30').and(people.housing, fulfilled);
    expect(inTime.dueOn('2026-12-31')).toEqual([]);
    expect(commitment.nextDueOn(inTime.state)).toBeUndefined();
    expect(isOverdue(inTime.state, '2026-12-31')).toBe(false);
  });

  it('and is contested was never done: the date ran all along', () => {
    const contested = made
      .on('2026-06-30')
      .and(people.housing, fulfilled)
      .on('2026-07-20')
      .and(people.oversight, contest);
    expect(contested.dueOn('2026-07-20')).toEqual([fallDue('2026-06-30'), breakAt('2026-06-30')]);
    expect(isOverdue(contested.state, '2026-07-20')).toBe(true);
  });
});

describe('what the clock was asleep for', () => {
  it('is caught up: a report that came late does not hide the missed date', () => {
    const late = made.on('2026-07-05').and(people.housing, fulfilled);
    expect(late.dueOn('2026-07-05')).toEqual([fallDue('2026-06-30')]);
    const verified = late.and(people.oversight, { type: 'verify', data: { grade: 'A', reasons: 'Seen' } });
    expect(verified.dueOn('2027-01-01')).toEqual([fallDue('2026-06-30')]);
    expect(verified.and(people.clock, fallDue('2026-06-30')).dueOn('2027-01-01')).toEqual([]);
  });

  it('is caught up: neither does an extension after the date, while one before it does move it', () => {
    const moved = made.on('2026-06-30').and(people.council, extend('2026-09-30'));
    expect(moved.dueOn('2026-09-30')).toEqual([]);
    expect(moved.dueOn('2026-10-01')).toEqual([fallDue('2026-09-30')]);
    const movedLate = made.on('2026-07-15').and(people.council, extend('2026-09-30'));
    expect(movedLate.dueOn('2026-07-15')).toEqual([fallDue('2026-06-30'), breakAt('2026-06-30')]);
  });

  it('is caught up after a withdrawal, too', () => {
    const gone = made.on('2026-07-02').and(people.council, { type: 'withdraw', data: { reason: 'x', approvedBy } });
    expect(gone.dueOn('2026-12-31')).toEqual([fallDue('2026-06-30')]);
    expect(isOverdue(gone.state, '2026-12-31')).toBe(false);
  });
});
