import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('duty_bearers')
export class DutyBearerRow extends RecordRow {}

export const dutyBearers = recordTable(recordFolds['duty-bearer'], { table: 'duty_bearers', version: 1 });
