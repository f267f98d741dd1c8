import type { Columns } from './record-fold.js';

/** The columns of a record that has no date and no duty of its own. */
export const plainColumns = {
  dutyBearers: [],
  rights: [],
  principles: [],
  groups: [],
  overdue: false,
  dueOn: null,
  slug: null,
} as const satisfies Partial<Columns>;

/** What obligations, commitments, scrutinies and remedies have in common. */
export const commonColumns = (state: {
  readonly cityId: string;
  readonly status: string;
  readonly title: string;
  readonly rights: readonly string[];
  readonly principles: readonly string[];
  readonly groups: readonly string[];
}) => ({
  cityId: state.cityId,
  status: state.status,
  title: state.title,
  rights: state.rights,
  principles: state.principles,
  groups: state.groups,
  slug: null,
});

export const unique = (items: readonly string[]): readonly string[] => [...new Set(items)];

export const earliest = (days: readonly string[]): string | null =>
  days.reduce<string | null>((least, day) => (least === null || day < least ? day : least), null);
