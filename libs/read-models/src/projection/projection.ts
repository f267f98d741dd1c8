import type { FedEvent } from '@covenant/event-feed';
import type { Session } from '../session.js';

/**
 * What keeps one read model up to date. `apply` writes what the events change, in the caller's transaction, which
 * also moves the place: both or neither. It is given events in order, none of them before its place; what it writes
 * depends on them and on its own rows only.
 */
export interface Projection {
  /** Also the name of its row in `projections`. */
  readonly name: string;
  readonly version: number;
  apply(session: Session, events: readonly FedEvent[]): Promise<void>;
}
