import { remedy } from '../remedy/remedy.js';
import { commonColumns, earliest, unique } from './common.js';
import { recordFold } from './record-fold.js';

/**
 * Each measure is some duty-bearer's, by a date of its own; only the beneficiaries' side or oversight ends it. What
 * was late stays overdue until it is confirmed.
 */
export const remedies = recordFold({
  aggregate: remedy,
  plural: 'remedies',
  severalDutyBearers: true,
  columns: (state) => {
    const ended = state.status === 'completed' || state.status === 'failed';
    const owed = ended ? [] : state.measures.filter(({ status }) => status !== 'confirmed');
    const dates = owed.map(({ dueDates }) => dueDates.at(-1)).filter((date) => date !== undefined);
    return {
      ...commonColumns(state),
      groups: unique([...state.groups, ...(state.beneficiaries.groups ?? [])]),
      dutyBearers: unique([state.dutyBearerId, ...state.measures.map(({ dutyBearerId }) => dutyBearerId)]),
      open: !ended,
      overdue: dates.some(({ fellDue }) => fellDue),
      dueOn: earliest(dates.map(({ dueOn }) => dueOn)),
      text: [state.harm.text, state.source.reference, ...state.measures.map(({ what }) => what)],
    };
  },
});
