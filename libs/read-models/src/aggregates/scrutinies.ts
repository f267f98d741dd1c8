import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('scrutinies')
export class ScrutinyRow extends RecordRow {}

export const scrutinies = recordTable(recordFolds.scrutiny, { table: 'scrutinies', version: 1 });
