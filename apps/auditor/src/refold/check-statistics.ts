import { leastTold, leavesRoom, mayBeTold, type Counted } from '@covenant/domain';
import type { Check } from './check-rows.js';
import type { World } from './doubts.js';
import { each, type Row } from './interface.js';

/** Whatever the city's clock and time zone: a year that ended so long before the newest entry is over. */
const OVER_MS = 2 * 86_400_000;

interface Year {
  readonly lodged: number;
  readonly acknowledged: number;
  /** Of the last that was lodged or acknowledged in it. */
  readonly entry: number;
}

/** What an entry counts as, and the year of its day. */
type Counting = { readonly what: 'lodged' | 'acknowledged'; readonly year: number } | undefined;

/**
 * Numbers about grievances. What one of them is about is sealed, so the log has no more than how many were lodged and
 * acknowledged, on which day; every number that is told must leave room for that.
 */
export async function checkStatistics(check: Check): Promise<void> {
  const countingOf = countings(check);
  await each(check.folded.records.get('city')?.keys() ?? [], (cityId) => city(check, cityId, (world) => yearsOf(world, cityId, countingOf)));
}

/** Each entry is read once. */
function countings({ entries }: World): (entry: number) => Counting {
  const known = new Map<number, Counting>();
  const read = (entry: number): Counting => {
    const { type, data } = entries.at(entry);
    const what = type === 'GrievanceLodged' ? 'lodged' : type === 'GrievanceAcknowledged' ? 'acknowledged' : undefined;
    const { day } = data;
    return what && { what, year: typeof day === 'string' ? Number(day.slice(0, 4)) : 0 };
  };
  return (entry) => {
    if (!known.has(entry)) known.set(entry, read(entry));
    return known.get(entry);
  };
}

function yearsOf({ folded }: World, cityId: string, countingOf: (entry: number) => Counting): ReadonlyMap<number, Year> {
  const years = new Map<number, Year>();
  for (const { entries: own, columns } of folded.records.get('grievance')?.values() ?? []) {
    if (columns.cityId !== cityId) continue;
    for (const entry of own) {
      const counting = countingOf(entry);
      if (counting === undefined) continue;
      const { what, year } = counting;
      const known = years.get(year) ?? { lodged: 0, acknowledged: 0, entry };
      years.set(year, { ...known, [what]: known[what] + 1, entry: Math.max(known.entry, entry) });
    }
  }
  return years;
}

async function city({ city: shown, doubts, compared }: Check, cityId: string, yearsBy: (world: World) => ReadonlyMap<number, Year>): Promise<void> {
  const path = `/v1/grievances/statistics?cityId=${cityId}`;
  const years = rowsIn((await shown.get(path))?.['years']);
  compared(years.length);
  doubts.judge(cityId, (world, tell) => {
    const due = yearsBy(world);
    const told = new Set<number>();
    for (const found of years) {
      const year = Number(found['year']);
      const known = due.get(year);
      if (known === undefined || told.has(year)) {
        tell.found('row-added', { path, row: String(found['year']) });
        continue;
      }
      told.add(year);
      for (const { member, ...values } of wrongIn(found, known)) tell.found('row-differs', { path, row: String(year), member, ...values, entry: known.entry });
    }
    const newest = Date.parse(world.entries.at(world.entries.size - 1).recordedAt) - OVER_MS;
    for (const [year, { entry }] of due) {
      if (!told.has(year) && year < new Date(newest).getUTCFullYear()) tell.found('row-missing', { path, row: String(year), entry });
    }
  });
}

/** A number is told in fives, and not of all but fewer than five; what is left by those that exclude each other is no less. */
function* wrongIn(found: Row, due: Year): Generator<{ member: string; expected: string; found: string }> {
  for (const member of ['lodged', 'acknowledged'] as const) {
    if (found[member] !== due[member]) yield { member, expected: String(due[member]), found: JSON.stringify(found[member]) };
  }
  const whole = due.acknowledged;
  for (const member of ['byRight', 'byGroup', 'byOffice']) {
    const told: Counted[] = [];
    for (const { value, count } of rowsIn(found[member])) {
      if (typeof count === 'number' && mayBeTold(whole, { count })) told.push({ value: String(value), count });
      else yield { member: `${member}/${String(value)}`, expected: `a multiple of ${leastTold}, to ${whole - leastTold}`, found: JSON.stringify(count) };
    }
    if (member === 'byOffice' && !leavesRoom(whole, told)) yield { member, expected: `${whole - leastTold} together`, found: JSON.stringify(told) };
  }
}

const rowsIn = (list: unknown): readonly Row[] => (Array.isArray(list) ? list.filter((item): item is Row => typeof item === 'object' && item !== null) : []);
