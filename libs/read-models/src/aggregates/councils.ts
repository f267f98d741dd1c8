import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('councils')
export class CouncilRow extends RecordRow {}

export const councils = recordTable(recordFolds.council, { table: 'councils', version: 1 });
