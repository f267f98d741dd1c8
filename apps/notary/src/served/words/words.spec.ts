import { describe, expect, it } from '@jest/globals';
import { saidBy, unlike } from '../../../../../test/support/alike.js';
import { detailsInEnglish } from './details.en.js';
import { detailsInFrench } from './details.fr.js';
import { detailsInSpanish } from './details.es.js';

describe('what the public log answers', () => {
  it.each(saidBy({ en: detailsInEnglish, es: detailsInSpanish, fr: detailsInFrench }))('is told alike in every language: %s', (_name, english, spanish, french) => {
    expect(unlike(english, spanish, french)).toEqual([]);
  });
});
