import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { schema } from '../schema.js';

export const placeStates = ['running', 'stopped', 'replaced'] as const;
/** `stopped`: an event could not be taken in. `replaced`: a rebuild has taken over; start again from its places. */
export type PlaceState = (typeof placeStates)[number];

/**
 * Where a projection stands on one partition of the feed. The lock on this row is what makes two projectors take
 * turns; it is written in the transaction that writes what the place stands for.
 */
@Entity({ schema, name: 'projections' })
@Check('projections_state', `state IN ('running', 'stopped', 'replaced')`)
export class PlaceRow {
  @PrimaryColumn('text')
  name!: string;

  @PrimaryColumn('integer')
  partition!: number;

  /** The feed's own coordinates, to be handed back to it as they came. */
  @Column('numeric', { precision: 39, scale: 0 })
  position!: string;

  @Column('text')
  token!: string;

  /** Every event at or before this position is in the rows. Never before `position`; past it when stopped mid-batch. */
  @Column('numeric', { precision: 39, scale: 0 })
  watermark!: string;

  @Column('text')
  state!: PlaceState;

  /** Version of the code that wrote the rows. */
  @Column('integer')
  version!: number;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('uuid', { name: 'poisoned_event_id', nullable: true })
  poisonedEventId!: string | null;

  @Column('bigint', { name: 'poisoned_entry', nullable: true })
  poisonedEntry!: string | null;

  @Column({ type: 'timestamptz', name: 'changed_at', precision: 3, default: () => 'now()' })
  changedAt!: Date;
}
