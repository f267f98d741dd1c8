import type { Columns } from './record-fold.js';

/**
 * How many records of an aggregate in a city share a trait, a status, and being open and overdue: the figures of an
 * overview are sums over these few rows, whatever the number of records.
 */
export interface Tally {
  readonly cityId: string;
  readonly facet: Facet;
  /** A right's code, a principle, a duty-bearer's or group's id; empty for `all`. */
  readonly value: string;
  readonly status: string;
  readonly open: boolean;
  readonly overdue: boolean;
  readonly count: number;
}

export const facets = ['all', 'right', 'principle', 'duty-bearer', 'group'] as const;
export type Facet = (typeof facets)[number];

/** Every trait that one record counts under, each once. */
export function traitsOf(columns: Columns): readonly (readonly [Facet, string])[] {
  const each = (facet: Facet, values: readonly string[]) => [...new Set(values)].map((value) => [facet, value] as const);
  return [
    ['all', ''] as const,
    ...each('right', columns.rights),
    ...each('principle', columns.principles),
    ...each('group', columns.groups),
    ...each('duty-bearer', columns.dutyBearers),
  ];
}

/** The tallies of these records of one aggregate, counted one by one. */
export function tally(rows: Iterable<Columns>): readonly Tally[] {
  const tallies = new Map<string, Tally>();
  for (const columns of rows) {
    const { cityId, status, open, overdue } = columns;
    for (const [facet, value] of traitsOf(columns)) {
      const key = JSON.stringify([cityId, facet, value, status, open, overdue]);
      tallies.set(key, { cityId, facet, value, status, open, overdue, count: (tallies.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...tallies.values()];
}
