import { describe, expect, it } from '@jest/globals';
import { saidBy, unlike } from '../../../../test/support/alike.js';
import { generalProblems } from '../problems/general.js';
import { problemListPage, problemPage } from '../problems/page.js';
import { detailsInEnglish } from './details.en.js';
import { detailsInFrench } from './details.fr.js';
import { detailsInSpanish } from './details.es.js';
import { formsInEnglish } from './forms.en.js';
import { formsInFrench } from './forms.fr.js';
import { formsInSpanish } from './forms.es.js';
import { spokenFor, spokenLanguages, tellers } from './told.js';

describe('what is told', () => {
  it('is of one catalogue until a language is named', () => {
    const say = tellers({
      en: { plain: 'One.', of: (count: number) => `${count} of them.` },
      es: { plain: 'Uno.', of: (count) => `${count} de ellos.` },
      fr: { plain: 'Un.', of: (count) => `${count} d’entre eux.` },
    });
    expect(spokenLanguages.map(say.plain)).toEqual(['One.', 'Uno.', 'Un.']);
    expect(spokenLanguages.map(say.of(3))).toEqual(['3 of them.', '3 de ellos.', '3 d’entre eux.']);
  });

  it.each([
    [undefined, 'en'], ['', 'en'], ['*', 'en'], ['tlh', 'en'], ['de-CH, es-AR;q=0.8', 'es'], ['es;q=0.1, fr-CA', 'fr'], ['fr;q=0', 'en'], ['en;q=0, es;q=0.1', 'es'], ['de, es;q=0.5, en;q=0.4', 'es'],
    [`${'xx,'.repeat(5_000)}fr`, 'en'],
  ])('for Accept-Language %j.20s in %s', (header, language) => {
    expect([spokenFor(header), spokenFor(header)]).toEqual([language, language]);
  });

  it('whatever else was asked for in between', () => {
    const answers = Array.from({ length: 1_000 }, (_, at) => spokenFor(`x${at}, ${at % 2 === 0 ? 'es' : 'fr'}`));
    expect(answers.every((language, at) => language === (at % 2 === 0 ? 'es' : 'fr'))).toBe(true);
    expect(spokenFor('x0, es')).toBe('es');
  });
});

describe('every language', () => {
  it.each([
    ...saidBy({ en: detailsInEnglish, es: detailsInSpanish, fr: detailsInFrench }, { notOneObject: [{ at: '7' }] }),
    ...saidBy({ en: detailsInEnglish, es: detailsInSpanish, fr: detailsInFrench }, { notOneObject: ['end'], invalidMembers: [1], wait: [1] }),
    ...saidBy({ en: formsInEnglish, es: formsInSpanish, fr: formsInFrench }),
    ...saidBy({ en: formsInEnglish, es: formsInSpanish, fr: formsInFrench }, { unknownMember: [''], list: [1, 2, false] }),
  ])('tells it alike: %s', (_name, english, spanish, french) => {
    expect(unlike(english, spanish, french)).toEqual([]);
  });

  it.each(Object.entries(generalProblems))('has a name and a page for %s', (code, type) => {
    const { en, es, fr } = type.words;
    expect([unlike(en.title, es.title, fr.title), unlike(en.about, es.about, fr.about)]).toEqual([[], []]);
    for (const language of spokenLanguages) {
      const page = problemPage(type, { language, asked: language !== 'en' });
      expect(page).toContain(`<html lang="${language}">`);
      expect(page).toContain(`<h1>${type.words[language].title}</h1>`);
      expect(page).toContain(`<a href="/problems/${code}?lang=fr" hreflang="fr" lang="fr">Français</a>`);
      expect(page).toContain(language === 'en' ? 'href="/problems"' : `href="/problems?lang=${language}"`);
    }
  });

  it('has a list of them', () => {
    const lists = spokenLanguages.map((language) => problemListPage(Object.values(generalProblems), { language, asked: true }));
    lists.forEach((list, at) => {
      expect(list.match(/<li>/g)).toHaveLength(Object.keys(generalProblems).length);
      expect(list).toContain(`href="/problems/not-found?lang=${spokenLanguages[at] ?? ''}"`);
    });
  });
});
