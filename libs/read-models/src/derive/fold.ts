import type { FedEvent } from '@covenant/event-feed';
import type { Columns, RecordModel } from '../model.js';

/** A record as a row holds it: its state and where that state comes from. */
export interface RecordState {
  readonly id: string;
  readonly body: unknown;
  /** Revision of the last event folded in. */
  readonly revision: number;
  readonly position: bigint;
  /** Entry number of the last event folded in. */
  readonly lastEntry: number;
  readonly firstRecordedAt: string;
  readonly lastRecordedAt: string;
}

/** A record that a batch moved, and what it was before. */
export interface Folded {
  readonly before: RecordState | undefined;
  readonly after: RecordState;
}

export interface RecordChange {
  readonly before: { readonly revision: number; readonly columns: Columns } | undefined;
  readonly after: RecordState & { readonly columns: Columns };
}

/** An event that this projection cannot take in. The event is named, so that the place can be shown. */
export class EventRefused extends Error {
  constructor(
    readonly event: FedEvent,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'EventRefused';
  }
}

/**
 * Folds a batch of events, all of the model's own aggregate, onto the records that they belong to. Events that a
 * record has already are passed over, so that a batch may come twice; the next must be exactly one revision further.
 * @throws EventRefused when a revision is missing or folding throws
 */
export function foldBatch(
  model: RecordModel,
  known: ReadonlyMap<string, RecordState>,
  events: readonly FedEvent[],
): readonly Folded[] {
  const changed = new Map<string, RecordState>();
  for (const event of events) {
    const id = event.stream.slice(model.aggregate.length + 1);
    const before = changed.get(id) ?? known.get(id);
    if (before !== undefined && event.revision <= before.revision) continue;
    changed.set(id, step(model, id, before, event));
  }
  return [...changed.values()].map((after) => ({ before: known.get(after.id), after }));
}

/** What lists and figures see of it. */
export const changeOf = (model: RecordModel, { before, after }: Folded): RecordChange => ({
  before: before && { revision: before.revision, columns: model.columns(before.body, before.id) },
  after: { ...after, columns: model.columns(after.body, after.id) },
});

function step(model: RecordModel, id: string, before: RecordState | undefined, event: FedEvent): RecordState {
  const next = before === undefined ? 0 : before.revision + 1;
  if (event.revision !== next) {
    throw new EventRefused(event, `${event.stream}: revision ${next} is missing before ${event.revision}`);
  }
  try {
    return {
      id,
      body: model.evolve(before === undefined ? model.initial : before.body, event),
      revision: event.revision,
      position: event.position,
      lastEntry: event.entry,
      firstRecordedAt: before?.firstRecordedAt ?? event.metadata.recordedAt,
      lastRecordedAt: event.metadata.recordedAt,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EventRefused(event, `${event.type} cannot be folded: ${reason}`, { cause: error });
  }
}
