import { dutyBearer } from '../duty-bearer/duty-bearer.js';
import { plainColumns } from './common.js';
import { recordFold } from './record-fold.js';

export const dutyBearers = recordFold({
  aggregate: dutyBearer,
  plural: 'duty-bearers',
  columns: (state) => ({
    ...plainColumns,
    cityId: state.cityId,
    status: state.status,
    title: state.name,
    open: state.status === 'registered',
    text: [state.kind, state.mandate, state.liaison?.office],
  }),
});
