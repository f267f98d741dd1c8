import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('subjects')
export class SubjectRow extends RecordRow {}

export const subjects = recordTable(recordFolds.subject, { table: 'subjects', version: 1 });
