import { english } from './en.js';
import { spanish } from './es.js';
import { french } from './fr.js';
import type { Words } from './words.js';

export const words = { en: english, es: spanish, fr: french } as const satisfies Readonly<Record<string, Words>>;
export type Language = keyof typeof words;

export const languages = Object.keys(words) as readonly Language[];

/** The words for a language tag; English for one that there are none for. */
export function wordsFor(tag: string): Words {
  const language = languages.find((known) => known === tag.slice(0, 2).toLowerCase());
  return words[language ?? 'en'];
}
