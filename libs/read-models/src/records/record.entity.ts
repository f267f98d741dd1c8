import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { schema } from '../schema.js';

/**
 * What every record's table has. A row is written by the projection of its aggregate and by nothing else; all of it
 * is derived from the record's events. `body` is the folded state itself, kept as the text it was written as.
 */
export abstract class RecordRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'city_id' })
  cityId!: string;

  @Column('text')
  status!: string;

  @Column('text')
  title!: string;

  /** What the title is sorted by: folded, short, compared byte by byte. */
  @Column({ type: 'text', name: 'title_key', collation: 'C' })
  titleKey!: string;

  @Column('uuid', { name: 'duty_bearer_id', nullable: true })
  dutyBearerId!: string | null;

  /** All of the record's duty-bearers, the one before first. */
  @Column('text', { array: true, name: 'duty_bearer_ids' })
  dutyBearers!: string[];

  /** Those that still owe something. */
  @Column('text', { array: true, name: 'open_duty_bearer_ids' })
  openDutyBearers!: string[];

  @Column('text', { array: true })
  rights!: string[];

  @Column('text', { array: true })
  principles!: string[];

  @Column('text', { array: true, name: 'group_ids' })
  groups!: string[];

  @Column('boolean')
  open!: boolean;

  @Column('boolean')
  overdue!: boolean;

  @Column('date', { name: 'due_on', nullable: true })
  dueOn!: string | null;

  /** `due_on`, with `infinity` for none, so that one index sorts all rows. */
  @Column('date', { name: 'due_key' })
  dueKey!: string;

  @Column('date', { name: 'clock_on', nullable: true })
  clockOn!: string | null;

  @Column('text', { nullable: true })
  slug!: string | null;

  @Column('integer')
  revision!: number;

  @Column('numeric', { name: 'as_of_position', precision: 39, scale: 0 })
  asOfPosition!: string;

  @Column('bigint', { name: 'last_entry' })
  lastEntry!: string;

  @Column({ type: 'timestamptz', name: 'first_recorded_at', precision: 3 })
  firstRecordedAt!: Date;

  @Column({ type: 'timestamptz', name: 'last_recorded_at', precision: 3 })
  lastRecordedAt!: Date;

  @Column('tsvector', { select: false })
  search!: string;

  @Column('json')
  body!: unknown;
}

/**
 * An entity's table with the indexes that the lists need. Each ends in `id`, so that a page continues from a row.
 * No index holds what changes with every event, so that most updates touch none.
 */
export function RecordTable(table: string): ClassDecorator {
  const name = (what: string) => `${table}_${what}`;
  const decorators: ClassDecorator[] = [
    Entity({ schema, name: table }),
    Index(name('by_recorded'), ['cityId', 'firstRecordedAt', 'id']),
    Index(name('by_title'), ['cityId', 'titleKey', 'id']),
    Index(name('by_due'), ['cityId', 'dueKey', 'id']),
    Index(name('by_status'), ['cityId', 'status', 'firstRecordedAt', 'id']),
    Index(name('by_duty_bearer'), ['dutyBearerId', 'firstRecordedAt', 'id']),
    Index(name('due_of_duty_bearer'), ['dutyBearerId', 'dueKey', 'id']),
    Index(name('overdue'), ['cityId', 'dueKey', 'id'], { where: 'overdue' }),
    Index(name('for_clock'), ['clockOn', 'id'], { where: 'clock_on IS NOT NULL' }),
    Index(name('by_slug'), ['slug'], { where: 'slug IS NOT NULL' }),
    Index(name('by_words'), ['search', 'rights', 'groups', 'dutyBearers', 'openDutyBearers'], { type: 'gin' }),
  ];
  return (target) => decorators.forEach((decorate) => decorate(target));
}
