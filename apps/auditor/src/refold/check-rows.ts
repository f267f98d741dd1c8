import { parseStream, recordFolds, type AggregateName, type Tally } from '@covenant/domain';
import type { LogEntries } from '../files/entries.js';
import type { Language } from '../report/language.js';
import type { Findings } from '../report/report.js';
import { asJson, differences } from './difference.js';
import type { Doubts, Judge, World } from './doubts.js';
import { entryOfMember, newestOf, tallyKey, type FoldedRecord } from './fold.js';
import type { PublicInterface, Row } from './interface.js';
import { entryRowOf, memberOfColumn, readRow, rowOf, wrongWord } from './rows.js';

/** What a check of the pages works with. */
export interface Check extends World {
  readonly city: PublicInterface;
  readonly findings: Findings;
  /** What newer entries might explain. */
  readonly doubts: Doubts;
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

/** The store's position of each entry, as the rows of the entries tell. */
interface Positions {
  readonly of: readonly (string | undefined)[];
  readonly highest: bigint;
}

/** The log has no positions, but they must rise, and records must name the same. */
async function entryRows({ city, entries, findings, doubts, compared }: Check): Promise<Positions> {
  const path = '/v1/rows/entries';
  const positions: string[] = [];
  let highest = -1n;
  let expected = 0;
  for await (const row of city.list(path)) {
    const { position, ...found } = readRow(row);
    const number = found['entry'];
    if (typeof number !== 'number' || number < expected) {
      findings.found('row-added', { path, row: String(number) });
      continue;
    }
    for (; expected < Math.min(number, entries.size); expected++) findings.found('row-missing', { path, row: String(expected), entry: expected });
    const judge: Judge = (world, tell) => {
      if (!Number.isInteger(number) || number >= world.entries.size) return tell.found('row-added', { path, row: String(number) });
      const entry = world.entries.at(number);
      const address = parseStream(entry.stream);
      const due = entryRowOf(number, entry, address?.aggregate ?? '', address?.id ?? '');
      for (const { member, ...values } of differences(asJson(due), found)) {
        tell.found('row-differs', { path, row: String(number), member, ...values, entry: number });
      }
    };
    if (number < entries.size) doubts.judge(undefined, judge);
    else doubts.judgeAtLast(judge);
    const at = asPosition(position);
    if (at === undefined || at <= highest) {
      const values = { expected: `more than ${highest}`, found: JSON.stringify(position) };
      findings.found('row-differs', { path, row: String(number), member: 'position', ...values, entry: number });
    }
    highest = at ?? highest;
    positions[number] = String(position);
    compared(1);
    expected = number + 1;
  }
  for (; expected < entries.size; expected++) findings.found('row-missing', { path, row: String(expected), entry: expected });
  return { of: positions, highest };
}

const asPosition = (value: unknown): bigint | undefined => (typeof value === 'string' && /^\d{1,39}$/.test(value) ? BigInt(value) : undefined);

/** Of a kind of which the log has no record, too: then every row is one that was added. */
async function recordRows(check: Check, kind: AggregateName, positions: Positions): Promise<void> {
  const { city, doubts, findings, folded, compared } = check;
  const records = folded.records.get(kind) ?? new Map<string, FoldedRecord>();
  const path = `/v1/rows/${recordFolds[kind].plural.replace('-', '_')}`;
  const seen = new Set<string>();
  for await (const row of city.list(path)) {
    const { search, as_of_position: position, ...found } = readRow(row);
    const id = String(found['id']);
    if (seen.has(id)) {
      findings.found('row-added', { path, row: id });
      continue;
    }
    seen.add(id);
    compared(1);
    doubts.judge(aboutRow(check, kind, id, found), ({ folded: now, entries }, tell) => {
      const record = now.records.get(kind)?.get(id);
      if (record === undefined) return tell.found('row-added', { path, row: id });
      for (const { member, ...values } of differences(asJson(rowOf(record)), found)) {
        tell.found('row-differs', { path, row: id, member, ...values, entry: responsible(record, member, entries) });
      }
      const last = record.entries.at(-1) ?? 0;
      const expected = wrongPosition(positions, last, position);
      if (expected !== undefined) tell.found('row-differs', { path, row: id, member: 'as_of_position', expected, found: JSON.stringify(position), entry: last });
      const word = wrongWord(record, search);
      if (word === undefined) return;
      const values = { expected: 'the words of its text', found: JSON.stringify(word) };
      tell.found('row-differs', { path, row: id, member: 'search', ...values, entry: responsible(record, 'title', entries) });
    });
  }
  missing(records, seen, path, findings);
}

/**
 * Which newer entries could explain a row of a record: those of its stream. None where it says itself that it is of the
 * newest that is known of.
 */
export function aboutRow({ folded }: World, kind: AggregateName, id: string, found: Row): string | undefined {
  const record = folded.records.get(kind)?.get(id);
  return record !== undefined && found['revision'] === record.entries.length - 1 ? undefined : `${kind}-${id}`;
}

/** What the position of a record must be, where it is not. An entry whose row was not there yet has a later one than all that were. */
function wrongPosition({ of, highest }: Positions, entry: number, position: unknown): string | undefined {
  const expected = of[entry];
  if (expected !== undefined) return position === expected ? undefined : JSON.stringify(expected);
  return (asPosition(position) ?? -1n) > highest ? undefined : `more than ${highest}`;
}

/** The entry that says otherwise than this column. */
function responsible(record: FoldedRecord, member: string, entries: LogEntries): number {
  const [column = '', inner] = member.split('/');
  return entryOfMember(record, column === 'body' ? (inner ?? '') : (memberOfColumn[column] ?? column), entries);
}

export function missing(records: ReadonlyMap<string, FoldedRecord>, seen: ReadonlySet<string>, path: string, findings: Findings): void {
  for (const [id, record] of records) {
    if (!seen.has(id)) findings.found('row-missing', { path, row: id, entry: record.entries[0] ?? 0 });
  }
}

/** Rows that count nothing are what is left of records that changed, and say nothing. */
async function tallyRows({ city, doubts, folded, findings, compared }: Check): Promise<void> {
  const path = '/v1/rows/tallies';
  const seen = new Set<string>();
  for await (const row of city.list(path)) {
    const cityId = String(row['city_id']);
    const key = tallyKey({ ...(row as unknown as Tally), cityId });
    const named = `${String(row['aggregate'])} ${key}`;
    compared(1);
    if (seen.has(named)) {
      findings.found('row-added', { path, row: named });
      continue;
    }
    seen.add(named);
    doubts.judge(cityId, ({ folded: now }, tell) => {
      const expected = now.tallies.get(row['aggregate'] as AggregateName)?.get(key)?.count;
      if ((expected ?? 0) === row['count']) return;
      if (expected === undefined) return tell.found('row-added', { path, row: named });
      const values = { expected: String(expected), found: JSON.stringify(row['count']) };
      tell.found('row-differs', { path, row: named, member: 'count', ...values, entry: newestOf(now, cityId) });
    });
  }
  for (const [aggregate, of] of folded.tallies) {
    for (const [key, { cityId, count }] of of) {
      if (count > 0 && !seen.has(`${aggregate} ${key}`)) findings.found('row-missing', { path, row: `${aggregate} ${key}`, entry: newestOf(folded, cityId) });
    }
  }
}

async function clockRows({ city, doubts, folded, findings, compared }: Check): Promise<void> {
  const path = '/v1/rows/city_clocks';
  const seen = new Set<string>();
  for await (const row of city.list(path)) {
    const id = String(row['city_id']);
    compared(1);
    if (seen.has(id)) findings.found('row-added', { path, row: id });
    seen.add(id);
    doubts.judge(id, ({ folded: now }, tell) => {
      const clock = now.clocks.get(id);
      if (clock === undefined) return tell.found('row-added', { path, row: id });
      const { latest, skew } = clock;
      for (const { member, ...values } of differences({ city_id: id, latest, skew }, readRow(row))) {
        tell.found('row-differs', { path, row: id, member, ...values, entry: newestOf(now, id) });
      }
    });
  }
  for (const id of folded.clocks.keys()) if (!seen.has(id)) findings.found('row-missing', { path, row: id, entry: newestOf(folded, id) });
}
