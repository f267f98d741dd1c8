import { upkeep } from '../upkeep/upkeep.js';
import { upkeepActs } from '../vocabularies/records.js';
import { labelOf } from '../vocabularies/vocabulary.js';
import { plainColumns } from './common.js';
import { recordFold } from './record-fold.js';

export const upkeeps = recordFold({
  aggregate: upkeep,
  plural: 'upkeeps',
  columns: (state, id) => ({
    ...plainColumns,
    // Of no city: it is its own scope.
    cityId: id,
    status: state.status,
    title: 'What was done to the deployment',
    open: true,
    text: [labelOf(upkeepActs, state.newest.act), state.newest.detail],
  }),
});
