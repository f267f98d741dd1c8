import { legible } from '@covenant/domain';
import { stringify } from 'csv-stringify/sync';
import type { RecordModel } from '../model.js';
import type { RecordFilter, RecordItem, RecordQueries, RecordSort } from './records.js';

const names = [
  'id',
  'cityId',
  'status',
  'title',
  'dutyBearers',
  'rights',
  'principles',
  'groups',
  'dueOn',
  'open',
  'overdue',
  'recordedAt',
  'changedAt',
  'revision',
  'entry',
] as const;

/**
 * All records that fit, as CSV (RFC 4180, UTF-8, CRLF), a page at a time, so that neither side holds them all. Lists
 * are joined by spaces. What a spreadsheet would run as a formula is quoted away.
 */
export async function* recordsAsCsv(
  queries: RecordQueries,
  model: RecordModel,
  filter: RecordFilter,
  sort: RecordSort,
): AsyncGenerator<string> {
  yield lines([names]);
  for await (const page of queries.all(filter, sort)) yield lines(page.map((item) => cells(model, item)));
}

function cells(model: RecordModel, item: RecordItem): readonly string[] {
  const row = model.columns(item.body, item.id);
  return [
    item.id,
    row.cityId,
    row.status,
    legible(row.title),
    row.dutyBearers.join(' '),
    row.rights.join(' '),
    row.principles.join(' '),
    row.groups.join(' '),
    row.dueOn ?? '',
    String(row.open),
    String(row.overdue),
    item.recordedAt,
    item.changedAt,
    String(item.revision),
    String(item.entry),
  ];
}

const lines = (rows: readonly (readonly string[])[]): string =>
  stringify(rows.map((row) => [...row]), { record_delimiter: 'windows', escape_formulas: true });
