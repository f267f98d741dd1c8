import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('commitments')
export class CommitmentRow extends RecordRow {}

export const commitments = recordTable(recordFolds.commitment, { table: 'commitments', version: 1 });
