import { recordFolds } from '@covenant/domain';
import { recordTable } from '../model.js';
import { RecordRow, RecordTable } from '../records/record.entity.js';

@RecordTable('obligations')
export class ObligationRow extends RecordRow {}

export const obligations = recordTable(recordFolds.obligation, { table: 'obligations', version: 1 });
