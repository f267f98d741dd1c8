import { describe, expect, it } from '@jest/globals';
import { wrongWord } from './rows.js';

const named = (title: string) => ({ columns: { title, text: [] } });

/** Each index is PostgreSQL's own: `SELECT to_tsvector('simple', …)` of the folded text, in version 18. */
const asIndexed: readonly (readonly [title: string, index: string])[] = [
  ['Homes for families', "'families':3 'for':2 'homes':1"],
  ['See http://example.org for more', "'example.org':2 'for':3 'more':4 'see':1"],
  ['=HYPERLINK("http://evil","x"),+1', "'+1':4 'evil':2 'hyperlink':1 'x':3"],
  ['a.b.cß', "'a.b.c':1 'ß':2"],
  ['<b>bold</b> &amp; plain', "'bold':1 'plain':2"],
  ['<a href="x>y">', ''],
];

describe('the index of a record’s words', () => {
  it.each(asIndexed)('of “%s” is what PostgreSQL makes of it', (title, index) => {
    expect(wrongWord(named(title), index)).toBeUndefined();
  });

  it('is found out when it leaves a word out or has one that the text has not', () => {
    expect(wrongWord(named('Homes for families'), "'families':3 'for':2")).toBe('homes');
    expect(wrongWord(named('Homes'), "'homes':1 'promised':2")).toBe('promised');
    expect(wrongWord(named('See http://example.org'), "'see':1")).toBe('example');
  });
});
