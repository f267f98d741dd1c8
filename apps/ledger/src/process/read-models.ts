import type { AggregateName } from '@covenant/domain';
import { EntriesProjection, RecordsProjection, type Describe, type Projection, type RecordModel } from '@covenant/read-models';

export const recordModels: readonly RecordModel[] = [];

export const projections: readonly Projection[] = [
  ...recordModels.map((model) => new RecordsProjection(model)),
  new EntriesProjection(),
];

export const tableOf = (aggregate: AggregateName): string => {
  const model = recordModels.find((one) => one.aggregate === aggregate);
  if (model === undefined) throw new Error(`there is no read model of ${aggregate}`);
  return model.table;
};

export const describe: Describe = ({ type }) => type;
