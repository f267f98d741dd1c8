/**
 * How far a city's recorded times run behind the order of its entries. `latest` is the latest time so far, `skew` the
 * most that an entry's time lay before a time recorded earlier in the order, in milliseconds: with it a span of time
 * is turned into a span of entries, exactly, without looking at all of them.
 */
export interface CityClock {
  readonly cityId: string;
  readonly latest: string;
  readonly skew: number;
}

/** The clocks of the cities that have entries here, moved on by these entries. */
export function moveClocks(
  known: ReadonlyMap<string, CityClock>,
  entries: Iterable<{ readonly cityId: string; readonly recordedAt: string }>,
): ReadonlyMap<string, CityClock> {
  const moved = new Map<string, CityClock>();
  for (const { cityId, recordedAt } of entries) {
    const { latest, skew } = moved.get(cityId) ?? known.get(cityId) ?? { latest: recordedAt, skew: 0 };
    const behind = Date.parse(latest) - Date.parse(recordedAt);
    moved.set(cityId, { cityId, latest: behind > 0 ? latest : recordedAt, skew: Math.max(skew, behind) });
  }
  return moved;
}
