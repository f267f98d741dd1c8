import type { AggregateName } from '@covenant/domain';
import { EntriesProjection } from '../entries/entries.projection.js';
import type { RecordModel } from '../model.js';
import type { Projection } from '../projection/projection.js';
import { RecordsProjection } from '../records/records.projection.js';
import { cities, CityRow } from './cities.js';
import { CommitmentRow, commitments } from './commitments.js';
import { CouncilRow, councils } from './councils.js';
import { DutyBearerRow, dutyBearers } from './duty-bearers.js';
import { GrievanceRow, grievances } from './grievances.js';
import { GroupRow, groups } from './groups.js';
import { LogKeyRow, logKeys } from './log-keys.js';
import { ObligationRow, obligations } from './obligations.js';
import { remedies, RemedyRow } from './remedies.js';
import { scrutinies, ScrutinyRow } from './scrutinies.js';
import { SubjectRow, subjects } from './subjects.js';
import { UpkeepRow, upkeeps } from './upkeeps.js';

/** Every aggregate's table and how its rows are derived. A new aggregate adds its lines here. */
export const recordModels: readonly RecordModel[] = [
  cities,
  dutyBearers,
  groups,
  obligations,
  commitments,
  scrutinies,
  remedies,
  logKeys,
  grievances,
  subjects,
  upkeeps,
  councils,
];

export const recordEntities = [
  CityRow,
  DutyBearerRow,
  GroupRow,
  ObligationRow,
  CommitmentRow,
  ScrutinyRow,
  RemedyRow,
  LogKeyRow,
  GrievanceRow,
  SubjectRow,
  UpkeepRow,
  CouncilRow,
];

/** Everything that the projector keeps up to date. */
export const allProjections = (): readonly Projection[] => [
  ...recordModels.map((model) => new RecordsProjection(model)),
  new EntriesProjection(),
];

/** The projection that a query about an aggregate has to wait for. */
export function tableOf(aggregate: AggregateName): string {
  const model = recordModels.find((one) => one.aggregate === aggregate);
  if (model === undefined) throw new Error(`there is no read model of ${aggregate}`);
  return model.table;
}
