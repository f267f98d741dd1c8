import { aggregates } from '@covenant/domain';
import { recordModel } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';
import { commonColumns } from './common.js';

@RecordTable('obligations')
export class ObligationRow extends RecordRow {}

/** A disputed obligation stays open: nobody disputes itself out of the law. */
export const obligations = recordModel({
  aggregate: aggregates.obligation,
  table: 'obligations',
  version: 1,
  columns: (state) => ({
    ...commonColumns(state),
    dutyBearers: [state.dutyBearerId],
    open: state.status !== 'ceased',
    overdue: false,
    dueOn: null,
    text: [
      state.source.instrument,
      state.source.provision,
      state.source.recommendation?.id,
      state.source.recommendation?.text,
      state.source.recommendation?.by,
      ...state.clarifications.map(({ text }) => text),
    ],
  }),
});
