import { eventTypes, languages, type Language } from '@covenant/domain';
import { date, instant, matching, Maybe, moment, oneOf, text, uuid, whole, yesNo, type Kind } from '@covenant/platform';
import { recordSorts, type RecordSort } from '@covenant/read-models';
import { field, Is } from '../http/fields.js';
import { forms } from '../problems/words/words.js';

const position = matching(/^\d{1,39}$/, forms.position, 39);
const cursor = matching(/^[\w-]{1,2000}$/, forms.cursor, 2_000);
const stream: Kind = matching(
  /^[a-z]+(-[a-z]+)*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  forms.stream,
  64,
);

export class AfterQuery {
  @Maybe(position, 'wait up to 5 seconds until what a receipt of this position says can be read')
  readonly after?: string;
}

export class RecordQuery extends AfterQuery {
  @Maybe(moment, 'as recorded then: an entry number, or a time by RFC 3339')
  readonly asOf?: string;
}

export class PageQuery extends AfterQuery {
  @Maybe(whole(1, 200), 'items on a page; 50 when left out')
  readonly limit?: number;

  @Maybe(cursor, 'goes on after a page: its member "next"')
  readonly cursor?: string;
}

/** A page of entries, each with a sentence. */
export class EntriesQuery extends PageQuery {
  @Maybe(oneOf(languages, 'Language'), 'language of the sentences; by Accept-Language when left out')
  readonly lang?: Language;
}

/** Entries of everything, by when they were recorded. */
export class TimedEntriesQuery extends EntriesQuery {
  @Maybe(instant, 'recorded at or after this time')
  readonly from?: string;

  @Maybe(instant, 'recorded before this time')
  readonly to?: string;
}

/** What lists of records are narrowed by. */
export class ListQuery extends PageQuery {
  @Maybe(uuid, 'records of this city')
  readonly cityId?: string;

  @Maybe(text(40), 'records in this state')
  readonly state?: string;

  @Maybe(uuid, 'duties of this duty-bearer')
  readonly dutyBearerId?: string;

  @Maybe(field.right, 'records that concern this right')
  readonly right?: string;

  @Maybe(uuid, 'records that concern this group')
  readonly group?: string;

  @Maybe(yesNo, 'only what still asks something of somebody, or only what does not')
  readonly open?: boolean;

  @Maybe(yesNo, 'only what missed its date, or only what did not')
  readonly overdue?: boolean;

  @Maybe(text(200), 'words to search for; "a phrase", or, -not')
  readonly q?: string;

  @Maybe(date, 'due on or after this day')
  readonly dueFrom?: string;

  @Maybe(date, 'due on or before this day')
  readonly dueTo?: string;

  @Maybe(oneOf(recordSorts, 'RecordSort'), 'order; newest first when left out')
  readonly sort?: RecordSort;
}

export class AuditQuery extends TimedEntriesQuery {
  @Maybe(uuid, 'entries of this city')
  readonly cityId?: string;

  @Maybe(stream, 'entries of this stream')
  readonly stream?: string;

  @Maybe(oneOf(eventTypes, 'EventType'), 'entries of this type')
  readonly type?: string;

  @Maybe(oneOf(['entry', '-entry'], 'AuditSort'), 'order of the entry numbers; oldest first when left out')
  readonly sort?: 'entry' | '-entry';
}

export class RowsQuery extends PageQuery {
  @Maybe(uuid, 'rows of this city')
  readonly cityId?: string;
}

/** What is read of one city as a whole. */
export class CityQuery extends AfterQuery {
  @Is(uuid, 'the city')
  readonly cityId!: string;
}
