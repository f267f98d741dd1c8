import { searchText, titleKey } from '@covenant/domain';
import type { RecordChange } from '../derive/fold.js';
import { listOf, plain, type Sent, unnestLists } from '../lists.js';
import type { Columns } from '../model.js';

type After = RecordChange['after'];

/** A column of every record's table: what is sent for it, as which type, and what of that is written. */
interface SentColumn {
  readonly name: string;
  readonly sentAs: string;
  readonly written?: string;
  of(after: After): Sent;
}

/** PostgreSQL's text of an array; an array of arrays cannot be sent as rows of arrays. */
const arrayText = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

const ofColumns = (name: string, sentAs: string, of: (columns: Columns) => Sent): SentColumn => ({
  name,
  sentAs,
  of: (after) => of(after.columns),
});

const arrayColumn = (name: string, of: (columns: Columns) => readonly string[]): SentColumn => ({
  ...ofColumns(name, 'text', (columns) => arrayText(of(columns))),
  written: `given.${name}::text[]`,
});

const columns: readonly SentColumn[] = [
  { name: 'id', sentAs: 'uuid', of: (after) => after.id },
  ofColumns('city_id', 'uuid', (row) => row.cityId),
  ofColumns('status', 'text', (row) => row.status),
  ofColumns('title', 'text', (row) => plain(row.title)),
  ofColumns('title_key', 'text', (row) => plain(titleKey(row.title))),
  ofColumns('duty_bearer_id', 'uuid', (row) => row.dutyBearers[0] ?? null),
  arrayColumn('duty_bearer_ids', (row) => row.dutyBearers),
  arrayColumn('open_duty_bearer_ids', (row) => row.openDutyBearers),
  arrayColumn('rights', (row) => row.rights),
  arrayColumn('principles', (row) => row.principles),
  arrayColumn('group_ids', (row) => row.groups),
  ofColumns('open', 'boolean', (row) => row.open),
  ofColumns('overdue', 'boolean', (row) => row.overdue),
  ofColumns('due_on', 'date', (row) => row.dueOn),
  ofColumns('due_key', 'date', (row) => row.dueOn ?? 'infinity'),
  ofColumns('clock_on', 'date', (row) => row.clockOn),
  ofColumns('slug', 'text', (row) => row.slug),
  { name: 'revision', sentAs: 'integer', of: (after) => after.revision },
  { name: 'as_of_position', sentAs: 'numeric', of: (after) => String(after.position) },
  { name: 'last_entry', sentAs: 'bigint', of: (after) => after.lastEntry },
  { name: 'first_recorded_at', sentAs: 'timestamptz', of: (after) => after.firstRecordedAt },
  { name: 'last_recorded_at', sentAs: 'timestamptz', of: (after) => after.lastRecordedAt },
  { name: 'body', sentAs: 'json', of: (after) => JSON.stringify(after.body) },
];

const words = (row: Columns): string => plain(searchText([row.title, ...row.text]));
const written = (column: SentColumn): string => column.written ?? `given.${column.name}`;
const types = columns.map((column) => column.sentAs);
const names = columns.map((column) => column.name);
const sent = (changes: readonly RecordChange[]): readonly string[] =>
  columns.map((column) => listOf(changes.map(({ after }) => column.of(after))));

export interface Statement {
  readonly sql: string;
  readonly values: readonly string[];
}

/** New rows, all in one statement. */
export const insertRows = (table: string, changes: readonly RecordChange[]): Statement => ({
  sql: `INSERT INTO ${table} (${names.join(', ')}, search)
    SELECT ${columns.map(written).join(', ')}, to_tsvector('simple', given.words)
    FROM ${unnestLists([...types, 'text'])} AS given(${names.join(', ')}, words)`,
  values: [
    ...sent(changes),
    listOf(changes.map(({ after }) => words(after.columns))),
  ],
});

/**
 * Changed rows, all in one statement; a row that is not at the revision it was folded from is left alone. The words
 * are sent and indexed again only where they changed, which is rare.
 */
export const updateRows = (table: string, changes: readonly RecordChange[]): Statement => ({
  sql: `UPDATE ${table} AS row
    SET ${columns.slice(1).map((column) => `${column.name} = ${written(column)}`).join(', ')},
      search = CASE WHEN given.words IS NULL THEN row.search ELSE to_tsvector('simple', given.words) END
    FROM ${unnestLists([...types, 'text', 'integer'])} AS given(${names.join(', ')}, words, had)
    WHERE row.id = given.id AND row.revision = given.had`,
  values: [
    ...sent(changes),
    listOf(
      changes.map(({ before, after }) => {
        const now = words(after.columns);
        return before !== undefined && words(before.columns) === now ? null : now;
      }),
    ),
    listOf(changes.map(({ before }) => before?.revision ?? null)),
  ],
});
