export { allProjections, recordModels, tableOf } from './aggregates/all.js';
export { EventRefused } from './derive/fold.js';
export { EntriesProjection } from './entries/entries.projection.js';
export { readModelMigrations, readModelSchema } from './migrations/index.js';
export { recordModel, type RecordModel } from './model.js';
export { ReadBarrier, ReadModelBehind, type BarrierOptions } from './projection/barrier.js';
export type { Poison, ProjectionPlace } from './projection/places.js';
export { Progress } from './projection/progress.js';
export type { Projection } from './projection/projection.js';
export {
  rebuild,
  RebuildUnderWay,
  type RebuildOptions,
  type RebuildProgress,
  type RebuildStep,
} from './projection/rebuild.js';
export { projectionStatus, resumeProjections, type ProjectionStatus } from './projection/administer.js';
export { ProjectionRunner, type RunnerOptions, type RunnerReport } from './projection/runner.js';
export type { Moment, PastRecord } from './queries/as-of.js';
export type { AuditFilter, AuditOptions, EntryItem } from './queries/entries.js';
export { InvalidCursor } from './queries/errors.js';
export type { DueAfter, DueRecord } from './queries/facts.js';
export { largestPage, usualPage, type Page } from './queries/page.js';
export { ReadModelQueries, type QueriesOptions } from './queries/queries.js';
export { recordSorts, type ListOptions, type RecordFilter, type RecordItem, type RecordSort } from './queries/records.js';
export { derivedTables, type RowsOptions, type StoredRow } from './queries/rows.js';
export { RecordsProjection } from './records/records.projection.js';
export { schema } from './schema.js';
export { readModelSource, type ReadModelSourceOptions } from './source.js';
