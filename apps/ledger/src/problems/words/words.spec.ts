import { languages } from '@covenant/domain';
import { spokenLanguages } from '@covenant/platform';
import { describe, expect, it } from '@jest/globals';
import { saidBy, unlike } from '../../../../../test/support/alike.js';
import { problemCatalogue } from '../catalogue.js';
import { detailsInEnglish } from './details.en.js';
import { detailsInFrench } from './details.fr.js';
import { detailsInSpanish } from './details.es.js';
import { formsInEnglish } from './forms.en.js';
import { formsInFrench } from './forms.fr.js';
import { formsInSpanish } from './forms.es.js';

describe('every language', () => {
  it('of the domain is one of the interface', () => {
    expect(spokenLanguages).toEqual(languages);
  });

  it.each([...problemCatalogue])('tells what kind of problem it is: %s', (_code, { words: { en, es, fr } }) => {
    expect([unlike(en.title, es.title, fr.title), unlike(en.about, es.about, fr.about)]).toEqual([[], []]);
  });

  it.each([
    ...saidBy({ en: detailsInEnglish, es: detailsInSpanish, fr: detailsInFrench }),
    ...saidBy({ en: formsInEnglish, es: formsInSpanish, fr: formsInFrench }),
  ])('tells it alike: %s', (_name, english, spanish, french) => {
    expect(unlike(english, spanish, french)).toEqual([]);
  });
});
