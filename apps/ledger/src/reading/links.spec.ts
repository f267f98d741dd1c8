import { describe, expect, it } from '@jest/globals';
import { wantedForm } from './links.js';

describe('the form in which a list is wanted', () => {
  it.each<[string | undefined, 'json' | 'csv' | undefined]>([
    [undefined, 'json'],
    // Empty elements of a list count for nothing (RFC 9110 §5.6.1.2), and neither does what is no range of media types.
    ['', 'json'],
    [',,,;;', 'json'],
    [' , ;q=0', 'json'],
    ['json', 'json'],
    [',text/csv,', 'csv'],
    ['text/csv', 'csv'],
    ['*/*', 'json'],
    ['text/*', 'csv'],
    ['application/json;q=0.5, text/csv', 'csv'],
    ['text/csv;q=0.5, */*', 'json'],
    ['text/html', undefined],
    ['*/*;q=0', undefined],
    ['application/json;q=0', undefined],
  ])('%s asks for %s', (accept, form) => expect(wantedForm(accept)).toBe(form));
});
