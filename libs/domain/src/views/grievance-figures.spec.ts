import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Counted, grievanceFigures, leastTold, toldApart, toldEach } from './grievance-figures.js';

const times = (count: number, value: string): string[] => Array.from({ length: count }, () => value);
const countOf = (told: readonly Counted[], value: string): number | undefined =>
  told.find((one) => one.value === value)?.count;

/** Every way to part a number into so many others. */
function* partings(whole: number, parts: number): Generator<readonly number[]> {
  if (parts === 1) yield [whole];
  else for (let first = 0; first <= whole; first += 1) for (const rest of partings(whole - first, parts - 1)) yield [first, ...rest];
}

/**
 * Who sees what is told, and knows how it is made: everything that may be the case, by what is told of it. A number that
 * is the same in all of it is known for certain.
 */
function derivable(
  worlds: Iterable<{ readonly told: readonly Counted[]; readonly truth: Readonly<Record<string, number>> }>,
): readonly { readonly told: string; readonly value: string; readonly count: number }[] {
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

const small = (count: number): boolean => count > 0 && count < leastTold;

describe('what is told of grievances', () => {
  it('are numbers of five and more, with five and more that are not counted', () => {
    const abouts = [...times(6, 'a'), ...times(4, 'b'), ...times(5, 'c')].map((office) => ({
      rights: ['ICESCR-11.1', ...(office === 'a' ? ['CRC-3'] : [])],
      dutyBearerId: office,
    }));
    expect(grievanceFigures(2026, 15, abouts)).toEqual({
      year: 2026,
      lodged: 15,
      // Everybody named the one right, which would say it of each.
      byRight: [{ value: 'CRC-3', count: 6 }],
      byGroup: [],
      // Told with a, c would leave b's four behind.
      byOffice: [{ value: 'a', count: 6 }],
    });
  });

  it('lets no small number be derived, of offices that exclude each other, in any case of up to 18 grievances', () => {
    for (let whole = 1; whole <= 18; whole += 1) {
      const worlds = [...partings(whole, 4)].map(([a = 0, b = 0, c = 0, none = 0]) => ({
        told: toldApart(whole, [...times(a, 'a'), ...times(b, 'b'), ...times(c, 'c')]),
        truth: { a, b, c, none },
      }));
      expect(derivable(worlds).filter(({ count }) => small(count) || small(whole - count))).toEqual([]);
    }
  });

  it('lets no small number be derived, of rights of which one may name several', () => {
    for (let whole = 1; whole <= 24; whole += 1) {
      const worlds = [...partings(whole, 3)].map(([a = 0, b = 0, both = 0]) => ({
        told: toldEach(whole, [...times(a, 'a'), ...times(b, 'b'), ...times(both, 'a b')].map((named) => named.split(' '))),
        truth: { a: a + both, b: b + both },
      }));
      expect(derivable(worlds).filter(({ count }) => small(count) || small(whole - count))).toEqual([]);
    }
  });

  it('never leaves a small remainder, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 12, maxLength: 60, size: 'max' }), fc.nat(6), (offices, none) => {
        const whole = offices.length + none;
        const told = toldApart(whole, offices);
        const rest = whole - told.reduce((sum, { count }) => sum + count, 0);
        expect(small(rest) && told.length > 0).toBe(false);
        for (const { value, count } of told) {
          expect(count).toBe(offices.filter((one) => one === value).length);
          expect(count >= leastTold && whole - count >= leastTold).toBe(true);
        }
        expect(countOf(told, 'nobody')).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });
});
