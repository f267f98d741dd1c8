import { aggregates } from '@covenant/domain';
import { recordModel } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';
import { plainColumns } from './common.js';

@RecordTable('groups')
export class GroupRow extends RecordRow {}

export const groups = recordModel({
  aggregate: aggregates.group,
  table: 'groups',
  version: 1,
  columns: (state) => ({
    ...plainColumns,
    cityId: state.cityId,
    status: state.status,
    title: state.name,
    open: state.status === 'recognised',
    text: [state.description, ...state.grounds],
  }),
});
