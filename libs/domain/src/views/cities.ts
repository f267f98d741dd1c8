import { city } from '../city/city.js';
import { plainColumns } from './common.js';
import { recordFold } from './record-fold.js';

export const cities = recordFold({
  aggregate: city,
  plural: 'cities',
  columns: (state, id) => ({
    ...plainColumns,
    cityId: id,
    status: state.status,
    title: state.name,
    open: true,
    slug: state.slug,
    text: [state.region, state.country, state.slug, state.declaration],
  }),
});
