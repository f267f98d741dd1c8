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
 * are joined by spaces. What a spreadsheet would run as a formula is quoted away (`plain`).
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

/**
 * What begins a formula in a spreadsheet: at the start of a cell, also behind blanks and quotation marks, and wherever a
 * reader that takes other signs than a comma for the end of a cell would begin one. Half-width and full-width signs.
 */
const formula = /(^|[;\t\r\n|])([\s"'\u00a0\ufeff]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/** The text, shown as it is by every spreadsheet: an apostrophe says that what follows is no formula. */
export const plain = (text: string): string => text.replace(formula, "$1$2'").replace(/^(?=[\t\r])/, "'");

const lines = (rows: readonly (readonly string[])[]): string =>
  stringify(rows.map((row) => row.map(plain)), { record_delimiter: 'windows' });
