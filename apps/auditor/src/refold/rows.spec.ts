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
    expect(wrongWord(named('Homes for families'), "'families':2 'for':1")).toBe('homes');
    expect(wrongWord(named('Homes'), "'homes':1 'promised':2")).toBe('promised');
    expect(wrongWord(named('See http://example.org'), "'see':1")).toBe('example');
  });

  it.each([
    ['lost all its places', "'200' 'by' 'homes' 'well' 'well-known'"],
    ['lost its numbers', "'by':3 'homes':2 'known':6 'well':5 'well-known':4"],
    ['lost its numbers, and closed the gap', "'by':2 'homes':1 'known':5 'well':4 'well-known':3"],
    ['has a part of a word too', "'200':1 'by':3 'homes':2 'known':6 'ome':7 'well':5 'well-known':4"],
    ['has a part of a word without a place', "'200':1 'by':3 'homes':2 'known':6 'ome' 'well':5 'well-known':4"],
    ['has a word cut in two', "'200':1 'by':4 'ho':2 'known':7 'mes':3 'well':6 'well-known':5"],
    ['has a word twice', "'200':1 'by':3 'homes':2,7 'known':6 'well':5 'well-known':4"],
    ['has words in another order', "'200':2 'by':3 'homes':1 'known':6 'well':5 'well-known':4"],
    ['has two words in one place', "'200':1 'by':2 'homes':2 'known':6 'well':5 'well-known':4"],
    ['weighs a word', "'200':1 'by':3 'homes':2A 'known':6 'well':5 'well-known':4"],
    ['lost a part of a word with a hyphen', "'200':1 'by':3 'homes':2 'well':5 'well-known':4"],
    ['lost both of its parts', "'200':1 'by':3 'homes':2 'well-known':4"],
    ['is empty', ''],
  ])('is found out when it %s', (_lie, index) => {
    expect(wrongWord(named('200 homes by well-known'), "'200':1 'by':3 'homes':2 'known':6 'well':5 'well-known':4")).toBeUndefined();
    expect(wrongWord(named('200 homes by well-known'), index)).toBeDefined();
  });
});
