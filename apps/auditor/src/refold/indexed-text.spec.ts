import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leftOut, lexemes } from './indexed-text.js';
import { wrongWord } from './rows.js';

/** The same as one expression; it needs the square of the length for some texts. */
const bySearching = (text: string): string =>
  text.replace(/<(?:"[^"]*"|'[^']*'|[^>"'])*>|<[^>]*>|&[^;\s]*;|[a-z]+(?=:\/\/)/g, (found) => '#'.repeat(found.length));
const without = (text: string): string => {
  const out = leftOut(text);
  return [...text].map((character, at) => (out[at] === 1 ? '#' : character)).join('');
};

const pieces = ['<', '>', '"', "'", '&', ';', ' ', ':', '/', '://', 'a', 'http', 'ß', '\n'];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((list) => list.join(''));

describe('what an index leaves out', () => {
  it('is what one expression says, whatever the text', () => {
    fc.assert(fc.property(texts, (text) => expect(without(text)).toBe(bySearching(text))), { numRuns: 3_000 });
  });
});

describe('the words of an index', () => {
  it('are read as they were written', () => {
    const word = fc.array(fc.constantFrom("'", '\\', 'a', 'é', ':', ' ', '.'), { minLength: 1, maxLength: 8 }).map((list) => list.join(''));
    const written = (words: readonly string[]): string =>
      words.map((one, index) => `'${one.replace(/\\/g, '\\\\').replace(/'/g, "''")}':${index + 1}`).join(' ');
    fc.assert(fc.property(fc.array(word), (words) => expect(lexemes(written(words))).toEqual(words.map((one, index) => ({ word: one, places: `${index + 1}` })))));
    expect(lexemes("'unclosed")).toEqual([{ word: 'unclosed', places: '' }]);
    expect(lexemes('')).toEqual([]);
  });
});

describe('a megabyte from a city that means ill', () => {
  const megabyte = 1_048_576;
  const filled = (unit: string): string => unit.repeat(Math.ceil(megabyte / unit.length));
  it.each(['<', `<'>'`, '<"', '&', 'a', '<a ', 'a:/', `&'<"`, 'ab '])('as a text of “%s” is read', (unit) => {
    expect(leftOut(`${filled(unit)}"`).length).toBeGreaterThan(megabyte);
  });

  it.each(["'", "''", "'a", "\\'"])('as an index of “%s” is judged', (unit) => {
    expect(lexemes(filled(unit)).length).toBeGreaterThan(0);
    expect(wrongWord({ columns: { title: 'Homes', text: [] } }, filled(unit))).toBeDefined();
  });
});
