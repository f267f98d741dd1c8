import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { vocabularies } from './all.js';
import { formOf, reparationForms, reparationSubForms } from './reparation.js';
import { rightFamilies } from './rights.data.js';
import { isRight, rightFamily, rightInstrument, rights } from './rights.js';
import { sdgGoal, sdgLevel, sdgTargets } from './sdg.js';
import { hasCode, labelOf } from './vocabulary.js';

const table = (name: string): readonly Readonly<Record<string, string>>[] =>
  parse(readFileSync(new URL(`../../../../data/sources/${name}`, import.meta.url)), { columns: true, bom: true });

describe('every vocabulary', () => {
  it('has a name of its own, a version, a source, and a label for each code', () => {
    expect(new Set(vocabularies.map(({ name }) => name)).size).toBe(vocabularies.length);
    for (const one of vocabularies) {
      expect(one.version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(one.source).not.toBe('');
      expect(one.codes.length).toBeGreaterThan(0);
      expect(new Set(one.codes).size).toBe(one.codes.length);
      for (const code of one.codes) expect(labelOf(one, code)?.trim()).toMatch(/\S/);
    }
  });

  it('has no code that is only a member of objects', () => {
    for (const code of ['constructor', 'toString', '__proto__']) {
      expect(vocabularies.some((one) => hasCode(one, code))).toBe(false);
      expect(labelOf(rights, code)).toBeUndefined();
    }
  });
});

describe('the rights', () => {
  it('have every article and paragraph of the Universal Declaration, and no other', () => {
    const rows = table('udhr_articles.csv');
    const articles = rows.map(
      ({ article = '', paragraph = '' }) => `UDHR-${article}${paragraph === '' ? '' : `.${paragraph}`}`,
    );
    const whole = rows.map(({ article = '' }) => `UDHR-${article}`);
    const ours = rights.codes.filter((code) => rightInstrument(code) === 'UDHR');
    expect([...ours].sort()).toEqual([...new Set([...articles, ...whole])].sort());
  });

  it('are of the seven instruments, article by article without a gap', () => {
    const articles = { UDHR: 30, ICCPR: 27, ICESCR: 15, CERD: 7, CEDAW: 16, CRC: 42, CRPD: 33 };
    for (const [instrument, last] of Object.entries(articles)) {
      const missing = Array.from({ length: last }, (_, index) => `${instrument}-${index + 1}`).filter(
        (code) => !isRight(code),
      );
      expect(missing).toEqual([]);
      expect(isRight(`${instrument}-${last + 1}`)).toBe(false);
    }
  });

  it('are each of one family, and every family has some', () => {
    const families = rights.codes.map((code) => rightFamily(code));
    expect(new Set(families)).toEqual(new Set(rightFamilies));
    expect(rightFamily('ICESCR-11.1')).toBe('social');
    expect(rightFamily('X-1')).toBeUndefined();
    expect(rightInstrument('X-1')).toBeUndefined();
    expect(labelOf(rights, 'ICESCR-11.1')).toContain('housing');
  });
});

describe('the SDG codes', () => {
  it('are those of the framework, each with its goal', () => {
    const rows = table('sdg_framework.csv');
    expect(new Set(sdgTargets.codes)).toEqual(new Set(rows.map(({ code }) => code)));
    for (const { code = '', level } of rows) {
      expect(sdgLevel(code)).toBe(level);
      expect(sdgGoal(code)).toBe(code.split('.')[0]);
    }
    expect(sdgGoal('18.1')).toBeUndefined();
    expect(sdgLevel('18')).toBeUndefined();
  });
});

describe('the forms of reparation', () => {
  it('each have sub-forms, and every sub-form belongs to one', () => {
    const forms = reparationSubForms.codes.map((code) => formOf(code));
    expect(new Set(forms)).toEqual(new Set(reparationForms.codes));
    expect(formOf('22-apology')).toBe('satisfaction');
    expect(formOf('23-law-reform')).toBe('guarantees-of-non-repetition');
    expect(formOf('x')).toBeUndefined();
  });
});
