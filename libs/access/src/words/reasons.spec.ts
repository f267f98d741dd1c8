import { describe, expect, it } from '@jest/globals';
import { saidBy, unlike } from '../../../../test/support/alike.js';
import { reasonsInEnglish } from './reasons.en.js';
import { reasonsInFrench } from './reasons.fr.js';
import { reasonsInSpanish } from './reasons.es.js';

describe('why a token is not taken', () => {
  it.each(saidBy({ en: reasonsInEnglish, es: reasonsInSpanish, fr: reasonsInFrench }))('is told alike in every language: %s', (_name, english, spanish, french) => {
    expect(unlike(english, spanish, french)).toEqual([]);
    // It stands in a quoted string of a header.
    expect(english).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  });
});
