import { obligation } from '../obligation/obligation.js';
import { commonColumns } from './common.js';
import { recordFold } from './record-fold.js';

/** A disputed obligation stays open: nobody disputes itself out of the law. */
export const obligations = recordFold({
  aggregate: obligation,
  plural: 'obligations',
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
