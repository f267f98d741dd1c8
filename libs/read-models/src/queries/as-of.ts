import { streamOf } from '@covenant/domain';
import type { EventStore } from '@covenant/event-store';
import type { RecordModel } from '../model.js';
import type { EntryQueries } from './entries.js';

export type Moment = { readonly entry: number } | { readonly time: string };

/** A record as it stood when an entry, or a time, was the newest. */
export interface PastRecord {
  readonly id: string;
  readonly body: unknown;
  readonly revision: number;
  readonly position: bigint;
  /** Entry number of the last event that it had then. */
  readonly entry: number;
  readonly recordedAt: string;
  readonly changedAt: string;
  /** As recorded then, like everything else. */
  readonly open: boolean;
  readonly overdue: boolean;
}

/**
 * Folds a record's events up to a moment, straight from the store. Undefined when it did not exist then. By time,
 * the moment is that of recording, and the last event in the order of entries counts.
 */
export async function recordAsOf(
  entries: EntryQueries,
  store: Pick<EventStore, 'readStream'>,
  model: RecordModel,
  id: string,
  moment: Moment,
): Promise<PastRecord | undefined> {
  const stream = streamOf(model.aggregate, id);
  const at = await entries.revisionAt({ aggregate: model.aggregate, recordId: id }, moment);
  if (at === undefined) return undefined;
  const events = await store.readStream(stream, { limit: at.revision + 1 });
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (last.revision !== at.revision) throw new Error(`${stream} ends at ${last.revision}, not at ${at.revision}`);
  let body = model.initial;
  for (const event of events) body = model.evolve(body, event);
  const { open, overdue } = model.columns(body, id);
  return {
    id,
    body,
    revision: last.revision,
    position: last.position,
    entry: at.entry,
    recordedAt: first.metadata.recordedAt,
    changedAt: last.metadata.recordedAt,
    open,
    overdue,
  };
}
