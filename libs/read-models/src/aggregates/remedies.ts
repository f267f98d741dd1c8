import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('remedies')
export class RemedyRow extends RecordRow {}

export const remedies = recordTable(recordFolds.remedy, { table: 'remedies', version: 1 });
