import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('groups')
export class GroupRow extends RecordRow {}

export const groups = recordTable(recordFolds.group, { table: 'groups', version: 1 });
