import { acceptedLanguage } from '../http/accepted-language.js';

/** The languages in which the interfaces answer; the first where none of them is asked for. */
export const spokenLanguages = ['en', 'es', 'fr'] as const;
export type SpokenLanguage = (typeof spokenLanguages)[number];

/** Something for people, not yet said in any language: who reads it is known only where it is answered. */
export type Told = (language: SpokenLanguage) => string;

export type InEach<C> = { readonly [L in SpokenLanguage]: C };

/** Browsers send few different headers, again and again; who is sent away must cost next to nothing. */
const seen = new Map<string, SpokenLanguage>();
const mostSeen = 256;
const longestSeen = 100;

/** The best of them for an `Accept-Language` header. */
export function spokenFor(header: string | undefined): SpokenLanguage {
  if (header === undefined) return spokenLanguages[0];
  const known = seen.get(header);
  if (known !== undefined) return known;
  const language = acceptedLanguage(header, spokenLanguages);
  if (header.length <= longestSeen) {
    if (seen.size >= mostSeen) seen.clear();
    seen.set(header, language);
  }
  return language;
}

export const isSpoken = (tag: unknown): tag is SpokenLanguage => (spokenLanguages as readonly unknown[]).includes(tag);

type Saying = string | ((...about: never[]) => string);

/** Of a catalogue: what is said of something takes that, and all is told once a language is named. */
export type Tellers<C> = {
  readonly [K in keyof C]: C[K] extends (...about: infer A) => string ? (...about: A) => Told : Told;
};

/** One catalogue a language, as what can be told. The English one says what there is; the types hold that no other lacks a part of it. */
export const tellers = <C extends Readonly<Record<string, Saying>>>(catalogues: InEach<C>): Tellers<C> => {
  const teller = (name: string): unknown => {
    const say = (language: SpokenLanguage, about: readonly unknown[]): string => {
      const saying = catalogues[language][name] as Saying;
      // Sound: a teller takes what the English saying takes, and each catalogue is of its type.
      return typeof saying === 'string' ? saying : saying(...(about as never[]));
    };
    return typeof catalogues.en[name] === 'string'
      ? (language: SpokenLanguage) => say(language, [])
      : (...about: readonly unknown[]) => (language: SpokenLanguage) => say(language, about);
  };
  return Object.fromEntries(Object.keys(catalogues.en).map((name) => [name, teller(name)])) as Tellers<C>;
};
