import { parseStream, recordFolds, type AggregateName } from '@covenant/domain';
import type { Entries } from '../files/entries.js';
import type { Language } from '../report/language.js';
import type { Findings } from '../report/report.js';
import { asJson, differences } from './difference.js';
import { entryOfMember, newestOf, type Folded, type FoldedRecord } from './fold.js';
import type { PublicInterface, Row } from './interface.js';
import { entryRowOf, memberOfColumn, readRow, rowOf, wrongWord } from './rows.js';

/** What a check of the pages works with. */
export interface Check {
  readonly city: PublicInterface;
  readonly folded: Folded;
  readonly entries: Entries;
  readonly findings: Findings;
  /** In which the sentences are compared. */
  readonly language: Language;
  /** Counts what was compared. */
  readonly compared: (rows: number) => void;
}

/** The tables behind the pages, every column of every row. */
export async function checkRows(check: Check): Promise<void> {
  const positions = await entryRows(check);
  for (const kind of check.folded.records.keys()) await recordRows(check, kind, positions);
  await tallyRows(check);
  await clockRows(check);
}

/** Gives the store's position of each entry: the log has none, but they must rise, and records must name the same. */
async function entryRows({ city, entries, findings, compared }: Check): Promise<readonly (string | undefined)[]> {
  const positions: string[] = [];
  let before: bigint | undefined;
  let expected = 0;
  for await (const row of city.list('/v1/rows/entries')) {
    const { position, ...found } = readRow(row);
    const number = found['entry'];
    if (typeof number !== 'number' || number < expected || number >= entries.size) {
      findings.found('row-added', { path: '/v1/rows/entries', row: String(number) });
      continue;
    }
    for (; expected < number; expected++) findings.found('row-missing', { path: '/v1/rows/entries', row: String(expected), entry: expected });
    const entry = entries.at(number);
    const address = parseStream(entry.stream);
    const due = entryRowOf(number, entry, address?.aggregate ?? '', address?.id ?? '');
    for (const { member, ...values } of differences(asJson(due), found)) {
      findings.found('row-differs', { path: '/v1/rows/entries', row: String(number), member, ...values, entry: number });
    }
    const at = typeof position === 'string' && /^\d{1,39}$/.test(position) ? BigInt(position) : undefined;
    if (at === undefined || (before !== undefined && at <= before)) {
      const values = { expected: `more than ${before ?? -1n}`, found: JSON.stringify(position) };
      findings.found('row-differs', { path: '/v1/rows/entries', row: String(number), member: 'position', ...values, entry: number });
    }
    before = at ?? before;
    positions[number] = String(position);
    compared(1);
    expected++;
  }
  for (; expected < entries.size; expected++) findings.found('row-missing', { path: '/v1/rows/entries', row: String(expected), entry: expected });
  return positions;
}

/** Of a kind of which the log has no record, too: then every row is one that was added. */
async function recordRows(check: Check, kind: AggregateName, positions: readonly (string | undefined)[]): Promise<void> {
  const { city, entries, findings, folded, compared } = check;
  const records = folded.records.get(kind) ?? new Map<string, FoldedRecord>();
  const path = `/v1/rows/${recordFolds[kind].plural.replace('-', '_')}`;
  const seen = new Set<string>();
  for await (const row of city.list(path)) {
    const { search, as_of_position: position, ...found } = readRow(row);
    const id = String(found['id']);
    const record = records.get(id);
    if (record === undefined || seen.has(id)) {
      findings.found('row-added', { path, row: id });
      continue;
    }
    seen.add(id);
    compared(1);
    const last = record.entries.at(-1) ?? 0;
    for (const { member, ...values } of differences(asJson(rowOf(record)), found)) {
      findings.found('row-differs', { path, row: id, member, ...values, entry: responsible(record, member, entries) });
    }
    if (position !== positions[last]) {
      const values = { expected: JSON.stringify(positions[last]), found: JSON.stringify(position) };
      findings.found('row-differs', { path, row: id, member: 'as_of_position', ...values, entry: last });
    }
    const word = wrongWord(record, search);
    if (word !== undefined) {
      const values = { expected: 'the words of its text', found: JSON.stringify(word) };
      findings.found('row-differs', { path, row: id, member: 'search', ...values, entry: responsible(record, 'title', entries) });
    }
  }
  missing(records, seen, path, findings);
}

/** The entry that says otherwise than this column. */
function responsible(record: FoldedRecord, member: string, entries: Entries): number {
  const [column = '', inner] = member.split('/');
  return entryOfMember(record, column === 'body' ? (inner ?? '') : (memberOfColumn[column] ?? column), entries);
}

export function missing(records: ReadonlyMap<string, FoldedRecord>, seen: ReadonlySet<string>, path: string, findings: Findings): void {
  for (const [id, record] of records) {
    if (!seen.has(id)) findings.found('row-missing', { path, row: id, entry: record.entries[0] ?? 0 });
  }
}

/** Rows that count nothing are what is left of records that changed, and say nothing. */
async function tallyRows({ city, folded, findings, compared }: Check): Promise<void> {
  const path = '/v1/rows/tallies';
  const key = (row: Row): string =>
    ['city_id', 'aggregate', 'facet', 'value', 'status', 'open', 'overdue'].map((column) => String(row[column])).join(' ');
  const due = new Map<string, { readonly count: number; readonly entry: number }>();
  for (const [aggregate, tallies] of folded.tallies) {
    for (const { cityId, count, ...rest } of tallies) {
      due.set(key({ city_id: cityId, aggregate, ...rest }), { count, entry: newestOf(folded, cityId) });
    }
  }
  for await (const row of city.list(path)) {
    const expected = due.get(key(row));
    due.delete(key(row));
    compared(1);
    if (expected === undefined && row['count'] !== 0) findings.found('row-added', { path, row: key(row) });
    if (expected === undefined || row['count'] === expected.count) continue;
    const values = { expected: String(expected.count), found: JSON.stringify(row['count']) };
    findings.found('row-differs', { path, row: key(row), member: 'count', ...values, entry: expected.entry });
  }
  for (const [row, { entry }] of due) findings.found('row-missing', { path, row, entry });
}

async function clockRows({ city, folded, findings, compared }: Check): Promise<void> {
  const path = '/v1/rows/city_clocks';
  const due = new Map(folded.clocks);
  for await (const row of city.list(path)) {
    const id = String(row['city_id']);
    const clock = due.get(id);
    compared(1);
    if (!due.delete(id) || clock === undefined) {
      findings.found('row-added', { path, row: id });
      continue;
    }
    const { latest, skew } = clock;
    for (const { member, ...values } of differences({ city_id: id, latest, skew }, readRow(row))) {
      findings.found('row-differs', { path, row: id, member, ...values, entry: newestOf(folded, id) });
    }
  }
  for (const id of due.keys()) findings.found('row-missing', { path, row: id, entry: newestOf(folded, id) });
}
