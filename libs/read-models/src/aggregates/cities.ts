import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('cities')
export class CityRow extends RecordRow {}

export const cities = recordTable(recordFolds.city, { table: 'cities', version: 2 });
