import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('log_keys')
export class LogKeyRow extends RecordRow {}

export const logKeys = recordTable(recordFolds['log-key'], { table: 'log_keys', version: 1 });
