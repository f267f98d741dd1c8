import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GrievanceAbout } from '../grievance/grievance.events.js';
import { type Counted, grievanceFigures, leastTold, leavesRoom, type LeftOut, mayBeTold, toldEach, apart } from './grievance-figures.js';

const times = (count: number, value: string): string[] => Array.from({ length: count }, () => value);
const small = (count: number): boolean => count > 0 && count < leastTold;
const starts = [0, 1, 2, 3, 4];

/** What is told of offices, where so many were left out of each before rounding. */
const toldOf = (whole: number, named: readonly string[], leftOut: Readonly<Record<string, number>>): readonly Counted[] =>
  apart(whole, toldEach(whole, named.map((one) => [one]), (value) => leftOut[value] ?? 0));

interface World {
  readonly told: readonly Counted[];
  readonly truth: Readonly<Record<string, number>>;
}

/**
 * Who sees what is told, and knows how it is made but not where rounding begins: everything that may be the case, by what
 * is told of it. A number that is the same in all of it is known for certain.
 */
function derivable(worlds: Iterable<World>): readonly { readonly told: string; readonly value: string; readonly count: number }[] {
  const possible = new Map<string, Map<string, Set<number>>>();
  for (const { told, truth } of worlds) {
    const seen = possible.get(JSON.stringify(told)) ?? new Map<string, Set<number>>();
    possible.set(JSON.stringify(told), seen);
    for (const [value, count] of Object.entries(truth)) seen.set(value, (seen.get(value) ?? new Set()).add(count));
  }
  return [...possible].flatMap(([told, values]) =>
    [...values].flatMap(([value, counts]) => (counts.size === 1 ? [{ told, value, count: [...counts][0] ?? 0 }] : [])),
  );
}

/** Every case of so many grievances against two offices or none, with every beginning of the rounding. */
function* worldsOf(whole: number): Generator<World> {
  for (let a = 0; a <= whole; a += 1) {
    for (let b = 0; a + b <= whole; b += 1) {
      for (const first of starts) {
        for (const second of starts) {
          const told = toldOf(whole, [...times(a, 'a'), ...times(b, 'b')], { a: first, b: second });
          yield { told, truth: { a, b, none: whole - a - b } };
        }
      }
    }
  }
}

describe('what is told of grievances', () => {
  it('is, of those that were taken up, at least so many, in fives', () => {
    const abouts = [...times(11, 'a'), ...times(4, 'b'), ...times(9, 'c')].map((office): GrievanceAbout => ({
      rights: ['ICESCR-11.1', ...(office === 'a' ? ['CRC-3'] : [])],
      dutyBearerId: office,
    }));
    const year = { year: 2026, lodged: 30, acknowledged: 24 };
    const never: LeftOut = () => 0;
    // Everybody named the one right, which would say it of each.
    expect(grievanceFigures(year, abouts, never)).toEqual({
      ...year,
      byRight: [{ value: 'CRC-3', count: 10 }],
      byGroup: [],
      byOffice: [{ value: 'a', count: 10 }, { value: 'c', count: 5 }],
    });
    const further: LeftOut = (trait, value) => (trait === 'byOffice' && value === 'a' ? 2 : 0);
    expect(grievanceFigures(year, abouts, further).byOffice).toEqual([{ value: 'a', count: 5 }, { value: 'c', count: 5 }]);
  });

  it('lets no small number be derived, of offices that exclude each other, in any case of up to 24 grievances', () => {
    for (let whole = 1; whole <= 24; whole += 1) {
      expect(derivable(worldsOf(whole)).filter(({ count }) => small(count) || small(whole - count))).toEqual([]);
    }
  });

  it('holds back the least where fewer than five would be left, by what is told alone', () => {
    expect(toldOf(24, [...times(10, 'a'), ...times(7, 'b'), ...times(5, 'c')], {})).toEqual([{ value: 'a', count: 10 }, { value: 'c', count: 5 }]);
    expect(toldOf(25, [...times(10, 'a'), ...times(7, 'b'), ...times(5, 'c')], {})).toHaveLength(3);
  });

  it('is never more than there are, and what the auditor takes for possible', () => {
    const traits = fc.record({ offices: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 60, size: 'max' }), none: fc.nat(20), first: fc.nat(4), second: fc.nat(4) });
    fc.assert(
      fc.property(traits, ({ offices, none, first, second }) => {
        const whole = offices.length + none;
        const told = toldOf(whole, offices, { a: first, b: second });
        expect(leavesRoom(whole, told)).toBe(true);
        for (const { value, count } of told) {
          expect(mayBeTold(whole, { count })).toBe(true);
          expect(count).toBeLessThanOrEqual(offices.filter((one) => one === value).length);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('who lodges grievances of their own and subtracts them', () => {
  const counts = (whole: number, count: number, start: number): number | undefined => toldEach(whole, times(count, 'a').map((one) => [one]), () => start)[0]?.count;

  it('learns of one other person by no number of own lodgings, save in one case of five that they can neither choose nor see coming', () => {
    fc.assert(
      // Own lodgings, others that named the same, and enough that did not.
      fc.property(fc.nat(40), fc.nat(40), fc.integer({ min: 10, max: 60 }), (own, others, rest) => {
        const whole = own + others + 1 + rest;
        const differ = starts.filter((start) => counts(whole, own + others, start) !== counts(whole, own + others + 1, start));
        expect(differ.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never has a small number of others for certain, however many are their own', () => {
    for (let own = 0; own <= 12; own += 1) {
      const whole = own + 25;
      const worlds = Array.from({ length: 16 }, (_, others) => starts.map((start): World => {
        const count = counts(whole, own + others, start);
        return { told: count === undefined ? [] : [{ value: 'a', count }], truth: { others } };
      })).flat();
      expect(derivable(worlds).filter(({ count }) => small(count))).toEqual([]);
    }
  });

  it('would learn of one other person wherever they like, if rounding began where everybody knows', () => {
    expect([counts(30, 4, 0), counts(30, 5, 0)]).toEqual([undefined, 5]);
    expect(starts.map((start) => counts(30, 5, start))).toEqual([5, undefined, undefined, undefined, undefined]);
  });
});
