import type { Columns } from '../model.js';
import type { RecordChange } from './fold.js';

/**
 * How many records of an aggregate in a city share a trait, a status, and being open and overdue: the figures of an overview
 * are sums over these few rows, whatever the number of records.
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

/** What a batch of changed records adds to and takes from the tallies, in a fixed order, without zeros. */
export function tallyChanges(changes: readonly RecordChange[]): readonly Tally[] {
  const sums = new Map<string, Tally>();
  const add = (columns: Columns, amount: number) => {
    const { cityId, status, open, overdue } = columns;
    for (const [facet, value] of traitsOf(columns)) {
      const key = [cityId, facet, value, status, open, overdue].join('\u0000');
      const count = (sums.get(key)?.count ?? 0) + amount;
      sums.set(key, { cityId, facet, value, status, open, overdue, count });
    }
  };
  for (const { before, after } of changes) {
    if (before && countsAlike(before.columns, after.columns)) continue;
    if (before) add(before.columns, -1);
    add(after.columns, 1);
  }
  return [...sums.entries()]
    .filter(([, tally]) => tally.count !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, tally]) => tally);
}

/** Most events change nothing that is counted. */
const countsAlike = (one: Columns, other: Columns): boolean =>
  one.status === other.status &&
  one.open === other.open &&
  one.overdue === other.overdue &&
  one.cityId === other.cityId &&
  (['rights', 'principles', 'groups', 'dutyBearers'] as const).every((list) => sameList(one[list], other[list]));

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);
