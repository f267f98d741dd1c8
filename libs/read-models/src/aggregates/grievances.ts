import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('grievances')
export class GrievanceRow extends RecordRow {}

export const grievances = recordTable(recordFolds.grievance, { table: 'grievances', version: 2 });
