import type { AggregateName } from '@covenant/domain';
import type { RecordItem } from '@covenant/read-models';

/** A record as the interface shows it: the members of its folded state, and around them where that state stands. */
export type RecordView = Readonly<Record<string, unknown>>;

type Shown = Pick<RecordItem, 'id' | 'body' | 'revision' | 'entry' | 'recordedAt' | 'changedAt'> &
  Partial<Pick<RecordItem, 'open' | 'overdue'>>;

export const recordView = (aggregate: AggregateName, item: Shown): RecordView => {
  const { status, ...members } = item.body as { readonly status: string };
  return {
    id: item.id,
    ...(aggregate === 'city' ? { cityId: item.id } : {}),
    state: status,
    ...(item.open === undefined ? {} : { open: item.open }),
    ...(item.overdue === undefined ? {} : { overdue: item.overdue }),
    ...members,
    revision: item.revision,
    entry: item.entry,
    recordedAt: item.recordedAt,
    changedAt: item.changedAt,
  };
};
