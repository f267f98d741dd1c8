import { leastTold, mayBeTold } from '@covenant/domain';
import type { Check } from './check-rows.js';
import type { World } from './doubts.js';
import { each, type Row } from './interface.js';

/** Whatever the city's clock and time zone: a year that ended so long before the newest entry is over. */
const OVER_MS = 2 * 86_400_000;

interface Year {
  count: number;
  /** Of the last that was lodged in it. */
  entry: number;
}

/**
 * Numbers about grievances. What one of them is about is sealed, so the log has no more than how many were lodged, on
 * which day; every number that is told must leave room for that.
 */
export async function checkStatistics(check: Check): Promise<void> {
  const yearOf = yearsOf(check);
  await each(check.folded.records.get('city')?.keys() ?? [], (cityId) => city(check, cityId, (world) => lodgedIn(world, cityId, yearOf)));
}

/** The year of the day of a lodging, read once of each. */
function yearsOf({ entries }: World): (first: number) => number {
  const known = new Map<number, number>();
  return (first) => {
    const { day } = known.has(first) ? {} : entries.at(first).data;
    const year = known.get(first) ?? (typeof day === 'string' ? Number(day.slice(0, 4)) : 0);
    known.set(first, year);
    return year;
  };
}

function lodgedIn({ folded }: World, cityId: string, yearOf: (first: number) => number): ReadonlyMap<number, Year> {
  const years = new Map<number, Year>();
  for (const { entries: own, columns } of folded.records.get('grievance')?.values() ?? []) {
    if (columns.cityId !== cityId) continue;
    const first = own[0] ?? 0;
    const year = yearOf(first);
    const known = years.get(year) ?? { count: 0, entry: first };
    years.set(year, { count: known.count + 1, entry: Math.max(known.entry, first) });
  }
  return years;
}

async function city({ city: shown, doubts, compared }: Check, cityId: string, lodgedBy: (world: World) => ReadonlyMap<number, Year>): Promise<void> {
  const path = `/v1/grievances/statistics?cityId=${cityId}`;
  const years = rowsIn((await shown.get(path))?.['years']);
  compared(years.length);
  doubts.judge(cityId, (world, tell) => {
    const due = lodgedBy(world);
    const told = new Set<number>();
    for (const found of years) {
      const year = Number(found['year']);
      const lodged = due.get(year);
      if (lodged === undefined || told.has(year)) {
        tell.found('row-added', { path, row: String(found['year']) });
        continue;
      }
      told.add(year);
      for (const { member, ...values } of wrongIn(found, lodged.count)) tell.found('row-differs', { path, row: String(year), member, ...values, entry: lodged.entry });
    }
    const newest = Date.parse(world.entries.at(world.entries.size - 1).recordedAt) - OVER_MS;
    for (const [year, { entry }] of due) {
      if (!told.has(year) && year < new Date(newest).getUTCFullYear()) tell.found('row-missing', { path, row: String(year), entry });
    }
  });
}

/** A number is told of five at the least, and not of all but fewer than five. */
function* wrongIn(found: Row, lodged: number): Generator<{ member: string; expected: string; found: string }> {
  if (found['lodged'] !== lodged) yield { member: 'lodged', expected: String(lodged), found: JSON.stringify(found['lodged']) };
  for (const member of ['byRight', 'byGroup', 'byOffice']) {
    for (const { value, count } of rowsIn(found[member])) {
      const fits = typeof count === 'number' && mayBeTold(lodged, { count });
      if (!fits) yield { member: `${member}/${String(value)}`, expected: `${leastTold} to ${lodged - leastTold}`, found: JSON.stringify(count) };
    }
  }
}

const rowsIn = (list: unknown): readonly Row[] => (Array.isArray(list) ? list.filter((item): item is Row => typeof item === 'object' && item !== null) : []);
