import { commitment } from '../commitment/commitment.js';
import { commonColumns, unique } from './common.js';
import { recordFold } from './record-fold.js';

/**
 * Overdue from the entry that says so until it is verified, withdrawn or given a new date: the duty-bearer's own
 * report of fulfilment, once late, does not end it.
 */
export const commitments = recordFold({
  aggregate: commitment,
  plural: 'commitments',
  columns: (state) => {
    const due = state.dueDates.at(-1);
    const settled = state.status === 'verified' || state.status === 'withdrawn';
    return {
      ...commonColumns(state),
      groups: unique([...state.groups, ...state.positiveMeasureFor]),
      dutyBearers: [state.dutyBearerId],
      open: !settled,
      overdue: !settled && due?.fellDue === true,
      dueOn: due?.dueOn ?? null,
      text: [
        state.description,
        state.forum?.name,
        state.source?.name,
        state.source?.reference,
        ...state.milestones.map(({ title }) => title),
        ...state.indicators.map(({ title }) => title),
      ],
    };
  },
});
