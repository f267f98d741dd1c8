import { grievance } from '../grievance/grievance.js';
import { isEnded } from '../grievance/grievance.state.js';
import { earliest, plainColumns, unique } from './common.js';
import { recordFold } from './record-fold.js';

/**
 * What everybody may know of a grievance: that it was lodged, who handles it, by when, and what was found. What it is
 * about, and who lodged it, is sealed and in no column.
 */
export const grievances = recordFold({
  aggregate: grievance,
  plural: 'grievances',
  columns: (state) => {
    const owed = [state.acknowledgement, ...state.findingDates].filter(({ endedOn }) => endedOn === undefined);
    return {
      ...plainColumns,
      cityId: state.cityId,
      status: state.status,
      title: `Grievance of ${state.lodgedOn}`,
      rights: unique(state.findings.flatMap(({ rights }) => rights)),
      dutyBearers: state.dutyBearerId === undefined ? [] : [state.dutyBearerId],
      open: !isEnded(state),
      overdue: owed.some(({ fellDue }) => fellDue),
      dueOn: earliest(owed.map(({ dueOn }) => dueOn)),
      text: state.findings.map(({ summary }) => summary),
    };
  },
});
