import type { GrievanceAbout } from '../grievance/grievance.events.js';

/** That at least so many grievances named something. */
export interface Counted {
  readonly value: string;
  readonly count: number;
}

/** What a grievance names; each has a table of its own. */
export type FigureTrait = 'byRight' | 'byGroup' | 'byOffice';

/** What is told of the grievances that were taken up in a year that is over. A value that is not listed was named by few, or by none. */
export interface GrievanceFigures extends Readonly<Record<FigureTrait, readonly Counted[]>> {
  readonly year: number;
  /** All that were lodged in it, and all that an office acknowledged in it; everybody can count both in the log. */
  readonly lodged: number;
  readonly acknowledged: number;
}

/** Told numbers are multiples of this, and fewer than this many are nobody’s to know. */
export const leastTold = 5;

/**
 * From 0 to 4, for each number: so many of those counted are left out before the number is rounded down. Nobody outside
 * may know it, and it must not differ from one making to the next.
 */
export type LeftOut = (trait: FigureTrait, value: string) => number;

/**
 * Numbers that say nothing about one grievance, though each can be seen in the log with its day, and though some may
 * have been lodged by who reads the numbers:
 * - only what an office acknowledged counts, so nobody fills the numbers up alone;
 * - a number is rounded down to a multiple of five, from a point that nobody who lodges can know or choose. It is true,
 *   as “at least”; one grievance more changes it in one case of five;
 * - it is told only if the number of those not counted, rounded in the same way, is five or more too: where everybody is
 *   counted, the number says it of each;
 * - offices exclude each other, so what is left of the whole is a number as well: where fewer than five are left, the
 *   least of the told numbers is held back besides. That rests on nothing but what is told.
 */
export function grievanceFigures(
  { year, lodged, acknowledged }: Pick<GrievanceFigures, 'year' | 'lodged' | 'acknowledged'>,
  abouts: readonly GrievanceAbout[],
  leftOut: LeftOut,
): GrievanceFigures {
  const told = (trait: FigureTrait, named: readonly (readonly string[])[]) => toldEach(acknowledged, named, (value) => leftOut(trait, value));
  return {
    year,
    lodged,
    acknowledged,
    byRight: told('byRight', abouts.map(({ rights }) => rights)),
    byGroup: told('byGroup', abouts.map(({ groups }) => groups ?? [])),
    byOffice: apart(acknowledged, told('byOffice', abouts.map(({ dutyBearerId }) => (dutyBearerId === undefined ? [] : [dutyBearerId])))),
  };
}

/** Of values of which one grievance may name several. */
export function toldEach(whole: number, named: readonly (readonly string[])[], leftOut: (value: string) => number): readonly Counted[] {
  return countsOf(named.flatMap((values) => [...new Set(values)])).flatMap(({ value, count }) => {
    const rounded = (number: number): number => Math.floor((number - leftOut(value)) / leastTold) * leastTold;
    const told = { value, count: rounded(count) };
    return told.count >= leastTold && rounded(whole - count) >= leastTold ? [told] : [];
  });
}

/** Of values of which one grievance names one at the most. */
export function apart(whole: number, each: readonly Counted[]): readonly Counted[] {
  let told = each;
  while (!leavesRoom(whole, told)) {
    const least = Math.min(...told.map(({ count }) => count));
    const held = told.findIndex(({ count }) => count === least);
    told = told.filter((_, index) => index !== held);
  }
  return told;
}

/** Whether the rest of the whole is not small, whatever the numbers of those told are. */
export const leavesRoom = (whole: number, told: readonly Counted[]): boolean =>
  told.length === 0 || whole - told.reduce((sum, { count }) => sum + count, 0) >= leastTold;

/** Whether a number can be one that is told of so many. */
export const mayBeTold = (whole: number, { count }: Pick<Counted, 'count'>): boolean =>
  count >= leastTold && count % leastTold === 0 && whole - count >= leastTold;

function countsOf(values: readonly string[]): readonly Counted[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => (one.value < other.value ? -1 : 1));
}
