import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { schema } from '../schema.js';

/**
 * Every event, once, under its entry number. `data` is kept so that a page of two hundred sentences is one read of
 * one table, in any order that a page is asked for, whichever engine the store is.
 */
@Entity({ schema, name: 'entries' })
@Index('entries_by_record', ['recordId', 'entry'])
@Index('entries_by_city', ['cityId', 'entry'])
@Index('entries_by_city_and_type', ['cityId', 'type', 'entry'])
@Index('entries_by_time', ['cityId', 'recordedAt', 'entry'])
export class EntryRow {
  @PrimaryColumn('bigint')
  entry!: string;

  @Column('uuid', { name: 'event_id' })
  eventId!: string;

  @Column('numeric', { precision: 39, scale: 0 })
  position!: string;

  @Column('text')
  aggregate!: string;

  @Column('uuid', { name: 'record_id' })
  recordId!: string;

  @Column('integer')
  revision!: number;

  @Column('uuid', { name: 'city_id' })
  cityId!: string;

  @Column('text')
  type!: string;

  @Column({ type: 'timestamptz', name: 'recorded_at', precision: 3 })
  recordedAt!: Date;

  @Column('date', { name: 'effective_on', nullable: true })
  effectiveOn!: string | null;

  @Column('text', { name: 'actor_role' })
  actorRole!: string;

  @Column('text', { name: 'actor_subject' })
  actorSubject!: string;

  @Column('text', { name: 'actor_duty_bearer_id', nullable: true })
  actorDutyBearerId!: string | null;

  @Column('integer', { name: 'schema_version' })
  schemaVersion!: number;

  @Column('json')
  data!: unknown;
}
