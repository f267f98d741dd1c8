import { describe, expect, it } from '@jest/globals';
import { listOf, listParameter, plain, unnestLists } from './lists.js';

describe('a list as one parameter', () => {
  it('separates values, marks the absent, and keeps a lone empty text', () => {
    expect(listOf(['a', null, 3, true, ''])).toBe('\u001fa\u001f\u001e\u001f3\u001ftrue\u001f');
    expect(listOf([''])).toBe('\u001f');
    expect(listOf([])).toBe('');
  });

  it('is an array of its type in SQL', () => {
    expect(listParameter(2, 'uuid')).toBe(`(string_to_array($2, E'\\x1f', E'\\x1e'))[2:]::uuid[]`);
    expect(unnestLists(['text', 'json'])).toBe(`unnest(${listParameter(1, 'text')}, ${listParameter(2, 'json')})`);
  });

  it('takes text without control characters, with its line ends', () => {
    expect(plain('a\u0000b\u001fc\u001ed\te\r\nf')).toBe('a b c d\te\r\nf');
  });
});
