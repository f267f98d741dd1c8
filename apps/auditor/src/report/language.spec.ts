import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../cli/exit.js';
import { commands } from '../cli/commands.js';
import { commonOptions, help, helpWords, overview } from '../cli/help.js';
import { languageOf, tables } from './language.js';

const numbers: ReadonlySet<string> = new Set(['size', 'kept', 'seconds', 'looks', 'cosigned', 'expected', 'found', 'count', 'added', 'checkpoints', 'records', 'cities', 'compared', 'first', 'last']);

describe('the language of the auditor', () => {
  it.each([
    ['es', {}, 'es'],
    [undefined, { LANG: 'fr_CA.UTF-8' }, 'fr'],
    [undefined, { LC_ALL: '', LC_MESSAGES: 'es', LANG: 'fr' }, 'es'],
    [undefined, { LANG: 'C.UTF-8' }, 'en'],
    [undefined, { LANG: 'de_DE' }, 'en'],
    [undefined, {}, 'en'],
    ['en', { LANG: 'fr' }, 'en'],
  ] as const)('asked for %s in %j is %s', (asked, environment, language) => {
    expect(languageOf(asked, environment)).toBe(language);
  });

  it('is not one that there are no words in', () => {
    expect(() => languageOf('tlh', {})).toThrow(UsageError);
    expect(() => languageOf('toString', {})).toThrow(UsageError);
  });

  it('has every sentence in a form of its own, with the same data in it', () => {
    // Each placeholder is a word of its own, so that one that is left out is missed.
    const data = new Proxy({}, { get: (_, name) => (name === 'count' || name === 'revision' ? 7 : `<${String(name)}>`) });
    const placeholders = (text: string): string[] => [...new Set(text.match(/<\w+>/g) ?? [])].sort();
    for (const code of Object.keys(tables.en) as (keyof typeof tables.en)[]) {
      const [en, es, fr] = [tables.en, tables.es, tables.fr].map((table) => (table[code] as (data: object) => string)(data));
      expect([code, placeholders(es ?? '')]).toEqual([code, placeholders(en ?? '')]);
      expect([code, placeholders(fr ?? '')]).toEqual([code, placeholders(en ?? '')]);
      if (code !== 'more-findings') expect([code, new Set([en, es, fr]).size]).toEqual([code, 3]);
    }
  });

  it.each([
    ['en', /(?:\ball|\bthe|\bits) 1\b|\b1 (?:entries|bytes|seconds|records|rows|cities|checkpoints|findings|files|times|were)/i],
    ['es', /\b(?:las|sus|los) 1\b|\b1 (?:entradas|segundos|expedientes|filas|ciudades|puntos|hallazgos|archivos|nuevas|veces)|esperaban 1\b/i],
    ['fr', /\b(?:les|ses|des) 1\b|\b1 (?:entrées|octets|secondes|dossiers|lignes|villes|points|constats|fichiers|nouvelles|étaient)/i],
  ] as const)('speaks of one thing as of one (%s)', (language, several) => {
    const all = (value: number): string[] => {
      const data = new Proxy({}, { get: (_, name) => (numbers.has(String(name)) ? value : `<${String(name)}>`) });
      return Object.entries(tables[language]).map(([code, say]) => `${code}: ${(say as (data: object) => string)(data)}`);
    };
    expect(all(1).filter((line) => several.test(line))).toEqual([]);
    // The words that are looked for are those of the sentences.
    const asOne = new RegExp(several.source.replaceAll('1', '2'), 'i');
    expect(all(2).filter((line) => asOne.test(line)).length).toBeGreaterThan(15);
  });

  it.each(['en', 'es', 'fr'] as const)('helps in words of its own with every command and option (%s)', (language) => {
    const { summaries, options, ...rest } = helpWords[language];
    const taken = commands.flatMap((command) => Object.keys({ ...command.options, ...commonOptions }));
    expect(Object.keys(summaries).sort()).toEqual(commands.map(({ name }) => name).sort());
    expect(Object.keys(options).sort()).toEqual([...new Set(taken)].sort());
    for (const other of ['en', 'es', 'fr'] as const) {
      const shared = [...Object.values(summaries), ...Object.values(options), ...Object.values(rest)].filter(
        (line) => other !== language && JSON.stringify(helpWords[other]).includes(JSON.stringify(line)),
      );
      expect(shared).toEqual([]);
    }
    for (const command of commands) expect(help('auditor', command, language)).toContain(summaries[command.name]);
    expect(overview(language)).toContain(rest.intro);
  });
});
