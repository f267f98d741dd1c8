import { council } from '../council/council.js';
import { openBearers } from '../council/council.rules.js';
import { earliest, plainColumns } from './common.js';
import { recordFold } from './record-fold.js';

/** What is owed to a council: the answers to what it recommended. */
export const councils = recordFold({
  aggregate: council,
  plural: 'councils',
  severalDutyBearers: true,
  columns: (state) => {
    const owed = state.recommendations.filter(({ endedOn }) => endedOn === undefined);
    return {
      ...plainColumns,
      cityId: state.cityId,
      status: state.status,
      title: state.name,
      dutyBearers: openBearers(state),
      open: true,
      overdue: owed.some(({ fellDue }) => fellDue),
      dueOn: earliest(owed.map(({ dueOn }) => dueOn)),
      text: [
        state.mandate,
        ...state.resolutions.flatMap(({ title, text }) => [title, text]),
        ...state.recommendations.map(({ text }) => text),
      ],
    };
  },
});
