import { leastTold, mayBeTold } from '@covenant/domain';
import type { Check } from './check-rows.js';
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
  const byCity = lodgedByCity(check);
  await each(check.folded.records.get('city')?.keys() ?? [], (cityId) => city(check, cityId, byCity.get(cityId) ?? new Map()));
}

function lodgedByCity({ folded, entries }: Check): ReadonlyMap<string, ReadonlyMap<number, Year>> {
  const byCity = new Map<string, Map<number, Year>>();
  for (const { entries: own, columns } of folded.records.get('grievance')?.values() ?? []) {
    const first = own[0] ?? 0;
    const { day } = entries.at(first).data;
    const year = typeof day === 'string' ? Number(day.slice(0, 4)) : 0;
    const years = byCity.get(columns.cityId) ?? new Map<number, Year>();
    const known = years.get(year) ?? { count: 0, entry: first };
    years.set(year, { count: known.count + 1, entry: Math.max(known.entry, first) });
    byCity.set(columns.cityId, years);
  }
  return byCity;
}

async function city({ city: shown, entries, findings, compared }: Check, cityId: string, due: ReadonlyMap<number, Year>): Promise<void> {
  const path = `/v1/grievances/statistics?cityId=${cityId}`;
  const years = (await shown.get(path))?.['years'];
  const told = new Set<number>();
  for (const found of rowsIn(years)) {
    compared(1);
    const year = Number(found['year']);
    const lodged = due.get(year);
    if (lodged === undefined || told.has(year)) {
      findings.found('row-added', { path, row: String(found['year']) });
      continue;
    }
    told.add(year);
    for (const { member, ...values } of wrongIn(found, lodged.count)) findings.found('row-differs', { path, row: String(year), member, ...values, entry: lodged.entry });
  }
  const newest = Date.parse(entries.at(entries.size - 1).recordedAt) - OVER_MS;
  for (const [year, { entry }] of due) {
    if (!told.has(year) && year < new Date(newest).getUTCFullYear()) findings.found('row-missing', { path, row: String(year), entry });
  }
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
