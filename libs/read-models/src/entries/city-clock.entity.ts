import { Column, Entity, PrimaryColumn } from 'typeorm';
import { schema } from '../schema.js';

/** How a city's recorded times relate to the order of its entries; see `moveClocks`. */
@Entity({ schema, name: 'city_clocks' })
export class CityClockRow {
  @PrimaryColumn('uuid', { name: 'city_id' })
  cityId!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  latest!: Date;

  /** Milliseconds. */
  @Column('bigint')
  skew!: string;
}
