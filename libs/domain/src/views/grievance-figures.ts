import type { GrievanceAbout } from '../grievance/grievance.events.js';

/** How many grievances named something. */
export interface Counted {
  readonly value: string;
  readonly count: number;
}

/** What is told about the grievances of a year that is over. A value that is not listed was named by few, or by none. */
export interface GrievanceFigures {
  readonly year: number;
  /** All that were lodged; everybody can count them in the log. */
  readonly lodged: number;
  readonly byRight: readonly Counted[];
  readonly byGroup: readonly Counted[];
  /** By the office complained of. */
  readonly byOffice: readonly Counted[];
}

/** Fewer than this many are nobody’s to know. */
export const leastTold = 5;

/**
 * Numbers that say nothing about one grievance, though each can be seen in the log with its day:
 * - a number is told only if those counted are five or more, and those not counted too: where everybody is counted, the
 *   number says it of each;
 * - offices exclude each other, so what is left of the whole is a number as well: where it is small, the least of the
 *   told numbers is held back besides, until it is not.
 */
export function grievanceFigures(year: number, lodged: number, abouts: readonly GrievanceAbout[]): GrievanceFigures {
  return {
    year,
    lodged,
    byRight: toldEach(lodged, abouts.map(({ rights }) => rights)),
    byGroup: toldEach(lodged, abouts.map(({ groups }) => groups ?? [])),
    byOffice: toldApart(lodged, abouts.flatMap(({ dutyBearerId }) => dutyBearerId ?? [])),
  };
}

/** Of values of which one grievance may name several. */
export function toldEach(whole: number, named: readonly (readonly string[])[]): readonly Counted[] {
  return countsOf(named.flatMap((values) => [...new Set(values)])).filter((counted) => mayBeTold(whole, counted));
}

/** Of values of which one grievance names one at the most. */
export function toldApart(whole: number, named: readonly string[]): readonly Counted[] {
  let told = countsOf(named).filter((counted) => mayBeTold(whole, counted));
  while (isSmall(whole - sumOf(told)) && told.length > 0) {
    const least = Math.min(...told.map(({ count }) => count));
    const held = told.findIndex(({ count }) => count === least);
    told = told.filter((_, index) => index !== held);
  }
  return told;
}

/** So many of the whole, and so many not: neither number is so small that it says something of somebody. */
export const mayBeTold = (whole: number, { count }: Pick<Counted, 'count'>): boolean => count >= leastTold && whole - count >= leastTold;
const isSmall = (count: number): boolean => count > 0 && count < leastTold;
const sumOf = (told: readonly Counted[]): number => told.reduce((sum, { count }) => sum + count, 0);

function countsOf(values: readonly string[]): readonly Counted[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => (one.value < other.value ? -1 : 1));
}
