import type { AggregateName } from '../kernel/decider.js';

/** A record as the interface shows it: the members of its folded state, and around them where that state stands. */
export type RecordView = Readonly<Record<string, unknown>>;

export interface ShownRecord {
  readonly id: string;
  /** Its folded state. */
  readonly body: unknown;
  readonly revision: number;
  /** Entry number of its newest event. */
  readonly entry: number;
  /** When its first and its newest event were recorded. */
  readonly recordedAt: string;
  readonly changedAt: string;
  readonly open: boolean;
  readonly overdue: boolean;
}

export const recordView = (aggregate: AggregateName, item: ShownRecord): RecordView => {
  const { status, ...members } = item.body as { readonly status: string };
  return {
    id: item.id,
    ...(aggregate === 'city' ? { cityId: item.id } : {}),
    state: status,
    open: item.open,
    overdue: item.overdue,
    ...members,
    revision: item.revision,
    entry: item.entry,
    recordedAt: item.recordedAt,
    changedAt: item.changedAt,
  };
};
