import { type Columns, type Tally, traitsOf } from '@covenant/domain';
import type { RecordChange } from './fold.js';

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
