import { Column, Entity, PrimaryColumn } from 'typeorm';
import { schema } from '../schema.js';

/** How many records share a trait; see `derive/tallies.ts`. Kept by the projection of the aggregate, row by row. */
@Entity({ schema, name: 'tallies' })
export class TallyRow {
  @PrimaryColumn('uuid', { name: 'city_id' })
  cityId!: string;

  @PrimaryColumn('text')
  aggregate!: string;

  @PrimaryColumn('text')
  facet!: string;

  @PrimaryColumn('text')
  value!: string;

  @PrimaryColumn('text')
  status!: string;

  @PrimaryColumn('boolean')
  open!: boolean;

  @PrimaryColumn('boolean')
  overdue!: boolean;

  @Column('integer')
  count!: number;
}
