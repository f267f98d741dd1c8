import { searchText, titleKey } from '@covenant/domain';
import type { LogEntry } from '@covenant/transparency';
import type { FoldedRecord } from './fold.js';
import { leftOut, lexemes, written } from './indexed-text.js';
import type { Row } from './interface.js';
import { IndexedText } from './word-index.js';

/** PostgreSQL takes no control characters where the read models write text. */
const plain = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ');

/** The row that a record must have, but for `as_of_position` and `search`. */
export function rowOf({ id, body, columns, entries, recordedAt, changedAt }: FoldedRecord): Row {
  return {
    id,
    city_id: columns.cityId,
    status: columns.status,
    title: plain(columns.title),
    title_key: plain(titleKey(columns.title)),
    duty_bearer_id: columns.dutyBearers[0] ?? null,
    duty_bearer_ids: columns.dutyBearers,
    open_duty_bearer_ids: columns.openDutyBearers,
    rights: columns.rights,
    principles: columns.principles,
    group_ids: columns.groups,
    open: columns.open,
    overdue: columns.overdue,
    due_on: columns.dueOn,
    due_key: columns.dueOn ?? 'infinity',
    clock_on: columns.clockOn,
    slug: columns.slug,
    revision: entries.length - 1,
    last_entry: entries.at(-1),
    first_recorded_at: recordedAt,
    last_recorded_at: changedAt,
    body,
  };
}

/** Which member of what is shown a column comes from, where that has another name. */
export const memberOfColumn: Readonly<Record<string, string>> = {
  city_id: 'cityId',
  title_key: 'title',
  duty_bearer_id: 'dutyBearers',
  duty_bearer_ids: 'dutyBearers',
  open_duty_bearer_ids: 'openDutyBearers',
  group_ids: 'groups',
  due_on: 'dueOn',
  due_key: 'dueOn',
  clock_on: 'clockOn',
};

/** The row that an entry must have, but for its position. */
export function entryRowOf(number: number, entry: LogEntry, aggregate: string, recordId: string): Row {
  const { actor } = entry;
  return {
    entry: number,
    event_id: entry.id,
    aggregate,
    record_id: recordId,
    revision: entry.revision,
    city_id: entry.cityId,
    type: plain(entry.type),
    recorded_at: entry.recordedAt,
    effective_on: entry.effectiveOn ?? null,
    actor_role: actor['role'],
    actor_subject: plain(String(actor['subject'])),
    actor_duty_bearer_id: actor['dutyBearerId'] ?? null,
    schema_version: entry.schemaVersion,
    data: entry.data,
  };
}

const times = ['first_recorded_at', 'last_recorded_at', 'recorded_at', 'latest'];

/** A row as it was answered, its times in one form. */
export function readRow(row: Row): Row {
  const read = Object.entries(row).map(([column, value]) => {
    const at = times.includes(column) && typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return [column, Number.isNaN(at) ? value : new Date(at).toISOString()];
  });
  return Object.fromEntries(read) as Row;
}

const LONGEST_WORD = 2_000;
const letters = /\p{L}+|[0-9]+/gu;
/** Where an address ends in a letter that is not ASCII, PostgreSQL cuts a word in two. */
const pieces = /[a-z]+|[0-9]+|[^a-z0-9]+/g;

interface Worded {
  readonly columns: Pick<FoldedRecord['columns'], 'title' | 'text'>;
}

/**
 * Does the index of a record's words go with its text? Gives the first word that is wrong. Of a text that is too large to
 * be indexed whole only the words are compared, without their places.
 */
export function wrongWord(record: Worded, search: unknown): string | undefined {
  const text = plain(searchText([record.columns.title, ...record.columns.text]));
  const index = lexemes(String(search));
  if (written(index) !== search) return 'no index at all';
  const indexed = new IndexedText(text);
  const wrong = indexed.wrongWord(index);
  return indexed.isTooLarge ? wrongInLarge(text, index.map(({ word }) => word)) : wrong;
}

/** Asked both ways round: nothing is indexed that the text does not have, and no word of the text has been left out. */
function wrongInLarge(text: string, indexed: readonly string[]): string | undefined {
  const inText = wordsOf(text);
  // Most are words as they stand; an address or a number is looked for.
  const foreign = indexed.find((word) => !inText.has(word) && !text.includes(word));
  if (foreign !== undefined) return foreign;
  const inIndex = new Set(indexed.flatMap((word) => [...wordsOf(word)]));
  const isIndexed = (word: string): boolean => inIndex.has(word) || (word.match(pieces) ?? []).every((piece) => inIndex.has(piece));
  const out = leftOut(text);
  for (const { 0: word, index } of text.matchAll(letters)) if (out[index] === 0 && word.length < LONGEST_WORD && !isIndexed(word)) return word;
  return undefined;
}

/** The words of a text, and the pieces that each may be cut into. */
const wordsOf = (text: string): ReadonlySet<string> =>
  new Set((text.match(letters) ?? []).flatMap((word) => [word, ...(word.match(pieces) ?? [])]));
