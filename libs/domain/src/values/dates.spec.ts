import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, isDate, isPartialDate, isTimeZone, todayIn } from './dates.js';
import type { Deadline } from './deadline.js';
import { earliest, missed, missedFrom } from './deadline.js';

describe('a date', () => {
  it.each(['2026-02-28', '2024-02-29', '2000-02-29', '1000-01-01', '9999-12-31'])('is %s', (text) => {
    expect(isDate(text)).toBe(true);
  });

  it.each([
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-01',
    '2026-01-00',
    '0999-01-01',
    '26-01-01',
  ])('is not %s', (text) => expect(isDate(text)).toBe(false));

  it.each(['', ' 2026-01-01', '2026-01-01T00:00:00Z', '2026-1-1', '２０２６-01-01'])('is not “%s”', (text) => {
    expect(isDate(text)).toBe(false);
  });

  it('may be known by its month or year only', () => {
    expect(['2003', '2003-04', '2003-04-30'].map(isPartialDate)).toEqual([true, true, true]);
    expect(['203', '2003-13', '2003-04-31', '2003-'].map(isPartialDate)).toEqual([false, false, false, false]);
  });

  it('is moved over the ends of months and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
    const day = fc.integer({ min: 0, max: 700_000 }).map((days) => addDays('1200-01-01', days));
    fc.assert(
      fc.property(day, fc.integer({ min: -5_000, max: 5_000 }), (date, days) => {
        expect(isDate(addDays(date, days))).toBe(true);
        expect(addDays(addDays(date, days), -days)).toBe(date);
        expect(addDays(date, days) > date).toBe(days > 0);
      }),
    );
  });
});

describe('a time zone', () => {
  it.each(['America/New_York', 'America/Argentina/Buenos_Aires', 'UTC'])('is %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['America/Atlantis', '+05:00', '', 'New York', '../etc', 'America/'])('is not “%s”', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  it('says which day it is', () => {
    expect(todayIn('America/Winnipeg', '2026-03-01T05:59:59.999Z')).toBe('2026-02-28');
    expect(todayIn('America/Winnipeg', '2026-03-01T06:00:00.000Z')).toBe('2026-03-01');
    expect(todayIn('Pacific/Kiritimati', '2026-03-01T10:00:00.000Z')).toBe('2026-03-02');
    expect(todayIn('America/New_York', '2026-03-08T06:59:00.000Z')).toBe('2026-03-08');
  });
});

describe('a deadline', () => {
  const running: Deadline = { dueOn: '2026-03-31', fellDue: false };

  it('is missed when its day has ended', () => {
    expect(missed(running, '2026-03-31')).toBe(false);
    expect(missed(running, '2026-04-01')).toBe(true);
    expect(missedFrom(running)).toBe('2026-04-01');
  });

  it('is missed by the day on which it stopped, whatever day it is now', () => {
    expect(missed({ ...running, endedOn: '2026-03-31' }, '2030-01-01')).toBe(false);
    expect(missedFrom({ ...running, endedOn: '2026-03-31' })).toBeUndefined();
    expect(missed({ ...running, endedOn: '2026-04-01' }, '2030-01-01')).toBe(true);
    expect(missedFrom({ ...running, endedOn: '2026-04-01' })).toBe('2026-04-01');
  });

  it('may have days of grace', () => {
    expect(missed(running, '2026-04-10', 10)).toBe(false);
    expect(missed(running, '2026-04-11', 10)).toBe(true);
    expect(missedFrom(running, 10)).toBe('2026-04-11');
  });

  it('of the last day of all is never missed', () => {
    const last: Deadline = { dueOn: '9999-12-31', fellDue: false };
    expect(missed(last, '2026-03-31', 3_650)).toBe(false);
    expect(missedFrom(last, 3_650)).toBe('9999-12-31');
  });

  it('is found by the earliest', () => {
    expect(earliest(['2026-05-01', undefined, '2026-04-01'])).toBe('2026-04-01');
    expect(earliest([undefined])).toBeUndefined();
  });
});
