import { group } from '../group/group.js';
import { plainColumns } from './common.js';
import { recordFold } from './record-fold.js';

export const groups = recordFold({
  aggregate: group,
  plural: 'groups',
  columns: (state) => ({
    ...plainColumns,
    cityId: state.cityId,
    status: state.status,
    title: state.name,
    open: state.status === 'recognised',
    text: [state.description, ...state.grounds],
  }),
});
