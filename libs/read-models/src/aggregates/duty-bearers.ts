import { aggregates } from '@covenant/domain';
import { recordModel } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';
import { plainColumns } from './common.js';

@RecordTable('duty_bearers')
export class DutyBearerRow extends RecordRow {}

export const dutyBearers = recordModel({
  aggregate: aggregates['duty-bearer'],
  table: 'duty_bearers',
  version: 1,
  columns: (state) => ({
    ...plainColumns,
    cityId: state.cityId,
    status: state.status,
    title: state.name,
    open: state.status === 'registered',
    text: [state.kind, state.mandate, state.liaison?.office],
  }),
});
