import { UsageError } from '../cli/exit.js';
import type { Words } from './statements.js';
import { english } from './words.en.js';
import { spanish } from './words.es.js';
import { french } from './words.fr.js';

/** One table a language. */
export const tables = { en: english, es: spanish, fr: french } as const satisfies Readonly<Record<string, Words>>;
export type Language = keyof typeof tables;

export const isLanguage = (name: string): name is Language => Object.hasOwn(tables, name);

/** The language asked for, else that of the environment (POSIX locale), else English. @throws UsageError */
export function languageOf(asked: string | undefined, environment: Readonly<Record<string, string | undefined>>): Language {
  if (asked !== undefined) {
    if (!isLanguage(asked)) throw new UsageError(`--lang takes ${Object.keys(tables).join(', ')}, not ${asked}`);
    return asked;
  }
  const locale = [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find((value) => value !== undefined && value !== '');
  const [name = ''] = (locale ?? '').toLowerCase().split(/[_.@-]/);
  return isLanguage(name) ? name : 'en';
}
