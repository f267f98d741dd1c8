import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('upkeeps')
export class UpkeepRow extends RecordRow {}

export const upkeeps = recordTable(recordFolds.upkeep, { table: 'upkeeps', version: 1 });
