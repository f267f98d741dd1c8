import { aggregates } from '@covenant/domain';
import { recordModel } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';
import { plainColumns } from './common.js';

@RecordTable('cities')
export class CityRow extends RecordRow {}

export const cities = recordModel({
  aggregate: aggregates.city,
  table: 'cities',
  version: 1,
  columns: (state, id) => ({
    ...plainColumns,
    cityId: id,
    status: state.status,
    title: state.name,
    open: true,
    slug: state.slug,
    text: [state.region, state.country, state.slug, state.declaration],
  }),
});
