import { logKey } from '../log-key/log-key.js';
import { plainColumns } from './common.js';
import { recordFold } from './record-fold.js';

export const logKeys = recordFold({
  aggregate: logKey,
  plural: 'log-keys',
  columns: (state, id) => ({
    ...plainColumns,
    // Of no city: it is its own scope.
    cityId: id,
    status: state.status,
    // Name and id, as people compare keys.
    title: state.key.split('+', 2).join('+'),
    open: state.status === 'announced',
    text: [state.reason],
  }),
});
