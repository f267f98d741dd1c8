import { subject } from '../subject/subject.js';
import { plainColumns } from './common.js';
import { recordFold } from './record-fold.js';

/** Erasures that were asked for, and done. */
export const subjects = recordFold({
  aggregate: subject,
  plural: 'subjects',
  columns: (state) => ({
    ...plainColumns,
    cityId: state.cityId,
    status: state.status,
    title: 'Erasure of personal words',
    open: state.status !== 'erased',
    text: [state.reason],
  }),
});
