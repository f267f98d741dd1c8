import { beforeEach, describe, expect, it } from '@jest/globals';
import { parseEntry, type LogEntry } from '@covenant/transparency';
import { testEntry } from '../../../../libs/transparency/src/testing.js';
import { Findings } from '../report/report.js';
import { Doubts, type Judge, type World } from './doubts.js';

const entry: LogEntry = parseEntry(testEntry(1));
let newest = 0;
let findings: Findings;
let doubts: Doubts;
beforeEach(() => {
  newest = 0;
  findings = new Findings();
  const world = { entries: { size: 1, at: () => entry } } as unknown as World;
  doubts = new Doubts(world, findings);
});

/** Something that is right while the newest entry is one of these. */
const rightAt =
  (row: string, ...moments: readonly number[]): Judge =>
  (_world, tell) => {
    if (!moments.includes(newest)) tell.found('row-added', { path: '/', row });
  };
const steps = (): void => {
  for (newest = 1; newest <= 3; newest++) doubts.step(entry);
  newest = 3;
  doubts.last();
};
const told = (): readonly unknown[] => findings.findings.map(({ data }) => ('row' in data ? data.row : ''));

describe('what was read of a city that goes on', () => {
  it('may be of any moment since, by an entry about it', () => {
    doubts.judge(entry.stream, rightAt('at first', 0));
    doubts.judge(entry.stream, rightAt('by the stream', 2));
    doubts.judge(entry.cityId, rightAt('by the city', 1));
    doubts.judge(entry.cityId, rightAt('never'));
    doubts.judge('commitment-of-others', rightAt('not touched', 1, 2, 3));
    doubts.judgeAtLast(rightAt('of a newer entry', 3));
    doubts.judgeAtLast(rightAt('of no entry'));
    expect(doubts.count).toBe(6);
    steps();
    doubts.tell();
    expect(told()).toEqual(['never', 'not touched', 'of no entry']);
  });

  it('is a finding at once where no newer entry can explain it', () => {
    doubts.judge(undefined, rightAt('a lie', 1, 2, 3));
    expect([told(), doubts.count]).toEqual([['a lie'], 0]);
  });

  it('is to be read again where it was read at several moments, and entries came between', () => {
    doubts.judge(entry.cityId, rightAt('apart'), true);
    doubts.judge('another city', rightAt('apart, of another'), true);
    steps();
    expect(doubts.dropReadApart()).toBe(1);
    doubts.tell();
    expect(told()).toEqual(['apart, of another']);
  });

  it('is told by the entries that leave the least wrong', () => {
    const twice: Judge = (_world, tell) => {
      for (let i = 0; i < Math.abs(newest - 2) + 1; i++) tell.found('row-added', { path: '/', row: `${newest}` });
    };
    doubts.judge(entry.stream, twice);
    steps();
    doubts.tell();
    expect(told()).toEqual(['2']);
  });
});
