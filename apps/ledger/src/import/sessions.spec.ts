import { isDate } from '@covenant/domain';
import { describe, expect, it } from '@jest/globals';
import { uprSessions } from './mappings.data.js';

const sessions = Object.entries(uprSessions);
const time = (day: string): number => Date.parse(`${day}T00:00:00Z`);

describe('the sessions of the UPR working group', () => {
  it('are numbered without a gap, in the order in which they opened', () => {
    expect(sessions.map(([number]) => Number(number))).toEqual(sessions.map((_, index) => index + 1));
    const opened = sessions.map(([, { openedOn }]) => openedOn);
    expect(opened).toEqual([...new Set(opened)].sort());
    expect(opened.every(isDate)).toBe(true);
  });

  it('are three a year, but for 2012, between two cycles, and last two weeks that do not overlap', () => {
    const years = new Map<string, number>();
    for (const [, { openedOn }] of sessions) years.set(openedOn.slice(0, 4), (years.get(openedOn.slice(0, 4)) ?? 0) + 1);
    expect(Object.fromEntries(years)).toEqual({ 2008: 3, 2009: 3, 2010: 3, 2011: 3, 2012: 2, 2013: 3, 2014: 3 });
    sessions.forEach(([, { openedOn }], index) => {
      expect([openedOn, new Date(time(openedOn)).getUTCDay()]).toEqual([openedOn, 1]);
      const before = sessions[index - 1]?.[1].openedOn;
      if (before !== undefined) expect(time(openedOn) - time(before)).toBeGreaterThanOrEqual(14 * 86_400_000);
    });
  });

  it('come round after four years and a half', () => {
    for (const [, { openedOn, nextReviewBy }] of sessions) {
      const months = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
      expect([openedOn, months(nextReviewBy) - months(openedOn)]).toEqual([openedOn, 54]);
    }
  });
});
