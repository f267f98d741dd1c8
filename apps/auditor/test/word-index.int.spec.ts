import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchText } from '@covenant/domain';
import { withClient } from '@covenant/platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { keepable } from '../../../test/support/hostile-texts.js';
import { wrongWord } from '../src/refold/rows.js';

let database: TestDatabase;
/** Where every character that is not ASCII is a letter, as in the databases that npm brings; and where those of Unicode are. */
const locales: Record<'C' | 'C.UTF-8', string> = { 'C': '', 'C.UTF-8': '' };
beforeAll(async () => {
  database = await freshDatabase();
  locales.C = database.adminUrl;
  const name = `${database.name}_unicode`;
  await withClient(database.adminUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING UTF8 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'`));
  locales['C.UTF-8'] = database.adminUrl.replace(database.name, name);
}, 60_000);
afterAll(async () => {
  await withClient(database.adminUrl, (client) => client.query(`DROP DATABASE ${database.name}_unicode`));
  await database.drop();
});

const named = (title: string) => ({ columns: { title, text: [] } });

/** What PostgreSQL makes of these texts, where the read models write them. */
const indexes = (titles: readonly string[], locale: keyof typeof locales = 'C'): Promise<readonly string[]> =>
  withClient(locales[locale], async (client) => {
    const texts = titles.map((title) => searchText([title]).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' '));
    const { rows } = await client.query<{ search: string }>(
      `SELECT to_tsvector('simple', text)::text AS search FROM unnest($1::text[]) WITH ORDINALITY AS given(text, n) ORDER BY n`,
      [texts],
    );
    return rows.map(({ search }) => search);
  });

const pieces = [
  ...['homes', 'for', 'a', 'B', 'Québec', 'straße', 'дом', '住宅', 'नमस्ते', 'ﬁ', 'x1', '1x', '34', '0.5', '1e6', '-7', '+1', '2027-06-30'],
  ...['-', '–', '.', ',', '/', '_', '@', ':', '://', '\'', '"', '<', '>', '<b>', '</b>', '&', ';', '&amp;', '%', '#', '?', '=', '(', ')', '~', '\\'],
  ...['http://example.org/a?b=c', 'www.example.org', 'office@example.org', '/usr/local', 'well-known', 'co-op-2', 'e.g.', "l'eau", '1.2.3', 'a.b.cß'],
  ...[' ', ' ', ' ', ' ', '\n', '\u00ad', '\u200b', '🏠'],
];
const piece = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'grapheme', maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 3 }));
const titles = fc.array(piece, { minLength: 1, maxLength: 14 }).map((list) => list.join(''));

/** Changes of an index that change what it says. */
function lies(index: string): readonly string[] {
  const words = index.split(' ');
  const but = (at: number, ...instead: readonly string[]): string => [...words.slice(0, at), ...instead, ...words.slice(at + 1)].join(' ');
  return words.flatMap((word, at) => {
    const [lexeme = '', places = ''] = word.split(':');
    const next = `${index.match(/\d+(?=[ ,]|$)/g)?.length ?? 0}`;
    return [but(at), but(at, lexeme), but(at, `${word}A`), but(at, `${word},${Number(next) + 1}`), but(at, `${lexeme}:${Number(places.split(',')[0]) + 1}`), but(at, word, `'${lexeme.slice(2, -1)}':${Number(next) + 1}`)];
  });
}

describe('the index of a record’s words', () => {
  it.each(['C', 'C.UTF-8'] as const)('is never found wrong as PostgreSQL makes it, whatever the text (%s)', async (locale) => {
    const all = [keepable, ...fc.sample(titles, 3_000)];
    const made = await indexes(all, locale);
    const wrong = all.flatMap((title, i) => {
      const word = wrongWord(named(title), made[i]);
      return word === undefined ? [] : [{ title, index: made[i], word }];
    });
    expect(wrong.sort((a, b) => a.title.length - b.title.length).slice(0, 12)).toEqual([]);
  });

  it('is found wrong with any of its words left out, doubled or moved, where there is no markup', async () => {
    const plain = fc.array(fc.constantFrom('homes', 'for', 'Québec', 'дом', '34', '2027', 'x1', 'well-known'), { minLength: 2, maxLength: 8 });
    const all = fc.sample(plain, 300).map((list) => list.join(', '));
    const made = await indexes(all);
    const passed = all.flatMap((title, i) => lies(made[i] ?? '').filter((lie) => wrongWord(named(title), lie) === undefined).map((lie) => ({ title, lie, made: made[i] })));
    expect(passed.slice(0, 12)).toEqual([]);
  });
});
